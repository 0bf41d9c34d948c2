import { eachLeave, eachPage } from './pages.js';
import { get } from './server.js';
import { renewToken } from './signed-out.js';

// What one writes under a record is kept on the server after each pause, so that a closed browser takes nothing away.
// While the server can't be asked, this tab keeps it.

const pause = 800;
// By the draft, not by its form: one that is closed and opened again goes on with it.
const timers = new Map();
const keyOf = (form) => `draft ${form.dataset.draftOf} ${form.dataset.place} ${form.dataset.draft}`;

function fieldsOf(form) {
  const fields = new URLSearchParams({ form: form.dataset.draft, place: form.dataset.place });
  for (const field of form.querySelectorAll('[data-draft-field]')) fields.set(field.dataset.draftField, field.value);
  return fields;
}

function say(form, text) {
  const line = form.querySelector('.composer__draft');
  if (line) line.textContent = text;
}

function stop(form) {
  clearTimeout(timers.get(keyOf(form)));
  timers.delete(keyOf(form));
}

function keepAfter(form, milliseconds) {
  stop(form);
  timers.set(keyOf(form), setTimeout(keep, milliseconds, form));
}

export async function keep(form, isLast = false) {
  stop(form);
  const fields = fieldsOf(form);
  const send = () => fetch('/drafts', {
    // Whoever leaves the page at once takes nothing back; a browser does that for short texts only.
    method: 'POST', keepalive: isLast || fields.toString().length < 30_000, body: fields,
    headers: { 'X-Requested-With': 'fetch', 'X-CSRF-Token': document.querySelector('meta[name="csrf"]')?.content ?? '' },
  });
  try {
    let answer = await send();
    // One has signed in again in another tab since the page was made.
    if ([401, 403].includes(answer.status) && await renewToken()) answer = await send();
    if (!answer.ok) throw new Error(answer.statusText);
    sessionStorage.removeItem(keyOf(form));
    say(form, fields.get('text') ? form.dataset.draftKept : '');
  } catch {
    if (isLast || form.dataset.leaving) return;
    sessionStorage.setItem(keyOf(form), fields.toString());
    say(form, form.dataset.draftLost);
    keepAfter(form, 5000);
  }
}

document.addEventListener('input', (event) => {
  const form = event.target.closest?.('form[data-draft]');
  if (!form) return;
  delete form.dataset.leaving;
  keepAfter(form, pause);
});

// What is sent is no draft any more, once it has arrived: a page that says what was done comes back.
document.addEventListener('submit', (event) => {
  const form = event.target;
  if (!form.dataset.draft) return;
  stop(form);
  form.dataset.leaving = '1';
  const fields = fieldsOf(form);
  fields.set('sent', '1');
  sessionStorage.setItem(keyOf(form), fields.toString());
});

eachLeave(() => {
  for (const form of document.querySelectorAll('form[data-draft]')) if (timers.has(keyOf(form))) keep(form, true);
});

/// Puts back what this tab kept of a form while the server could not be asked.
export function restore(form) {
  const kept = sessionStorage.getItem(keyOf(form));
  if (!kept) return;
  const fields = new URLSearchParams(kept);
  for (const field of form.querySelectorAll('[data-draft-field]')) field.value = fields.get(field.dataset.draftField) ?? field.value;
  keep(form);
}

eachPage(() => {
  if (new URLSearchParams(location.search).has('done')) {
    for (const [key, kept] of Object.entries(sessionStorage)) {
      if (key.startsWith('draft ') && new URLSearchParams(kept).has('sent')) sessionStorage.removeItem(key);
    }
  }
  document.querySelectorAll('form[data-draft]').forEach(restore);
});

// Templates are fetched when their list is opened, and go where the cursor is.

document.addEventListener('toggle', async (event) => {
  const link = event.target.open && event.target.closest('.composer__foot') && event.target.querySelector('[data-fetch]');
  if (!link) return;
  try {
    const list = (await get(link.href)).querySelector('[data-templates]');
    if (!list) return;
    link.replaceWith(list);
    list.querySelector('a')?.focus();
  } catch { /* The link itself still leads to the page. */ }
}, true);

document.addEventListener('click', (event) => {
  const item = event.target.closest('.composer__foot [data-insert]');
  if (!item) return;
  event.preventDefault();
  const area = item.closest('form').querySelector('textarea');
  area.setRangeText(item.dataset.insert, area.selectionStart, area.selectionEnd, 'end');
  area.dispatchEvent(new Event('input', { bubbles: true }));
  item.closest('details').open = false;
  area.focus();
});
