import { Refusal, get } from './server.js';

// The rows of a list, page by page.

const columnsOf = (page) => [...page.querySelectorAll('list-view th[data-column]')].map((head) => head.dataset.column).join();
const words = () => document.querySelector('[data-renew]').dataset;

/// Another page of the list that stands here. Rows under other heads are none of it; where the last ones are gone there are no heads.
export async function pageAt(href) {
  const page = await get(href, null, { asks: false });
  if (![columnsOf(document), ''].includes(columnsOf(page))) throw new Refusal(words().changed);
  return page;
}

/// Where the server has refused to go on, says so, with the way to the list as it is now. Without a connection, or where something between
/// answers without a word, it is only asked again.
export function leave(error, line) {
  if (!(error instanceof Refusal) || !error.message) return false;
  const link = Object.assign(document.createElement('a'), { href: location.pathname + location.search, className: 'link', textContent: words().renew });
  line.role = 'status';
  line.replaceChildren(error.message, ' ', link);
  return true;
}

/// The rows of a page of a list, and the link to the page after it.
export function rowsOf(page) {
  const rows = [...page.querySelectorAll('list-view tbody tr')];
  for (const row of rows) row.tabIndex = -1;
  return { rows, next: page.querySelector('.pagination a[rel=next]') };
}

export const isBusy = (rows) => rows.some((row) => row.contains(document.activeElement) || row.querySelector('.checkbox:checked'));
export const heightOf = (pages) => pages.reduce((sum, { height }) => sum + height, 0);

export function measure(page) {
  if (page.rows.length) page.height = page.rows.at(-1).getBoundingClientRect().bottom - page.rows[0].getBoundingClientRect().top;
}

/// A row of the height of what was taken out, so that nothing moves.
export function spacer() {
  const row = document.createElement('tr');
  row.ariaHidden = 'true';
  row.append(document.createElement('td'));
  return row;
}
