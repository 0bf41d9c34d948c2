import { Refusal, get, post } from './server.js';

/// Asks where to: a short menu of columns, chosen by arrows, by number or by a click. Null when one thinks better of it.
export function chooseStage(board, columns, current) {
  const dialog = document.createElement('dialog');
  dialog.className = 'board__move';
  dialog.setAttribute('aria-label', board.dataset.moveLabel);
  const buttons = columns.map((column, index) => {
    const button = document.createElement('button');
    button.className = 'menu__item';
    button.disabled = column === current;
    const number = Object.assign(document.createElement('kbd'), { className: 'kbd', textContent: index + 1 });
    const title = Object.assign(document.createElement('span'), { className: 'menu__label', textContent: column.dataset.title });
    button.append(title, ...(index < 9 ? [number] : []));
    return button;
  });
  dialog.append(...buttons);
  board.append(dialog);
  return new Promise((resolve) => {
    const finish = (column) => {
      resolve(column);
      dialog.remove();
    };
    buttons.forEach((button, index) => button.addEventListener('click', () => finish(columns[index])));
    dialog.addEventListener('close', () => finish(null));
    dialog.addEventListener('keydown', (event) => {
      const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
      const free = buttons.filter((button) => !button.disabled);
      if (step && free.length > 0) {
        event.preventDefault();
        free[(free.indexOf(document.activeElement) + step + free.length) % free.length].focus();
      }
      const number = /^Digit([1-9])$/.exec(event.code)?.[1];
      if (!number) return;
      // What is asked next must not be answered with the number.
      event.preventDefault();
      buttons[number - 1]?.click();
    });
    dialog.showModal();
  });
}

/// Asks why, before a card goes to a column where things are lost. Null when one thinks better of it.
export function askReason(board) {
  const dialog = board.querySelector('dialog[id="lost-reason"]');
  if (!dialog) return Promise.resolve('');
  const field = dialog.querySelector('[name="lost_reason"]');
  field.value = '';
  dialog.returnValue = '';
  dialog.showModal();
  field.focus();
  return new Promise((resolve) => {
    dialog.addEventListener('close', () => resolve(dialog.returnValue === 'ok' ? field.value : null), { once: true });
  });
}

/// Asks in place for what a stage wants filled: the form that the server gives, again with what was typed while something is wrong with it.
/// - Returns: what the server answers when it is right; null when one thinks better of it.
export async function askMissing(board, href) {
  const dialog = Object.assign(document.createElement('dialog'), { className: 'dialog board__missing' });
  dialog.setAttribute('aria-label', board.dataset.moveLabel);
  dialog.replaceChildren(await get(href));
  board.append(dialog);
  dialog.showModal();
  return new Promise((resolve) => {
    let answer = null;
    dialog.addEventListener('click', (event) => {
      if (!event.target.closest('.form__actions a')) return;
      event.preventDefault();
      dialog.close();
    });
    dialog.addEventListener('submit', async (event) => {
      event.preventDefault();
      try {
        answer = await post(event.target.action, new FormData(event.target));
        dialog.close();
      } catch (refusal) {
        if (!(refusal instanceof Refusal)) return note(dialog, board.dataset.offline);
        if (refusal.fragment?.querySelector('form')) dialog.replaceChildren(refusal.fragment);
        else note(dialog, refusal.message);
        dialog.querySelector('[aria-invalid="true"], .input')?.focus();
      }
    });
    dialog.addEventListener('close', () => {
      dialog.remove();
      resolve(answer);
    });
  });
}

/// Says in a dialog why nothing came of it; what was typed stays.
function note(dialog, text) {
  const line = dialog.querySelector('[data-note]') ?? Object.assign(document.createElement('p'), { className: 'notice notice--bad' });
  line.dataset.note = '';
  line.setAttribute('role', 'alert');
  line.textContent = text;
  dialog.querySelector('form').prepend(line);
}
