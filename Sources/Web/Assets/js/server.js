// One way to ask the server: plain requests that answer with pieces of a page.

const asked = { Accept: 'text/html', 'X-Requested-With': 'fetch' };

export class Refusal extends Error {
  constructor(message, fragment) {
    super(message);
    this.fragment = fragment;
  }
}

export function fragment(html) {
  return document.createRange().createContextualFragment(html);
}

function hasTyped() {
  return [...document.querySelectorAll('main :is(input, textarea)')].some((field) => field.value !== field.defaultValue);
}

async function answer(response) {
  // The session has ended: the page itself leads to the sign-in page, but not away from what was typed. Sending that keeps it.
  if (response.status === 401) {
    if (!hasTyped()) location.reload();
    throw new Refusal('', null);
  }
  const piece = fragment(await response.text());
  if (!response.ok) throw new Refusal(piece.querySelector('.toast__text, .notice')?.textContent.trim() ?? '', piece);
  return piece;
}

export async function get(url, signal) {
  return answer(await fetch(url, { headers: asked, signal }));
}

export async function post(url, fields) {
  const token = document.querySelector('meta[name="csrf"]')?.content ?? '';
  return answer(await fetch(url, { method: 'POST', headers: { ...asked, 'X-CSRF-Token': token }, body: new URLSearchParams(fields) }));
}

/// The address with one more item in its query.
export function withQuery(url, items) {
  const full = new URL(url, location.href);
  for (const [name, value] of Object.entries(items)) full.searchParams.set(name, value);
  return full;
}
