import { isPlain } from './keys.js';
import { pausing } from './options.js';
import { eachLeave } from './pages.js';
import { get, withQuery } from './server.js';

// The conditions of a list: the form of one opens below its chip, and says how many records match while one types.

const fields = (form) => new URLSearchParams(new FormData(form));
const addressOf = (form, more) => withQuery(`${form.getAttribute('action')}?${fields(form)}`, more);

let panel = null;
let opener = null;

function close(takesFocus) {
  if (panel && takesFocus) opener?.focus();
  panel?.remove();
  panel = null;
}

function show(page, place = null) {
  const form = page.querySelector('form.condition');
  if (!form) return;
  for (const input of form.querySelectorAll('[autofocus]')) input.autofocus = false;
  if (!panel) {
    panel = document.createElement('div');
    panel.className = 'menu__panel chip__panel';
    panel.setAttribute('role', 'dialog');
    opener.closest('.chip')?.append(panel);
  }
  panel.setAttribute('aria-label', opener.getAttribute('aria-label') ?? opener.textContent.trim());
  panel.replaceChildren(form);
  const first = form.querySelector(place ?? (opener.dataset.key ? '[name=field]' : '.condition__value :is(input:not([type=hidden]), select)'));
  (first ?? form.querySelector('select'))?.focus();
  // Nothing is wrong with what nobody has written yet, and what is wrong is said once.
  const isWrong = form.querySelector('[aria-invalid="true"]');
  if (!isWrong && form.querySelector('.condition__value :is(input:not([type=hidden]), select)')?.value !== '') count(form);
}

async function load(url, place) {
  try {
    show(await get(url), place);
  } catch {
    location.assign(url);
  }
}

const tell = pausing(200, async (signal, form) => {
  const place = form.querySelector('[data-count]');
  try {
    const told = await get(withQuery(`${form.dataset.counted}?${fields(form)}`, { count: 1 }), signal);
    place.replaceChildren(told);
    form.querySelector('.condition__value .field__error')?.remove();
  } catch (error) {
    if (error.name !== 'AbortError') place.replaceChildren();
  }
});

const count = (form) => { if (form.dataset.counted) tell(form); };

document.addEventListener('click', (event) => {
  const link = event.target.closest?.('a[data-condition]');
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.button > 0) return;
  event.preventDefault();
  if (!panel?.contains(link)) {
    close(false);
    opener = link;
  }
  load(link.href);
});

document.addEventListener('change', (event) => {
  if (!event.target.matches('form.condition [name=field]') || !panel) return;
  const { form } = event.target;
  load(addressOf(form, {}), '[name=operator]');
  // What stands there now is of another field: nothing is typed into it while the new inputs come.
  for (const input of form.querySelectorAll('[name=operator], .condition__value *, [type=submit]')) input.disabled = true;
});

for (const kind of ['input', 'change']) {
  document.addEventListener(kind, (event) => {
    const form = event.target.closest?.('form[data-counted]');
    if (form && event.target.name !== 'field') count(form);
  });
}

// What can't be taken is said here; what can leads to the list.
document.addEventListener('submit', async (event) => {
  const form = event.target;
  if (!panel?.contains(form) || !form.elements.for) return;
  event.preventDefault();
  const url = addressOf(form, { apply: 1 });
  try {
    const answer = await fetch(url, { redirect: 'manual' });
    if (answer.type === 'opaqueredirect') location.assign(url);
    else show(document.createRange().createContextualFragment(await answer.text()), '[aria-invalid="true"]');
  } catch {
    location.assign(url);
  }
});

eachLeave(() => close(false));
document.addEventListener('keydown', (event) => {
  if (event.key === 'Escape' && panel && !event.defaultPrevented) {
    event.preventDefault();
    close(true);
  }
  const chip = document.activeElement?.closest('.chip__label');
  if (chip && isPlain(event) && ['Delete', 'Backspace'].includes(event.key)) {
    event.preventDefault();
    const own = chip.parentElement.querySelectorAll(':scope > [data-remove]');
    own[own.length - 1]?.click();
  }
});

for (const kind of ['pointerdown', 'focusin']) {
  document.addEventListener(kind, (event) => {
    if (panel && !panel.contains(event.target) && event.target !== opener && event.target !== document) close(false);
  });
}
