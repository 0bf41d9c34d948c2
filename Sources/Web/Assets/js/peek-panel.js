import { isCovered, isPlain, isTyping } from './keys.js';
import { eachLeave } from './pages.js';
import { get } from './server.js';
import { showFailure } from './undo-toast.js';

// A panel beside the page with a record at a glance: Space on a row or a link that has the focus, a long touch on a phone. Arrows go to
// the rows above and below, Space and Esc close it; the focus is then where it was.

const rowOf = (element) => element?.closest('tbody tr[data-href]');

/// The address of the record that a row or a link leads to.
function addressOf(element) {
  const link = element?.closest('main a[href]');
  const url = new URL(link ? link.href : rowOf(element)?.dataset.href ?? '', location.href);
  return url.origin === location.origin && /^\/[\w-]+\/\d+$/.test(url.pathname) ? url : null;
}

const panel = Object.assign(document.createElement('dialog'), { className: 'peek' });
panel.setAttribute('aria-labelledby', 'peek-title');
let place = null;
let asked = null;

async function show(element) {
  const url = addressOf(element);
  if (!url) return;
  asked?.abort();
  asked = new AbortController();
  url.pathname += '/peek';
  url.searchParams.delete('list');
  try {
    const piece = await get(url, asked.signal);
    place = element;
    panel.replaceChildren(piece);
    if (!panel.isConnected) document.body.append(panel);
    if (!panel.open) panel.showModal();
    panel.scrollTop = 0;
  } catch (error) {
    if (error.name !== 'AbortError') showFailure(error.message);
  }
}

eachLeave(() => asked?.abort());

panel.addEventListener('close', () => {
  place?.focus();
  place?.scrollIntoView({ block: 'nearest' });
});

panel.addEventListener('keydown', (event) => {
  if (!isPlain(event) || isTyping(event.target)) return;
  const row = rowOf(place);
  const next = { ArrowDown: row?.nextElementSibling, ArrowUp: row?.previousElementSibling }[event.key];
  if (next) show(next);
  else if (event.code === 'Space' && !event.target.closest('a, button, summary')) panel.close();
  else return;
  event.preventDefault();
});

document.addEventListener('keydown', (event) => {
  const focused = document.activeElement;
  if (event.code !== 'Space' || !isPlain(event) || event.shiftKey || isTyping(event.target) || isCovered()) return;
  if (focused.matches('button, input, summary, [role="button"]') || !addressOf(focused)) return;
  event.preventDefault();
  show(focused);
});

document.addEventListener('contextmenu', (event) => {
  if (event.pointerType !== 'touch' || isCovered() || !addressOf(event.target)) return;
  event.preventDefault();
  show(event.target.closest('main a[href]') ?? rowOf(event.target));
});
