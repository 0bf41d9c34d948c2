import { get } from './server.js';
import { renew } from './record-facts.js';
import { showFailure } from './undo-toast.js';

// What others change appears by itself, while the page is in sight. What one is writing stays as it is.

const bell = document.querySelector('.bell');
let [source, timer] = [null, null];
let present = { names: [] };
// The page shows what was; something was refused to one, and perhaps it offers what one may do no more.
let [isStale, isRefused] = [false, false];

function open() {
  if (source || document.visibilityState !== 'visible' || !bell) return;
  source = new EventSource(`/live?at=${encodeURIComponent(location.pathname)}`);
  source.addEventListener('notices', (event) => count(Number(event.data)));
  source.addEventListener('present', (event) => greet(present = JSON.parse(event.data)));
  source.addEventListener('changed', renewSoon);
  source.addEventListener('gone', () => showFailure(bell.dataset.gone));
  // Signed out, or too many pages: the browser's own attempts would go on for ever, and who comes and leaves is not heard any more.
  source.addEventListener('error', () => {
    if (source?.readyState === EventSource.CLOSED) { close(); greet(present = { names: [] }); }
  });
}

function close() {
  source?.close();
  source = null;
}

function count(number) {
  const badge = bell.querySelector('.bell__count');
  badge.textContent = number > 99 ? '99+' : String(number);
  badge.hidden = number === 0;
  bell.setAttribute('aria-label', number ? `${bell.dataset.label}: ${number}` : bell.dataset.label);
}

/// Says in the head of a record who else looks at it.
function greet({ names, more }) {
  const head = document.querySelector('.record__head');
  if (!head) return;
  const line = document.querySelector('.presence') ?? document.createElement('p');
  line.className = 'presence';
  line.setAttribute('role', 'status');
  const rest = more ? ` ${bell.dataset.more.replace('{count}', more)}` : '';
  line.textContent = names.length ? `${bell.dataset.present}: ${names.join(', ')}${rest}` : '';
  if (!line.isConnected) head.append(line);
}

function renewSoon() {
  isStale = true;
  clearTimeout(timer);
  timer = setTimeout(renewNow, 400);
}

/// Whether something on the page is open that a change of the page would take away.
function isBusy() {
  return document.querySelector('.field-editor, .thread__form, dialog[open], details[open].menu, form[data-asking], .board--dragging, .table__chosen') !== null;
}

async function renewNow() {
  if (!isStale) return;
  if (isBusy()) return renewSoon();
  isStale = false;
  let page;
  try { page = await get(document.querySelector('stage-board')?.address ?? location.href, null, { asks: false }); } catch { return; }
  if (isBusy()) return renewSoon();
  renew(page);
  if (isRefused) renewOffers(page);
  renewRows(document.querySelector('list-view tbody'), page.querySelector('list-view tbody'));
  renewBoard(document.querySelector('stage-board'), page.querySelector('stage-board'));
  const total = page.querySelector('.page-head [data-head]');
  if (total) document.querySelector('.page-head [data-head]')?.replaceWith(total);
  if (present.names.length) greet(present);
}

/// What one may do no more goes. Where the columns are others too, the rows that are shown would not fit them: the whole list comes anew.
function renewOffers(page) {
  isRefused = false;
  const columns = (place) => [...place.querySelectorAll('list-view thead th')].map(({ dataset }) => dataset.column).join();
  const list = columns(document) === columns(page) ? ['list-view thead tr'] : ['.pagination', 'list-view, .empty'];
  for (const part of ['.page-head', ...list]) document.querySelector(part)?.replaceWith(page.querySelector(part) ?? '');
}

/// The rows that are shown get their new cells; new ones come where they belong.
function renewRows(old, fresh) {
  if (!old || !fresh) return;
  const known = new Map([...old.rows].map((row) => [row.dataset.href, row]));
  const rows = [...fresh.rows];
  const isOnePage = old.rows.length <= rows.length;
  let last = null;
  for (const row of rows) {
    const shown = known.get(row.dataset.href);
    known.delete(row.dataset.href);
    if (!shown) {
      row.tabIndex = -1;
      if (last) last.after(row); else old.prepend(row);
    } else if (!shown.contains(document.activeElement) || shown === document.activeElement) {
      if (!shown.querySelector(':checked, .table__refused')) shown.replaceChildren(...row.cells);
    }
    if (shown && !row.dataset.edit) delete shown.dataset.edit;
    last = shown ?? row;
  }
  if (isOnePage) for (const row of known.values()) row.remove();
}

function renewBoard(old, fresh) {
  if (!old || !fresh) return;
  const [left, card] = [old.scrollLeft, document.activeElement?.closest('.card')?.dataset.moveUrl];
  const tops = [...old.querySelectorAll('.board__cards')].map((list) => list.scrollTop);
  old.replaceWith(fresh);
  fresh.scrollLeft = left;
  fresh.querySelectorAll('.board__cards').forEach((list, at) => { list.scrollTop = tops[at] ?? 0; });
  if (card) fresh.querySelector(`.card[data-move-url="${CSS.escape(card)}"]`)?.focus();
}

document.addEventListener('visibilitychange', () => { if (document.visibilityState === 'visible') open(); else close(); });
document.addEventListener('refused', () => { isRefused = true; renewSoon(); });
window.addEventListener('pagehide', close);
window.addEventListener('load', () => setTimeout(open, 300));
