// The rows of a list, page by page.

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
