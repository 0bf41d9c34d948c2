import { isCovered, isTyping, keyOf } from './keys.js';
import { below, cellAt, fieldOf, sayWhy } from './list-cells.js';
import { placeOf, put } from './list-paste.js';

// As in a spreadsheet: the value of a cell goes into those below it. Shift with an arrow or a click chooses them and Ctrl+D fills them, or
// the handle at the corner of a cell is drawn over them. Ctrl+D in one cell alone takes the value of the one above.

const above = (cell) => cell.parentElement.previousElementSibling?.cells[cell.cellIndex];
const chosen = () => [...document.querySelectorAll('list-view td.table__chosen')];

function choose(from, to) {
  for (const cell of chosen()) cell.classList.remove('table__chosen');
  if (!from || !to || from === to || from.cellIndex !== to.cellIndex) return;
  const isDown = from.parentElement.rowIndex < to.parentElement.rowIndex;
  const [first, last] = isDown ? [from, to] : [to, from];
  for (let at = first; at; at = at === last ? null : below(at)) at.classList.add('table__chosen');
}

function fill(source, cells) {
  const field = fieldOf(source);
  if (!field) return sayWhy(source);
  const places = cells.filter((cell) => cell !== source && fieldOf(cell)).map((cell) => placeOf(cell, cell.textContent));
  choose();
  if (places.length > 0) put(places, [['field', field], ['source', placeOf(source).id], ...places.map(({ id }) => ['id', id])]);
}

let anchor = null;

document.addEventListener('keydown', (event) => {
  const cell = cellAt(document.activeElement);
  if (!cell || isTyping(event.target) || isCovered() || event.altKey) return;
  const isControl = event.ctrlKey || event.metaKey;
  const cells = chosen();
  if (isControl && keyOf(event) === 'd') {
    if (cells.length > 0) fill(cells[0], cells);
    else if (above(cell)) fill(above(cell), [cell]);
  } else if (event.shiftKey && !isControl && ['ArrowDown', 'ArrowUp'].includes(event.key)) {
    const begun = cells.includes(anchor) ? anchor : cell;
    const end = (cells.length === 0 ? cell : cells.at(cells[0] === begun ? -1 : 0));
    const next = event.key === 'ArrowDown' ? below(end) : above(end);
    anchor = begun;
    if (next) choose(begun, next);
    next?.scrollIntoView({ block: 'nearest' });
  } else {
    if (event.key === 'Escape' && cells.length > 0) event.stopPropagation();
    if (!event.shiftKey && !isControl) choose();
    return;
  }
  event.preventDefault();
  event.stopPropagation();
}, { capture: true });

document.addEventListener('click', (event) => {
  const [cell, begun] = [cellAt(event.target), cellAt(document.activeElement)];
  if (!event.shiftKey || !cell || !begun || cell.cellIndex !== begun.cellIndex) return choose();
  event.preventDefault();
  event.stopPropagation();
  anchor = begun;
  choose(begun, cell);
}, { capture: true });

// The cell that has the focus shows the handle.
document.addEventListener('focusout', () => document.querySelector('.table__handle')?.remove());
document.addEventListener('focusin', ({ target }) => {
  if (!target.matches('list-view tbody td') || !fieldOf(target)) return;
  const handle = document.createElement('span');
  handle.className = 'table__handle';
  handle.title = document.querySelector('[data-fill]')?.dataset.fill ?? '';
  handle.addEventListener('pointerdown', (event) => draw(event, target));
  target.append(handle);
});

function draw(event, source) {
  event.preventDefault();
  event.stopPropagation();
  const follow = ({ clientX, clientY }) => {
    const row = document.elementFromPoint(clientX, clientY)?.closest('tr');
    if (row?.parentElement === source.closest('tbody')) choose(source, row.cells[source.cellIndex]);
  };
  const end = () => {
    removeEventListener('pointermove', follow);
    addEventListener('click', stop, { capture: true, once: true });
    setTimeout(() => removeEventListener('click', stop, { capture: true }), 50);
    fill(source, chosen());
  };
  const stop = (click) => { click.preventDefault(); click.stopPropagation(); };
  addEventListener('pointermove', follow);
  addEventListener('pointerup', end, { once: true });
}
