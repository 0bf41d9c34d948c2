import { Refusal, get, post } from './server.js';

/// A form of the server in a window over the page. It comes again with what was typed while something is wrong with it.
export class FormDialog {
  constructor(host, className, label) {
    this.dialog = Object.assign(document.createElement('dialog'), { className: `dialog ${className}` });
    this.dialog.setAttribute('aria-label', label);
    this.dialog.addEventListener('click', (event) => this.click(event));
    this.dialog.addEventListener('submit', (event) => this.send(event));
    this.dialog.addEventListener('input', () => { this.isTouched = true; });
    this.dialog.addEventListener('close', () => this.resolve?.(this.answer));
    host.append(this.dialog);
  }

  /// - Returns: what the server answers when all is right; null when one thinks better of it.
  async ask(href) {
    this.answer = null;
    if (href) this.show(await get(href));
    this.dialog.showModal();
    if (href) this.focus();
    return new Promise((resolve) => { this.resolve = resolve; });
  }

  show(content) {
    this.dialog.replaceChildren(content);
    this.isTouched = false;
  }

  focus() { this.dialog.querySelector('[aria-invalid="true"], [autofocus], form .input, form .picker__input')?.focus(); }

  async click(event) {
    const other = event.target.closest('a[data-quick]');
    if (!other && !event.target.closest('.form__actions a')) return;
    event.preventDefault();
    if (!other) return this.dialog.close();
    this.show(await get(other.href));
    this.focus();
  }

  async send(event) {
    // The rest of the fields has a page of its own.
    if (event.submitter?.name === '_whole') return;
    event.preventDefault();
    try {
      const answer = await post(event.target.action, new FormData(event.target, event.submitter));
      if (answer.querySelector('form .form__actions')) {
        this.show(answer);
        this.isTouched = true;
        this.focus();
      } else {
        this.answer = answer;
        this.dialog.close();
      }
    } catch (refusal) {
      if (refusal instanceof Refusal && refusal.fragment?.querySelector('form')) {
        this.show(refusal.fragment);
        this.isTouched = true;
        this.focus();
      } else {
        this.note(refusal instanceof Refusal ? refusal.message : null);
      }
    }
  }

  /// Says why nothing came of it; what was typed stays.
  note(text) {
    const line = this.dialog.querySelector('[data-note]') ?? Object.assign(document.createElement('p'), { className: 'notice notice--bad' });
    line.dataset.note = '';
    line.setAttribute('role', 'alert');
    line.textContent = text || document.querySelector('[data-offline]')?.dataset.offline;
    this.dialog.querySelector('form').prepend(line);
  }
}
