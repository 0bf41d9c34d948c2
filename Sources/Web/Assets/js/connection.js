import { showFailure } from './undo-toast.js';

// Whether the server can be reached is said where one works, and a form is not sent into nothing: what was typed stays.

const text = document.querySelector('[data-offline]')?.dataset.offline;
const line = Object.assign(document.createElement('p'), { className: 'offline', textContent: text });
line.setAttribute('role', 'status');

function tell() {
  if (navigator.onLine) line.remove();
  else document.body.prepend(line);
}

if (text) {
  addEventListener('online', tell);
  addEventListener('offline', tell);
  document.addEventListener('submit', (event) => {
    if (navigator.onLine || event.defaultPrevented || event.target.method === 'dialog') return;
    event.preventDefault();
    delete event.target.dataset.sent;
    showFailure(text);
  });
}

// A page that could not be reached says so in our own words: see `service-worker.js`.
if ('serviceWorker' in navigator) {
  const register = () => navigator.serviceWorker.register(`/service-worker.js?language=${document.documentElement.lang}`).catch(() => {});
  addEventListener('load', () => setTimeout(register, 1_000));
}
