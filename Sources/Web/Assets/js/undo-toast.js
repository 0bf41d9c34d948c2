import { isCovered, isTyping, keyOf } from './keys.js';
import { fragment, post, reasonOf } from './server.js';

/// What has just happened. Goes away after ten seconds, not while one reads or points at it.
class UndoToast extends HTMLElement {
  connectedCallback() {
    this.addEventListener('click', (event) => { if (event.target.closest('[data-dismiss]')) this.leave(); });
    for (const name of ['pointerenter', 'focusin']) this.addEventListener(name, () => this.stop());
    for (const name of ['pointerleave', 'focusout']) this.addEventListener(name, () => this.start());
    this.start();
  }

  disconnectedCallback() { this.stop(); }

  start() {
    this.stop();
    // A question waits for its answer.
    if (this.querySelector('[data-asks]')) return;
    this.timer = setTimeout(() => this.leave(), 10_000);
  }

  stop() { clearTimeout(this.timer); }

  leave() {
    this.classList.add('toast--leaving');
    setTimeout(() => this.remove(), 150);
  }
}

customElements.define('undo-toast', UndoToast);

/// Shows a toast that the server has rendered, instead of the one there is.
export function showToast(toast) {
  document.querySelector('.toasts')?.replaceChildren(toast);
}

/// Says in a toast why something failed.
export function showFailure(text) {
  const empty = '<undo-toast class="toast toast--failure" role="alert"><span class="toast__text"></span></undo-toast>';
  const toast = fragment(empty).firstElementChild;
  toast.querySelector('.toast__text').textContent = text;
  showToast(toast);
}

// Ctrl+Z takes back my last action, unless one is typing: the one that the toast speaks of, or else the one before. Ctrl+Shift+Z does
// again what the toast says was taken back.
document.addEventListener('keydown', async (event) => {
  if (keyOf(event) !== 'z' || !(event.ctrlKey || event.metaKey) || event.altKey || isTyping(event.target) || isCovered()) return;
  event.preventDefault();
  const redo = document.querySelector('undo-toast [data-redo]');
  const undo = document.querySelector('undo-toast form button:not([data-redo])');
  if (event.shiftKey) return redo?.click();
  if (undo) return undo.click();
  const here = new URL(location.href);
  here.searchParams.delete('done');
  try {
    const answer = await post('/actions/undo', { _next: here.pathname + here.search });
    location.assign(answer.querySelector('[data-next]').href);
  } catch (error) {
    showFailure(reasonOf(error));
  }
});
