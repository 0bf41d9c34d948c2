// Menus are <details>; this closes them when one looks elsewhere and walks them by arrows.

const open = () => [...document.querySelectorAll('details.menu[open]')];

document.addEventListener('pointerdown', (event) => {
  for (const menu of open()) if (!menu.contains(event.target)) menu.open = false;
});

document.addEventListener('focusin', (event) => {
  for (const menu of open()) if (!menu.contains(event.target)) menu.open = false;
});

document.addEventListener('keydown', (event) => {
  const menu = event.target.closest?.('details.menu[open]') ?? (event.key === 'Escape' ? open().at(-1) : null);
  if (!menu) return;
  if (event.key === 'Escape') {
    event.preventDefault();
    menu.open = false;
    menu.querySelector('summary').focus();
  }
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (!step || event.target.matches('input, select, textarea')) return;
  const items = [...menu.querySelectorAll('.menu__item')];
  if (items.length === 0) return;
  event.preventDefault();
  const at = items.indexOf(document.activeElement);
  items[at < 0 ? (step > 0 ? 0 : items.length - 1) : (at + step + items.length) % items.length].focus();
});

// A form in a menu takes the cursor.
document.addEventListener('toggle', (event) => {
  if (!event.target.matches?.('details.menu[open]')) return;
  event.target.querySelector('.menu__form :is(input:not([type="hidden"]), select)')?.focus();
}, true);
