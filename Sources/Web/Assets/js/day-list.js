import { isCovered, isPlain, isTyping, keyOf } from './keys.js';
import { get, post } from './server.js';
import { showFailure, showToast } from './undo-toast.js';

/// Things to do, gone through by keys: j and k move, the others press the buttons of the line that has the focus.
class DayList extends HTMLElement {
  connectedCallback() {
    this.shortcut = (event) => this.press(event);
    document.addEventListener('keydown', this.shortcut);
    this.addEventListener('submit', (event) => this.send(event));
    if (document.activeElement === document.body) this.lines()[0]?.focus({ preventScroll: true });
    this.dataset.ready = 'yes';
  }

  disconnectedCallback() { document.removeEventListener('keydown', this.shortcut); }

  lines() { return [...this.querySelectorAll('.tasks__line')]; }

  press(event) {
    if (!isPlain(event) || event.shiftKey || isTyping(event.target) || isCovered()) return;
    const lines = this.lines();
    const at = lines.findIndex((line) => line.contains(document.activeElement));
    const key = keyOf(event);
    const step = { j: 1, arrowdown: 1, k: -1, arrowup: -1 }[key];
    if (step) lines[Math.min(Math.max(at + step, 0), lines.length - 1)]?.focus();
    else if (key === 'enter' && lines[at] === document.activeElement) lines[at].querySelector('.tasks__title').click();
    else if (at < 0 || !/^[a-z]$/.test(key) || !lines[at].querySelector(`[data-row-key="${key}"]`)) return;
    else lines[at].querySelector(`[data-row-key="${key}"]`).click();
    event.preventDefault();
  }

  async send(event) {
    const form = event.target;
    const line = form.closest('.tasks__line');
    if (!line) return;
    event.preventDefault();
    const at = this.lines().indexOf(line);
    line.classList.add('tasks__line--pending');
    try {
      const answer = await post(form.action, new FormData(form));
      const toast = answer.querySelector('undo-toast');
      if (toast) showToast(toast);
      this.replaceChildren(...(await get(location.href)).querySelector('day-list').children);
      const lines = this.lines();
      lines[Math.min(at, lines.length - 1)]?.focus();
    } catch (refusal) {
      line.classList.remove('tasks__line--pending');
      const toast = refusal.fragment?.querySelector('undo-toast');
      if (toast) showToast(toast);
      else showFailure(refusal.message && refusal.fragment ? refusal.message : this.dataset.offline);
    }
  }
}

customElements.define('day-list', DayList);
