import { pausing } from './options.js';
import { post } from './server.js';

/// Inside a form whose fields come and go as it is filled; the server knows the conditions.
class FormConditions extends HTMLElement {
  connectedCallback() {
    if (!this.dataset.url) return;
    this.form = this.closest('form');
    this.all = new Set();
    this.show(this.dataset.hidden);
    this.ask = pausing(150, () => this.look());
    for (const type of ['input', 'change']) this.form.addEventListener(type, () => this.ask());
  }

  async look() {
    try {
      const answer = await post(this.dataset.url, new FormData(this.form), { asks: false });
      this.show(answer.querySelector('form-conditions')?.dataset.hidden ?? '');
    } catch {
      // Every field stays where it is; the server looks again when the form is sent.
    }
  }

  show(text) {
    const hidden = new Set(text.split(' ').filter(Boolean));
    for (const name of hidden) this.all.add(name);
    for (const name of this.all) {
      const field = this.form.querySelector(`[id="field-${CSS.escape(name)}"], [data-field="field-${CSS.escape(name)}"]`)?.closest('.field');
      if (field) field.hidden = hidden.has(name);
    }
  }
}

customElements.define('form-conditions', FormConditions);
