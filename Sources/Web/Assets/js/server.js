import { renewToken, signInAgain } from './signed-out.js';

// One way to ask the server: plain requests that answer with pieces of a page.

const asked = { Accept: 'text/html', 'X-Requested-With': 'fetch' };

export class Refusal extends Error {
  constructor(message, fragment) {
    super(message);
    this.fragment = fragment;
  }
}

/// Why something could not be done, in words for whoever reads the page.
export function reasonOf(error) {
  return error instanceof Refusal ? error.message : document.querySelector('[data-offline]')?.dataset.offline ?? '';
}

export function fragment(html) {
  return document.createRange().createContextualFragment(html);
}

const pieceOf = async (response) => fragment(await response.text());

/// - Parameter asks: whether somebody waits for it: then a session that has ended is asked for again. Otherwise it is only refused.
async function answer(send, asks) {
  let response = await send();
  if (response.status === 401) {
    const piece = await pieceOf(response);
    const text = piece.querySelector('.dialog__text')?.textContent ?? '';
    if (!asks || !await signInAgain(piece.querySelector('dialog'))) throw new Refusal(text, piece);
    response = await send();
  }
  const piece = await pieceOf(response);
  // Rights may have been taken away since the page was made: it is asked for again, and shows what one may do now.
  if (asks && response.status === 403) document.dispatchEvent(new Event('refused'));
  if (!response.ok) throw new Refusal(piece.querySelector('.toast__text, .notice')?.textContent.trim() ?? '', piece);
  return piece;
}

export async function get(url, signal, { asks = true } = {}) {
  return answer(() => fetch(url, { headers: asked, signal }), asks);
}

export async function post(url, fields, { asks = true } = {}) {
  const send = () => {
    const token = document.querySelector('meta[name="csrf"]')?.content ?? '';
    return fetch(url, { method: 'POST', headers: { ...asked, 'X-CSRF-Token': token }, body: new URLSearchParams(fields) });
  };
  return answer(async () => {
    const response = await send();
    // One has signed in again in another tab since the page was made.
    return response.status === 403 && await renewToken() ? send() : response;
  }, asks);
}

/// The address with one more item in its query.
export function withQuery(url, items) {
  const full = new URL(url, location.href);
  for (const [name, value] of Object.entries(items)) full.searchParams.set(name, value);
  return full;
}
