import { drag } from './column-drag.js';
import { isPlain } from './keys.js';
import { eachLeave, eachPage } from './pages.js';

// The columns of a list at their heads: dragged to another place, made wider, hidden; by pointer, keys and touch. Which there are and in
// which order is the address; how wide they are stays in the browser.

const heads = () => [...document.querySelectorAll('list-view .table th[data-column]')];
const place = () => `widths ${location.pathname}`;
const sheet = new CSSStyleSheet();
let menu = null;

function kept() {
  try {
    return JSON.parse(localStorage.getItem(place()) ?? '{}');
  } catch {
    return {};
  }
}

function lay(widths = kept()) {
  const rules = heads().filter((head) => widths[head.dataset.column]).map((head) => {
    const width = Math.min(Math.max(widths[head.dataset.column], 48), 900);
    const cells = `.table :is(th, td):nth-child(${head.cellIndex + 1}):not([colspan])`;
    return `@media (min-width: 641px) { ${cells} { min-inline-size: ${width}px; max-inline-size: ${width}px; inline-size: ${width}px; } }`;
  });
  sheet.replaceSync(rules.join('\n'));
}

function widen(head, width) {
  const widths = { ...kept(), [head.dataset.column]: Math.round(width) };
  localStorage.setItem(place(), JSON.stringify(widths));
  lay(widths);
}

/// The list with other columns, with the focus on the same head again.
function go(names, focused) {
  const url = new URL(location.href);
  url.searchParams.set('columns', names.join(','));
  for (const name of ['after', 'done']) url.searchParams.delete(name);
  sessionStorage.setItem('column', focused ?? '');
  location.assign(url);
}

function move(head, to) {
  const names = heads().map((each) => each.dataset.column);
  const from = names.indexOf(head.dataset.column);
  if (to < 0 || to >= names.length || to === from) return;
  names.splice(to, 0, ...names.splice(from, 1));
  go(names, head.dataset.column);
}

const actions = {
  left: (head) => move(head, heads().indexOf(head) - 1),
  right: (head) => move(head, heads().indexOf(head) + 1),
  narrower: (head) => widen(head, head.offsetWidth - 24),
  wider: (head) => widen(head, head.offsetWidth + 24),
  hide: (head) => heads().length > 1 && go(heads().filter((each) => each !== head).map((each) => each.dataset.column)),
};

function close() {
  menu?.remove();
  menu = null;
}

function open(head) {
  close();
  menu = document.querySelector('template[data-column-menu]').content.firstElementChild.cloneNode(true);
  menu.setAttribute('aria-label', head.textContent.trim());
  const box = head.getBoundingClientRect();
  document.body.append(menu);
  menu.style.insetInlineStart = `${Math.max(4, Math.min(box.left, innerWidth - menu.offsetWidth - 4))}px`;
  menu.style.insetBlockStart = `${box.bottom}px`;
  menu.addEventListener('click', (event) => actions[event.target.closest('[data-column-action]')?.dataset.columnAction]?.(head));
  menu.addEventListener('keydown', (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const items = [...menu.children];
    if (step) items[(items.indexOf(document.activeElement) + step + items.length) % items.length].focus();
    else if (event.key === 'Escape') [close, () => focusOn(head)].forEach((act) => act());
    else return;
    event.preventDefault();
    event.stopPropagation();
  });
  menu.firstElementChild.focus();
}

const focusOn = (head) => (head.querySelector('a') ?? head).focus();

const headOf = (event) => event.target.closest?.('th[data-column]');

document.adoptedStyleSheets.push(sheet);
document.addEventListener('pointerdown', (event) => { if (menu && !menu.contains(event.target)) close(); });
eachLeave(close);
eachPage(() => {
  lay();
  const { tHead } = heads()[0]?.closest('table') ?? {};
  if (!tHead) return;
  for (const head of heads()) if (!head.querySelector('a')) head.tabIndex = 0;
  for (const link of tHead.querySelectorAll('a')) link.draggable = false;
  tHead.addEventListener('pointerdown', (event) => headOf(event) && event.button === 0 && event.pointerType === 'mouse'
    && drag(event, headOf(event), { heads, lay: (widths) => lay({ ...kept(), ...widths }), widen, move }));
  tHead.addEventListener('contextmenu', (event) => {
    if (!headOf(event)) return;
    event.preventDefault();
    open(headOf(event));
  });
  tHead.addEventListener('keydown', (event) => {
    const head = headOf(event);
    const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (!head || !isPlain(event) || !step) return;
    event.preventDefault();
    const at = heads().indexOf(head) + step;
    if (event.shiftKey) move(head, at);
    else if (heads()[at]) focusOn(heads()[at]);
  });
  const focused = heads().find((head) => head.dataset.column === sessionStorage.getItem('column'));
  sessionStorage.removeItem('column');
  if (focused) focusOn(focused);
});
