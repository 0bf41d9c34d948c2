import { isTyping } from './keys.js';
import { below, cellAt, fieldOf, focus, headOf, idOf, listOf, sayWhy } from './list-cells.js';
import { fragment, get, post, reasonOf } from './server.js';
import { showFailure, showToast } from './undo-toast.js';

// A column copied from a spreadsheet is pasted from the cell that has the focus downward, once one has said yes. What can't be taken stays
// in its cell with the reason.

document.addEventListener('paste', (event) => {
  const cell = cellAt(document.activeElement);
  const field = fieldOf(cell);
  if (!cell || isTyping(event.target)) return;
  event.preventDefault();
  if (!field) return sayWhy(cell);
  const lines = event.clipboardData.getData('text/plain').replace(/\r?\n$/, '').split(/\r?\n/).map((line) => line.split('\t')[0].trim());
  const places = [];
  for (let at = cell; at && places.length < lines.length; at = below(at)) {
    if (fieldOf(at)) places.push(placeOf(at, lines[places.length]));
  }
  ask(places.length, headOf(cell).textContent.trim(), () => paste(places, field));
});

/// Asks in the dialog in which everything is asked.
function ask(count, column, agreed) {
  const form = fragment('<form hidden><button>OK</button></form>').firstElementChild;
  const button = form.querySelector('button');
  button.dataset.confirm = document.querySelector('[data-paste]').dataset.paste.replace('{count}', count).replace('{column}', column);
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    form.remove();
    agreed();
  });
  document.body.append(form);
  form.requestSubmit(button);
}

function paste(places, field) {
  return put(places, [['field', field], ...places.flatMap(({ id, value }) => [['id', id], ['value', value]])]);
}

/// The place of a cell whose field can be changed.
export const placeOf = (cell, value) => {
  const row = cell.parentElement;
  return { row, index: cell.cellIndex, id: idOf(row), value };
};

/// Sends what is put into the cells of one column, and shows them as they are then. - Returns: whether all went well.
export async function put(places, fields) {
  const path = places[0].row.dataset.edit.split('/')[1];
  const begun = cellAt(document.activeElement);
  try {
    const answer = await post(`/${path}/cells`, fields);
    const toast = answer.querySelector('undo-toast');
    if (toast) showToast(toast);
    const fresh = await rowsNow(places.map(({ id }) => id));
    const now = cellAt(document.activeElement);
    const [row, index] = now && now !== begun ? [now.parentElement, now.cellIndex] : [places[0].row, places[0].index];
    for (const place of places) place.row.replaceChildren(...(fresh.get(place.row.dataset.href) ?? place.row).cells);
    for (const line of answer.querySelectorAll('.pasted li')) refuse(places.find(({ id }) => id === line.dataset.id), line.textContent);
    // Who has gone elsewhere meanwhile stays there.
    if ([document.body, begun].includes(document.activeElement) && !document.querySelector('.field-editor')) focus(row.cells[index]);
    return true;
  } catch (error) {
    showFailure(reasonOf(error));
    return false;
  }
}

/// The rows of these records as they are now, by address: not all that were filled stand on the first page, or in the list at all.
async function rowsNow(ids) {
  const rows = new Map();
  for (let at = 0; at < ids.length; at += 50) {
    const page = await get(listOf(ids.slice(at, at + 50)));
    for (const row of page.querySelectorAll('list-view tbody tr')) rows.set(row.dataset.href, row);
  }
  return rows;
}

function refuse({ row, index, value }, reason) {
  const cell = row.cells[index];
  const error = Object.assign(document.createElement('span'), { className: 'field__error', textContent: reason });
  error.setAttribute('role', 'alert');
  cell.classList.add('table__refused');
  cell.replaceChildren(value, error);
}
