// A link within the program changes what is within the frame, and leaves the frame, its style and its scripts where they are. Whatever is
// not as usual is left to the browser: files, forms that are sent, pages that look otherwise, refusals, a connection that is lost.

const inputs = 'main form:not([method="get"]) :is(input:not([type="hidden"], [type="file"], [type="password"]), textarea, select)';
const fields = () => [...document.querySelectorAll(inputs)];
const isOther = (field) => (field.options ? [...field.options].some((one) => one.selected !== one.defaultSelected)
  : field.value !== field.defaultValue || field.checked !== field.defaultChecked);
/// Whether somebody is in the midst of something. A browser keeps such a page as it is, and asks before it leaves what was not sent.
const isTouched = () => document.querySelector('field-editor, .card--pending') !== null || fields().some(isOther);

/// What must be the same around two pages.
function frameOf(page) {
  const parts = [page.documentElement.lang, page.documentElement.dataset.theme];
  for (const part of page.querySelectorAll('meta[name="csrf"], link[rel="stylesheet"], script[src], command-field')) {
    parts.push(part.content ?? part.dataset.search ?? part.getAttribute('href') ?? part.getAttribute('src'));
  }
  for (const menu of page.querySelectorAll('.topbar .menu__items')) parts.push(menu.textContent);
  return parts.join('\n');
}

async function pageAt(url, signal) {
  const answer = await fetch(url, { headers: { Accept: 'text/html' }, signal });
  if (!answer.ok || !answer.headers.get('content-type')?.startsWith('text/html')) return null;
  const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
  // A parser without scripts makes elements of what is for browsers without them.
  for (const part of page.querySelectorAll('noscript')) part.replaceChildren();
  return page.querySelector('.shell > main') && frameOf(page) === frameOf(document) ? { page, url: answer.url } : null;
}

function show(page, isReturn) {
  document.title = page.title;
  for (const dialog of document.querySelectorAll('dialog[open]')) dialog.close();
  for (const part of ['.rail', '.bottom-bar']) {
    const [old, fresh] = [document.querySelector(part), page.querySelector(part)];
    if (!old.isEqualNode(fresh)) old.replaceWith(fresh);
  }
  document.querySelector('.command-field__input').value = page.querySelector('.command-field__input').value;
  const main = page.querySelector('main');
  document.querySelector('main').replaceWith(main);
  // What was done is said once.
  document.querySelector('.toasts').replaceChildren(...(isReturn ? [] : page.querySelector('.toasts').children));
  if (!isReturn) scrollTo(0, 0);
  const head = main.querySelector('h1') ?? main;
  head.tabIndex = -1;
  (main.querySelector('[autofocus]') ?? head).focus({ preventScroll: true });
  document.dispatchEvent(new CustomEvent('page', { detail: { isReturn } }));
}

// What was typed into a page that was left by Back, by its place in the browser's history.
const typed = new Map();
let asked = null;

async function go(href, type) {
  const [signal, main] = [asked.signal, document.querySelector('main')];
  main.ariaBusy = 'true';
  const found = await pageAt(href, signal).catch(() => null);
  if (signal.aborted) return;
  main.ariaBusy = null;
  if (!found) return leaveTo(href, type);
  document.dispatchEvent(new Event('leave'));
  history[`${type}State`](null, '', found.url);
  show(found.page, false);
}

let isLeaving = false;

function leaveTo(href, type) {
  isLeaving = true;
  if (type === 'replace') location.replace(href); else location.assign(href);
  isLeaving = false;
}

async function goBack(href, key, signal) {
  const found = await pageAt(href, signal).catch(() => null);
  if (signal.aborted) return;
  if (!found) return location.reload();
  show(found.page, true);
  const kept = typed.get(key);
  if (kept?.length === fields().length) fields().forEach((field, at) => Object.assign(field, kept[at]));
}

function turn(event) {
  const { destination, navigationType: type } = event;
  const isBack = type === 'traverse';
  // A script of ours only gives the page another address.
  if (event.hashChange || destination.sameDocument && !isBack) return;
  asked?.abort();
  if (!event.canIntercept || isLeaving) return;
  if (isBack) {
    document.dispatchEvent(new Event('leave'));
    if (isTouched()) typed.set(navigation.currentEntry.key, fields().map(({ value, checked }) => ({ value, checked })));
    return event.intercept({ focusReset: 'manual', handler: () => goBack(destination.url, destination.key, event.signal) });
  }
  const { pathname, hash } = new URL(destination.url);
  const isFile = event.downloadRequest !== null || /\.\w+$|\/content$/.test(pathname);
  if (!['push', 'replace'].includes(type) || event.formData || isFile || hash || isTouched()) return;
  event.preventDefault();
  asked = new AbortController();
  go(destination.url, type);
}

if (document.querySelector('.shell')) globalThis.navigation?.addEventListener('navigate', turn);
