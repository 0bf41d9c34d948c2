import { editField } from './field-editor.js';
import { isCovered, isPlain, isTyping } from './keys.js';
import { showFailure } from './undo-toast.js';

// The cells of a list: walked by arrows from the row that has the focus, changed by a click, F2 or Enter. On a phone, where rows are
// cards, a touch opens the record instead.

const isDesk = matchMedia('(min-width: 641px)');
export const cellAt = (target) => (target instanceof Element ? target.closest('list-view tbody td') : null);
export const headOf = (cell) => cell.closest('table').tHead.rows[0].cells[cell.cellIndex];
export const fieldOf = (cell) => (cell?.parentElement.dataset.edit ? headOf(cell)?.dataset.field : undefined);

/// Tells who tries to change a cell why it can't be.
export function sayWhy(cell) {
  const reason = headOf(cell)?.dataset.fixed;
  if (reason) showFailure(reason);
}

export function focus(cell) {
  if (!cell) return;
  cell.tabIndex = -1;
  cell.focus();
  cell.scrollIntoView({ block: 'nearest', inline: 'nearest' });
}

/// The next cell of the row that can be changed, in reading order over the rows.
function beyond(cell, step) {
  const cells = [...cell.closest('tbody').querySelectorAll('td')];
  for (let at = cells.indexOf(cell) + step; cells[at]; at += step) if (fieldOf(cells[at])) return cells[at];
  return null;
}

export const below = (cell) => cell.parentElement.nextElementSibling?.cells[cell.cellIndex];

export const idOf = (row) => row.dataset.edit.split('/').at(-2);

/// The list of these records alone, with the same columns.
export function listOf(ids) {
  const url = new URL(location.href);
  for (const name of ['after', 'q', 'sort', 'group', 'layout', 'done']) url.searchParams.delete(name);
  url.searchParams.set('filter', `id in (${ids.join(', ')})`);
  return url.pathname + url.search;
}

function change(cell) {
  const row = cell.parentElement;
  const index = cell.cellIndex;
  editField(cell, {
    url: row.dataset.edit, field: fieldOf(cell), next: listOf([idOf(row)]),
    saved: (page) => row.replaceChildren(...(page.querySelector('list-view tbody tr')?.cells ?? row.cells)),
    left: (how) => {
      const place = row.cells[index];
      const next = { enter: below(place), tab: beyond(place, 1), back: beyond(place, -1) }[how];
      if (how === 'tab' || how === 'back') next && change(next);
      else if (how !== 'away') focus(next ?? place);
    },
  });
}

document.addEventListener('click', (event) => {
  const cell = cellAt(event.target);
  const isOther = event.target.closest('a, button, input, label, summary');
  if (!isDesk.matches || isOther || !fieldOf(cell) || cell.matches('.table__title') || !getSelection().isCollapsed) return;
  if (event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  change(cell);
}, { capture: true });

document.addEventListener('keydown', (event) => {
  const row = document.activeElement?.closest('list-view tbody tr');
  if (!row || !isPlain(event) || event.shiftKey || isTyping(event.target) || isCovered()) return;
  const cell = cellAt(document.activeElement);
  const next = {
    ArrowRight: cell ? cell.nextElementSibling : row.cells[0], ArrowLeft: cell?.previousElementSibling ?? (cell ? row : null),
    ArrowDown: cell && below(cell), ArrowUp: cell?.parentElement.previousElementSibling?.cells[cell.cellIndex],
  }[event.key];
  const target = event.key === 'F2' ? (cell ?? [...row.cells].find(fieldOf)) : event.key === 'Enter' ? cell : null;
  if (next) focus(next);
  else if (fieldOf(target)) change(target);
  else if (target && headOf(target)?.dataset.fixed) sayWhy(target);
  else if (event.key === 'Escape' && cell) row.focus();
  else return;
  event.preventDefault();
}, { capture: true });
