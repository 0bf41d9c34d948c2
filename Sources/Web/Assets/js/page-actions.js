import { nameOf } from './keys.js';
import { eachPage } from './pages.js';

// What can be done on the page that is shown, for the command field. It is taken from the page's own buttons and links, so that nobody
// is offered what they may not do.

const offered = 'main :is(a.button, button.button, .menu__item, summary.button, [data-key])';
const apart = 'tbody, dialog, .timeline, .board__column, .menu__form, .bulk-bar, [hidden]';
const most = 8;

const latin = "qwertyuiop[]asdfghjkl;'zxcvbnm,.`";
const cyrillic = 'йцукенгшщзхъфывапролджэячсмитьбюё';
const other = new Map([...latin].flatMap((letter, at) => [[letter, [...cyrillic][at]], [[...cyrillic][at], letter]]));
const fold = (text) => text.toLowerCase().replaceAll('ё', 'е').trim();

/// The text, and what was meant when the keyboard stood on the wrong layout.
const spellings = (text) => [text, [...text.toLowerCase()].map((letter) => other.get(letter) ?? letter).join('')].map(fold);

function option(element, name) {
  const item = Object.assign(document.createElement('a'), { className: 'palette__item' });
  item.setAttribute('role', 'option');
  if (element.href) item.href = element.href;
  const icon = element.querySelector('.icon');
  const title = Object.assign(document.createElement('span'), { className: 'palette__title', textContent: name });
  const detail = Object.assign(document.createElement('span'), { className: 'palette__detail' });
  item.append(...(icon ? [icon.cloneNode(true)] : []), title, detail);
  for (const key of element.dataset.key?.split(' ') ?? []) {
    item.append(Object.assign(document.createElement('kbd'), { className: 'kbd', textContent: key.toUpperCase() }));
  }
  item.addEventListener('click', (event) => {
    event.preventDefault();
    // The dialog closes first, so that what opens has the focus. What belongs to another page is done from this one.
    setTimeout(() => {
      if (!element.isConnected) borrowed().replaceChildren(element.closest('form') ?? element);
      element.click();
    });
  });
  return item;
}

function borrowed() {
  const place = document.querySelector('.palette__borrowed') ?? Object.assign(document.createElement('div'), { className: 'palette__borrowed', hidden: true });
  document.body.append(place);
  return place;
}

function group(heading, options) {
  const group = Object.assign(document.createElement('div'), { className: 'palette__group' });
  group.setAttribute('role', 'group');
  group.setAttribute('aria-label', heading);
  group.append(Object.assign(document.createElement('p'), { className: 'palette__heading', textContent: heading }), ...options);
  return group;
}

/// The actions of these elements by their names, each once.
function named(elements, name) {
  const found = new Map();
  for (const element of elements) {
    const text = name(element);
    if (text && !found.has(text)) found.set(text, element);
  }
  return found;
}

function chosen() {
  const bar = document.querySelector('.bulk-bar');
  if (!bar?.checkVisibility()) return new Map();
  const buttons = [...bar.querySelectorAll('[data-bulk]')];
  const isAlone = (button) => !button.closest('.menu');
  return named([...buttons.filter(isAlone), ...buttons.filter((button) => !isAlone(button))], (button) => {
    const name = nameOf(button);
    return isAlone(button) || name.includes(':') ? name : `${nameOf(button.closest('.menu').querySelector('summary'))}: ${name}`;
  });
}

/// Groups of options whose names hold the text: what can be done with the chosen rows, and on the page.
export function pageActions(text, headings) {
  const wanted = spellings(text);
  const page = [...document.querySelectorAll(offered)].filter((element) => !element.closest(apart));
  const groups = [[headings.selected, chosen()], [headings.page, named(page, nameOf)]];
  return groups.flatMap(([heading, actions]) => {
    const fitting = [...actions].filter(([name]) => wanted.some((part) => fold(name).includes(part)));
    const shown = text ? fitting : fitting.slice(0, most);
    return shown.length ? [group(heading, shown.map(([name, element]) => option(element, name)))] : [];
  });
}

/// What can be done with a record that was found, from its page; nothing where that offers nothing.
export function recordActions(page, title) {
  const actions = named(page.querySelectorAll('.record__actions :is(a, button)'), nameOf);
  return actions.size ? [group(title, [...actions].map(([name, element]) => option(element, name)))] : [];
}

// Which records were looked at last: their addresses, in this browser. Their names are the server's to say.

export function recent() {
  try {
    return JSON.parse(localStorage.getItem('recent')) ?? [];
  } catch {
    return [];
  }
}

eachPage(() => {
  if (!document.querySelector('main .record') || !/^\/[\w-]+\/\d+$/.test(location.pathname)) return;
  try {
    localStorage.setItem('recent', JSON.stringify([...new Set([location.pathname, ...recent()])].slice(0, 8)));
  } catch {
    // A browser that keeps nothing has no recent records.
  }
});
