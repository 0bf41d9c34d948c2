import { get, reasonOf } from './server.js';
import { showFailure } from './undo-toast.js';

// What every form gains: sent once, sent by Ctrl+Enter, sent by a change where that is all it takes.

// Files can't be typed again from a page that keeps what was typed: whether the session still lasts is asked before they are sent.
document.addEventListener('submit', async (event) => {
  const [form, button] = [event.target, event.submitter];
  if (event.defaultPrevented || form.enctype !== 'multipart/form-data' || form.dataset.sure || !document.querySelector('.shell')) return;
  event.preventDefault();
  if (form.dataset.asking) return;
  form.dataset.asking = 'yes';
  try {
    await get('/notifications');
  } catch (error) {
    const reason = reasonOf(error);
    if (reason) return showFailure(reason);
  } finally {
    delete form.dataset.asking;
  }
  form.dataset.sure = 'yes';
  form.requestSubmit(button);
  delete form.dataset.sure;
});

document.addEventListener('submit', (event) => {
  const form = event.target;
  if (event.defaultPrevented || form.method === 'dialog' || form.method === 'get') return;
  if (form.dataset.sent) {
    event.preventDefault();
    return;
  }
  form.dataset.sent = 'yes';
  setTimeout(() => { delete form.dataset.sent; }, 5000);
});

// A page that comes back from the browser's memory must be able to send again.
addEventListener('pageshow', () => {
  for (const form of document.querySelectorAll('form[data-sent]')) delete form.dataset.sent;
});

// The server says all that is wrong at once, in the reader's language. The browser stops only what it would send as nothing: half a day.
document.addEventListener('click', (event) => {
  const form = event.target.closest('[type="submit"]')?.form;
  if (form?.matches('.form[method="post"]')) form.noValidate = ![...form.elements].some((control) => control.validity?.badInput);
}, true);

document.addEventListener('keydown', (event) => {
  if (event.key === 'Enter' && (event.ctrlKey || event.metaKey) && event.target.form && !event.target.closest('dialog.palette')) {
    event.preventDefault();
    // By its button: what a dialog or a form with several buttons does depends on which one is pressed.
    const button = event.target.form.querySelector('[type="submit"]');
    if (button) button.click();
    else event.target.form.requestSubmit();
  }
});

document.addEventListener('change', (event) => {
  event.target.closest('form[data-submit-on-change]')?.requestSubmit();
});

// After a refused form the first wrong field takes the cursor.
document.querySelector('.content [aria-invalid="true"], .bare [aria-invalid="true"]')?.focus();
