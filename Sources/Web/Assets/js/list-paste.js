import { isTyping } from './keys.js';
import { below, cellAt, fieldOf, focus, headOf, sayWhy } from './list-cells.js';
import { fragment, get, post } from './server.js';
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
  return { row, index: cell.cellIndex, id: row.dataset.edit.split('/').at(-2), value };
};

/// Sends what is put into the cells of one column, and shows them as they are then.
export async function put(places, fields) {
  const path = places[0].row.dataset.edit.split('/')[1];
  try {
    const answer = await post(`/${path}/cells`, fields);
    const toast = answer.querySelector('undo-toast');
    if (toast) showToast(toast);
    const page = await get(location.href);
    for (const { row } of places) {
      const fresh = page.querySelector(`list-view tr[data-href="${CSS.escape(row.dataset.href)}"]`);
      if (fresh) row.replaceChildren(...fresh.cells);
    }
    for (const line of answer.querySelectorAll('.pasted li')) refuse(places.find(({ id }) => id === line.dataset.id), line.textContent);
    focus(places[0].row.cells[places[0].index]);
  } catch (error) {
    showFailure(error.message || document.querySelector('[data-offline]')?.dataset.offline);
  }
}

function refuse({ row, index, value }, reason) {
  const cell = row.cells[index];
  const error = Object.assign(document.createElement('span'), { className: 'field__error', textContent: reason });
  error.setAttribute('role', 'alert');
  cell.classList.add('table__refused');
  cell.replaceChildren(value, error);
}
