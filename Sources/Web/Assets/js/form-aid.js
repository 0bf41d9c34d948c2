import { pausing } from './options.js';
import { post } from './server.js';

const fieldsOf = (form) => [...form.elements].filter((input) => input.name && !input.name.startsWith('_') && input.type !== 'file');

/// The place in a form where a text is pasted; also puts what follows from one field into others that are empty. The server makes the form.
class FormAid extends HTMLElement {
  connectedCallback() {
    this.form = this.closest('form');
    /// What was put into fields here and nobody has changed since.
    this.own = new Map();
    const text = this.querySelector('textarea');
    text.addEventListener('paste', () => setTimeout(() => this.querySelector('button').click()));
    const watched = this.form.elements.namedItem(this.dataset.watches ?? '');
    watched?.addEventListener('input', pausing(200, () => this.follow()));
  }

  async follow() {
    for (const input of fieldsOf(this.form)) if (this.own.get(input.name) === input.value) input.value = '';
    const sent = [...new FormData(this.form)].filter(([name, value]) => typeof value === 'string' && name !== '_paste');
    const number = (this.number ?? 0) + 1;
    this.number = number;
    try {
      const page = await post(this.form.action, [...sent, ['_fill', '1']], { asks: false });
      if (number === this.number) this.take([...page.querySelectorAll('form')].find((form) => form.elements.namedItem(this.dataset.watches)));
    } catch {
      // It follows when the form is saved.
    }
  }

  take(form) {
    if (!form) return;
    for (const input of fieldsOf(this.form)) {
      const value = form.elements.namedItem(input.name)?.value;
      if (input.value !== '' || !value) continue;
      input.value = value;
      this.own.set(input.name, value);
    }
  }
}

customElements.define('form-aid', FormAid);
