// One way to ask the server: plain requests that answer with pieces of a page.

export class Refusal extends Error {
  constructor(message, fragment) {
    super(message);
    this.fragment = fragment;
  }
}

export function fragment(html) {
  return document.createRange().createContextualFragment(html);
}

async function answer(response) {
  // A session that ended leads to the sign-in page: go there instead of showing it inside this one.
  if (response.redirected && new URL(response.url).pathname.startsWith('/sign-in')) {
    location.reload();
    throw new Refusal('', null);
  }
  const piece = fragment(await response.text());
  if (!response.ok) throw new Refusal(piece.querySelector('.toast__text, .notice')?.textContent.trim() ?? '', piece);
  return piece;
}

export async function get(url, signal) {
  return answer(await fetch(url, { headers: { Accept: 'text/html' }, signal }));
}

export async function post(url, fields) {
  const body = new URLSearchParams(fields);
  body.set('csrf', document.querySelector('meta[name="csrf"]')?.content ?? '');
  return answer(await fetch(url, { method: 'POST', headers: { Accept: 'text/html' }, body }));
}

/// The address with one more item in its query.
export function withQuery(url, items) {
  const full = new URL(url, location.href);
  for (const [name, value] of Object.entries(items)) full.searchParams.set(name, value);
  return full;
}
