// A list or a board that others change while one looks at it.

/// - Parameter page: the same page, as it is now.
export function renewList(page) {
  const [rows, board] = ['list-view tbody', 'stage-board'].map((part) => [document, page].map((one) => one.querySelector(part)));
  renewRows(...rows);
  renewBoard(...board);
}

/// What one may do no more goes. Where the columns are others too, the rows that are shown would not fit them: the whole list comes anew.
export function renewOffers(page) {
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
