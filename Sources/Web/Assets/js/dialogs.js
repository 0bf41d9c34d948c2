// data-opens="id" opens a dialog, data-closes closes the one around it, a click beside it too.

document.addEventListener('click', (event) => {
  const opener = event.target.closest('[data-opens]');
  if (opener) document.querySelector(`dialog[id="${CSS.escape(opener.dataset.opens)}"]`)?.showModal();
  if (event.target.closest('[data-closes]')) event.target.closest('dialog')?.close();
});

let pressedBeside = false;

function isBeside(event) {
  if (!(event.target instanceof HTMLDialogElement)) return false;
  const box = event.target.getBoundingClientRect();
  return event.clientX < box.left || event.clientX > box.right || event.clientY < box.top || event.clientY > box.bottom;
}

// Both ends of the click must be beside, or selecting a text with the mouse would close the dialog.
document.addEventListener('pointerdown', (event) => { pressedBeside = isBeside(event); });
document.addEventListener('click', (event) => { if (pressedBeside && isBeside(event)) event.target.close(); });
