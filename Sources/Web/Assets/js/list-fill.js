import { isCovered, isTyping, keyOf } from './keys.js';
import { below, cellAt, fieldOf, headOf, sayWhy } from './list-cells.js';
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

let isFilling = false;

/// The choice stays until the cells are filled: the same keys fill them when they could not be sent.
async function fill(source, cells) {
  const field = fieldOf(source);
  if (!field) return sayWhy(source);
  const places = cells.filter((cell) => cell !== source && fieldOf(cell)).map((cell) => placeOf(cell, cell.textContent));
  if (places.length === 0 || isFilling) return;
  isFilling = true;
  const isDone = await put(places, [['field', field], ['source', placeOf(source).id], ...places.map(({ id }) => ['id', id])]);
  isFilling = false;
  if (isDone) for (const cell of cells) cell.classList.remove('table__chosen');
}

/// The cell that has the focus. That of a checkbox is none: there Shift chooses rows.
const focused = () => (document.activeElement?.closest('.table__check') ? null : cellAt(document.activeElement));

let anchor = null;

// Before the keys of the cells: Escape lets go of the choice first.
addEventListener('keydown', (event) => {
  const cell = focused();
  if (!cell || isTyping(event.target) || isCovered() || event.altKey) return;
  const isControl = event.ctrlKey || event.metaKey;
  const cells = chosen();
  if (isControl && keyOf(event) === 'd') {
    const source = cells[0] ?? above(cell);
    if (source && !event.repeat) fill(source, cells.length > 0 ? cells : [cell]);
  } else if (event.shiftKey && !isControl && ['ArrowDown', 'ArrowUp'].includes(event.key)) {
    const begun = cells.includes(anchor) ? anchor : cell;
    const end = (cells.length === 0 ? cell : cells.at(cells[0] === begun ? -1 : 0));
    const next = event.key === 'ArrowDown' ? below(end) : above(end);
    anchor = begun;
    if (next) choose(begun, next);
    next?.scrollIntoView({ block: 'nearest' });
  } else {
    if (!event.shiftKey && !isControl) choose();
    if (event.key !== 'Escape' || cells.length === 0) return;
  }
  event.preventDefault();
  event.stopPropagation();
}, { capture: true });

// The click that ends a choice does nothing else.
let isChoosing = false;

addEventListener('pointerdown', () => { isChoosing = false; }, { capture: true });
addEventListener('click', (event) => {
  if (!isChoosing || event.detail === 0) return;
  event.preventDefault();
  event.stopPropagation();
}, { capture: true });

// Pressed already: by the time of the click the focus is elsewhere, and text is chosen.
document.addEventListener('mousedown', (event) => {
  if (event.button !== 0) return;
  const [cell, begun] = [cellAt(event.target), focused()];
  const isOther = event.target.closest('button, input, label, summary');
  if (!event.shiftKey || isOther || !cell || !begun || cell.cellIndex !== begun.cellIndex) return choose();
  event.preventDefault();
  isChoosing = true;
  anchor = begun;
  choose(begun, cell);
}, { capture: true });

// The cell that has the focus shows the handle.
document.addEventListener('focusout', ({ relatedTarget }) => {
  document.querySelector('.table__handle')?.remove();
  if (relatedTarget && !relatedTarget.closest('list-view')) choose();
});
document.addEventListener('focusin', ({ target }) => {
  // A file stands in one record.
  if (!target.matches('list-view tbody td') || !fieldOf(target) || 'alone' in headOf(target).dataset) return;
  const handle = document.createElement('span');
  handle.className = 'table__handle';
  handle.title = document.querySelector('[data-fill]')?.dataset.fill ?? '';
  handle.addEventListener('pointerdown', (event) => draw(event, target));
  target.append(handle);
});

function draw(event, source) {
  if (event.button !== 0 || !event.isPrimary) return;
  event.preventDefault();
  event.stopPropagation();
  isChoosing = true;
  choose();
  const drawing = new AbortController();
  const listen = (name, act) => addEventListener(name, act, { capture: true, signal: drawing.signal });
  const end = () => {
    const cells = chosen();
    drawing.abort();
    choose();
    return cells;
  };
  listen('pointermove', ({ clientX, clientY }) => {
    const row = document.elementFromPoint(clientX, clientY)?.closest('tr');
    if (row?.parentElement === source.closest('tbody')) choose(source, row.cells[source.cellIndex]);
  });
  listen('pointerup', () => fill(source, end()));
  listen('pointercancel', end);
  listen('keydown', ({ key }) => { if (key === 'Escape') end(); });
}
