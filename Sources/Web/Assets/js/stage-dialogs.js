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
