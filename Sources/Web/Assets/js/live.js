import { renewList, renewOffers } from './list-renewal.js';
import { eachLeave, eachPage } from './pages.js';
import { renew } from './record-facts.js';
import { get } from './server.js';
import { showFailure } from './undo-toast.js';

// What others change appears by itself, while the page is in sight. What one is writing stays as it is.

const bell = document.querySelector('.bell');
let [source, timer] = [null, null];
let present = { names: [] };
// One listens since the page is there.
let isFirst = false;
// The page shows what was; something was refused to one, and perhaps it offers what one may do no more.
let [isStale, isRefused] = [false, false];

function open() {
  if (source || document.visibilityState !== 'visible' || !bell) return;
  source = new EventSource(`/live?at=${encodeURIComponent(location.pathname)}`);
  source.addEventListener('notices', (event) => count(Number(event.data)));
  source.addEventListener('present', (event) => greet(present = JSON.parse(event.data)));
  source.addEventListener('changed', renewSoon);
  // What changed while nobody listened, out of sight or without a connection, was not heard.
  source.addEventListener('open', () => { if (isFirst) isFirst = false; else renewSoon(); });
  source.addEventListener('gone', () => showFailure(bell.dataset.gone));
  // Signed out, or too many pages: the browser's own attempts would go on for ever, and who comes and leaves is not heard any more.
  source.addEventListener('error', () => {
    if (source?.readyState === EventSource.CLOSED) { close(); greet(present = { names: [] }); }
  });
}

function close() {
  source?.close();
  [source, isFirst] = [null, false];
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
  const main = document.querySelector('main');
  let page;
  try { page = await get(document.querySelector('stage-board')?.address ?? location.href, null, { asks: false }); } catch { return; }
  if (!main.isConnected) return;
  if (isBusy()) return renewSoon();
  renew(page);
  if (isRefused) renewOffers(page);
  isRefused = false;
  renewList(page);
  const total = page.querySelector('.page-head [data-head]');
  if (total) document.querySelector('.page-head [data-head]')?.replaceWith(total);
  if (present.names.length) greet(present);
}

document.addEventListener('visibilitychange', () => { if (document.visibilityState === 'visible') open(); else close(); });
document.addEventListener('refused', () => { isRefused = true; renewSoon(); });
window.addEventListener('load', () => setTimeout(open, 300));
eachLeave(() => {
  close();
  clearTimeout(timer);
});
eachPage(() => {
  present = { names: [] };
  [isStale, isRefused, isFirst] = [false, false, document.visibilityState === 'visible'];
  if (document.readyState === 'complete') setTimeout(open, 300);
});
