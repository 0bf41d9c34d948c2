import { get, post, reasonOf, withQuery } from './server.js';
import { showFailure, showToast } from './undo-toast.js';

let current = null;

const inputsOf = (form) => [...form.querySelectorAll('input:not([type="hidden"]), select, textarea')];
const sentBy = (form) => new URLSearchParams(new FormData(form)).toString();

/// The input of one field over the place where its value stands. Enter, Tab and leaving it save, Escape does not.
class FieldEditor extends HTMLElement {
  /// `saved` gets the page after a change, `left` how the editor was left: 'enter', 'tab', 'back', 'escape' or 'away'.
  begin(place, { url, field, next, saved, left }) {
    Object.assign(this, { place, url, field, next, saved, left });
    this.className = 'field-editor';
    this.setAttribute('role', 'dialog');
    this.addEventListener('keydown', (event) => this.press(event));
    this.addEventListener('submit', (event) => { event.preventDefault(); this.leave('enter'); });
    this.addEventListener('focusout', (event) => {
      if (event.relatedTarget && !this.contains(event.relatedTarget)) this.leave('away');
    });
    this.addEventListener('pointerdown', () => { this.isPointed = true; });
    this.addEventListener('click', (event) => {
      if (!event.target.closest('.form__actions a')) return;
      event.preventDefault();
      this.end('escape');
    });
    // By keys one passes several options before the one that is meant.
    this.addEventListener('change', (event) => {
      const isWhole = event.target.matches('select, [type="checkbox"]') && inputsOf(this).length === 1;
      if (isWhole && this.isPointed) this.leave('enter');
    });
    this.follow = () => this.put();
    this.beside = (event) => { if (!this.contains(event.target)) this.leave('away'); };
    get(withQuery(url, { only: field })).then((page) => this.show(page), (error) => {
      showFailure(reasonOf(error));
      this.end();
    });
  }

  show(page, isRefused = false) {
    const form = page.querySelector('.content form.form');
    if (!form || !this.place.isConnected) return this.end();
    if (form.querySelector('[type="file"]')) return location.assign(withQuery(this.url, { only: this.field }));
    for (const input of inputsOf(form)) input.autofocus = false;
    this.replaceChildren(form);
    this.setAttribute('aria-label', form.querySelector('.field__label')?.textContent ?? '');
    if (!this.isConnected) {
      document.body.append(this);
      addEventListener('scroll', this.follow, { capture: true, passive: true });
      addEventListener('resize', this.follow);
      document.addEventListener('pointerdown', this.beside);
    }
    this.before = isRefused ? null : sentBy(form);
    this.put();
    const input = inputsOf(form)[0];
    input?.focus();
    input?.select?.();
  }

  put() {
    const box = this.place.getBoundingClientRect();
    this.style.insetInlineStart = `${Math.max(4, Math.min(box.left, innerWidth - this.offsetWidth - 4))}px`;
    this.style.insetBlockStart = `${Math.max(4, Math.min(box.top, innerHeight - this.offsetHeight - 4))}px`;
    this.style.minInlineSize = `${Math.min(Math.max(box.width, 200), innerWidth - 8)}px`;
  }

  press(event) {
    event.stopPropagation();
    this.isPointed = false;
    if (event.defaultPrevented || event.isComposing) return;
    const isArea = event.target.matches('textarea') && !(event.ctrlKey || event.metaKey);
    const inputs = inputsOf(this);
    const isEnd = event.target === (event.shiftKey ? inputs[0] : inputs.at(-1));
    const how = { Enter: isArea ? null : 'enter', Tab: isEnd ? (event.shiftKey ? 'back' : 'tab') : null, Escape: 'escape' }[event.key];
    if (!how) return;
    event.preventDefault();
    if (how === 'escape') this.end(how);
    else this.leave(how);
  }

  /// Saves what was changed. What is refused stays, with its reason, unless one has left the page meanwhile.
  async leave(how) {
    const form = this.querySelector('form');
    if (this.isLeaving || !form) return;
    if (sentBy(form) === this.before) return this.end(how);
    this.isLeaving = true;
    try {
      const page = await post(form.action, [...new URLSearchParams(new FormData(form)), ['_next', this.next]]);
      const toast = page.querySelector('undo-toast');
      for (const undo of toast?.querySelectorAll('form') ?? []) undo.action = withQuery(undo.action, { next: location.pathname + location.search });
      if (toast) showToast(toast);
      if (this.place.isConnected) this.saved(page);
      this.end(how);
    } catch (error) {
      if (this.place.isConnected && error.fragment?.querySelector('.content form.form')) this.show(error.fragment, true);
      else showFailure(reasonOf(error));
      if (!this.place.isConnected) this.end();
    } finally {
      this.isLeaving = false;
    }
  }

  end(how) {
    removeEventListener('scroll', this.follow, { capture: true });
    removeEventListener('resize', this.follow);
    document.removeEventListener('pointerdown', this.beside);
    if (current === this) current = null;
    this.remove();
    if (how) this.left(how);
  }
}

customElements.define('field-editor', FieldEditor);

/// Opens the editor of a field, unless another one is open that can't be left.
export function editField(place, options) {
  if (current) return;
  current = new FieldEditor();
  current.begin(place, options);
}
