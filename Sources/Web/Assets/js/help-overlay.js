import { isCovered, isPlain, isTyping, nameOf } from './keys.js';

/// Shows every key that works on this page.
class HelpOverlay extends HTMLElement {
  connectedCallback() {
    this.shortcut = (event) => {
      const asks = event.key === '?' || (event.code === 'Slash' && event.shiftKey);
      if (!asks || !isPlain(event) || isTyping(event.target) || isCovered()) return;
      event.preventDefault();
      this.open();
    };
    document.addEventListener('keydown', this.shortcut);
  }

  disconnectedCallback() { document.removeEventListener('keydown', this.shortcut); }

  open() {
    const [everywhere, page] = ['[data-everywhere-keys]', '[data-page-keys]'].map((list) => this.querySelector(list));
    const seen = new Set();
    for (const line of this.querySelectorAll('[data-found]')) line.remove();
    for (const element of document.querySelectorAll('[data-key], [data-key-hint]')) {
      const keys = element.dataset.keyHint ?? element.dataset.key;
      if (seen.has(keys)) continue;
      seen.add(keys);
      const list = element.closest('main') ? page : everywhere;
      list.append(this.line(keys, nameOf(element), page.dataset.then));
    }
    this.querySelector('dialog').showModal();
  }

  line(keys, name, then) {
    const line = Object.assign(document.createElement('div'), { className: 'shortcuts__line' });
    const what = Object.assign(document.createElement('dt'), { textContent: name });
    const how = document.createElement('dd');
    keys.split(' ').forEach((key, index) => {
      if (index > 0) how.append(` ${then} `);
      how.append(Object.assign(document.createElement('kbd'), { className: 'kbd', textContent: key.toUpperCase() }));
    });
    line.dataset.found = '';
    line.append(what, how);
    return line;
  }
}

customElements.define('help-overlay', HelpOverlay);
