import { pausing } from './options.js';
import { post } from './server.js';

/// While somebody fills a form: the records that it may mean already.
class DuplicateHints extends HTMLElement {
  connectedCallback() {
    const form = this.closest('form');
    if (!form || this.form) return;
    this.form = form;
    this.ask = pausing(250, () => this.refresh());
    for (const kind of ['input', 'change']) form.addEventListener(kind, () => this.ask());
    // What the address has filled in already.
    if (this.childElementCount === 0 && !this.dataset.url.includes('id=')) this.ask();
  }

  async refresh() {
    const fields = [...new FormData(this.form)].filter(([name, value]) => typeof value === 'string' && !name.startsWith('_'));
    const number = (this.number ?? 0) + 1;
    this.number = number;
    try {
      const found = await post(this.dataset.url, fields, { asks: false });
      // An answer that was overtaken says what is no longer so.
      if (number === this.number) this.replaceChildren(found);
    } catch {
      // Saving asks again.
    }
  }
}

customElements.define('duplicate-hints', DuplicateHints);
