// A link within the program changes what is within the frame, and leaves the frame, its style and its scripts where they are. Whatever is
// not as usual is left to the browser: files, pages that are there to be filled in, forms that are sent, pages that look otherwise, refusals,
// a connection that is lost.

const fields = 'main form[method="post"] :is(input:not([type="hidden"]), textarea, select)';
const isOther = (field) => (field.options ? [...field.options].some((one) => one.selected !== one.defaultSelected) && field.selectedIndex > 0
  : field.value !== field.defaultValue || field.checked !== field.defaultChecked);
/// Whether somebody is in the midst of something. A browser keeps such a page as it is, and asks before it leaves what was not sent.
const isTouched = () => document.querySelector('field-editor, .card--pending') !== null || [...document.querySelectorAll(fields)].some(isOther);
/// Whether a page is a form: what one has filled in stays when one comes back to its document.
const isForm = (page) => page.querySelector('main form.form[method="post"]:not(.file-form)') !== null;

/// What must be the same around two pages.
function frameOf(page) {
  const parts = [page.documentElement.lang, page.documentElement.dataset.theme];
  for (const part of page.querySelectorAll('meta[name="csrf"], link[rel="stylesheet"], script[src], command-field')) {
    parts.push(part.content ?? part.dataset.search ?? part.getAttribute('href') ?? part.getAttribute('src'));
  }
  for (const menu of page.querySelectorAll('.topbar .menu__items')) parts.push(menu.textContent);
  return parts.join('\n');
}

async function documentAt(url, signal) {
  const answer = await fetch(url, { headers: { Accept: 'text/html' }, signal });
  if (!answer.ok || !answer.headers.get('content-type')?.startsWith('text/html')) return null;
  const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
  // A parser without scripts makes elements of what is for browsers without them.
  for (const part of page.querySelectorAll('noscript')) part.replaceChildren();
  const isUsual = page.querySelector('.shell > main') && !isForm(page) && frameOf(page) === frameOf(document);
  return isUsual ? { page, url: answer.url } : null;
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

let asked = null;
const setBusy = (state) => { document.querySelector('main').ariaBusy = state; };

async function go(href, type) {
  const { signal } = asked;
  setBusy('true');
  const found = await documentAt(href, signal).catch(() => null);
  if (signal.aborted) return;
  setBusy(null);
  if (!found || isTouched()) return leaveTo(href, type);
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

async function goBack(href, signal) {
  setBusy('true');
  const found = await documentAt(href, signal).catch(() => null);
  if (signal.aborted) return;
  if (!found) return location.reload();
  show(found.page, true);
}

function turn(event) {
  const { destination, navigationType: type } = event;
  const isBack = type === 'traverse';
  // A script of ours only gives the page another address.
  if (event.hashChange || destination.sameDocument && !isBack) return;
  asked?.abort();
  setBusy(null);
  if (!event.canIntercept || isLeaving) return;
  if (isBack) {
    document.dispatchEvent(new Event('leave'));
    return event.intercept({ focusReset: 'manual', handler: () => goBack(destination.url, event.signal) });
  }
  const { pathname, hash } = new URL(destination.url);
  const isOwn = event.downloadRequest !== null || event.formData || hash || /\.\w+$|\/(content|new|edit)$/.test(pathname);
  if (isOwn || !['push', 'replace'].includes(type) || isTouched() || isForm(document)) return;
  event.preventDefault();
  asked = new AbortController();
  go(destination.url, type);
}

if (document.querySelector('.shell')) globalThis.navigation?.addEventListener('navigate', turn);
