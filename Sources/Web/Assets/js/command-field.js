import { isCovered, isPlain, isTyping, keyOf } from './keys.js';
import { Options, pausing } from './options.js';
import { pageActions, recent, recordActions } from './page-actions.js';
import { get, withQuery } from './server.js';

const isRecord = (link) => link?.href && /^\/[\w-]+\/\d+$/.test(new URL(link.href).pathname);

/// The one field for going, finding and doing. The form inside it works alone; this opens a dialog over it instead.
class CommandField extends HTMLElement {
  connectedCallback() {
    this.dialog = this.querySelector('dialog');
    this.input = this.querySelector('.palette__input');
    this.options = new Options(this.input, this.querySelector('.palette__results'));
    this.ask = pausing(80, (signal) => this.search(signal));
    this.input.addEventListener('input', () => this.ask());
    this.input.addEventListener('keydown', (event) => this.walk(event));
    this.openFromForm(this.querySelector('.command-field__input'));
    this.shortcut = (event) => this.press(event);
    document.addEventListener('keydown', this.shortcut);
    // What was looked at last is another record then.
    document.addEventListener('page', () => { this.start = null; });
  }

  disconnectedCallback() { document.removeEventListener('keydown', this.shortcut); }

  /// The field gives the cursor up, or after Esc the keys of the page would be typed into it.
  openFromForm(field) {
    const take = (text) => {
      field.blur();
      this.open(text);
    };
    field.addEventListener('click', () => take(field.value));
    field.addEventListener('beforeinput', (event) => {
      event.preventDefault();
      take(field.value + (event.data ?? ''));
    });
  }

  press(event) {
    const isCommand = (event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey && event.code === 'KeyK';
    const isSlash = isPlain(event) && !event.shiftKey && keyOf(event) === '/' && !isTyping(event.target) && !isCovered();
    if (!isCommand && !isSlash) return;
    event.preventDefault();
    if (this.dialog.open) this.dialog.close();
    else if (!isCovered()) this.open('');
  }

  open(text) {
    this.input.value = text;
    this.dialog.showModal();
    this.input.focus();
    // What the page knows by itself is there at once.
    this.show(text, text === '' && this.start ? this.start.cloneNode(true) : new DocumentFragment());
    if (text !== '' || !this.start) this.ask();
  }

  /// What can be done here, and what was found. Who has walked on stays at the place.
  show(text, found, keepsPlace = false) {
    const actions = pageActions(text, this.options.list.dataset);
    if (actions.length) found.querySelector('.palette__nothing')?.remove();
    const all = new DocumentFragment();
    all.append(...actions, found);
    this.options.show(all, keepsPlace);
  }

  async search(signal) {
    const text = this.input.value.trim();
    try {
      const found = await get(withQuery(this.dataset.search, { q: text, fragment: '1', recent: text ? '' : recent().join(' ') }), signal);
      // One has gone on to what can be done with a record.
      if (text !== this.input.value.trim()) return;
      if (text === '') this.start = found.cloneNode(true);
      this.show(text, found, text === '');
    } catch (error) {
      if (error.name === 'AbortError') return;
      const reason = error.message || this.options.list.dataset.offline;
      const note = Object.assign(document.createElement('p'), { className: 'palette__offline', textContent: reason });
      const said = new DocumentFragment();
      said.append(note);
      this.show(text, said, true);
    }
  }

  walk(event) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) {
      event.preventDefault();
      this.options.step(step);
    } else if (event.key === 'Enter' && !event.isComposing) {
      event.preventDefault();
      this.options.decide(() => this.follow(event.ctrlKey || event.metaKey));
    } else if (event.key === 'Tab' && !event.shiftKey && isRecord(this.options.current)) {
      event.preventDefault();
      this.act(this.options.current);
    }
  }

  /// Offers what can be done with a record that was found, without opening it.
  async act(link) {
    const title = link.querySelector('.palette__title').textContent;
    try {
      const actions = recordActions(await get(link.href), title);
      if (!actions.length || !this.dialog.open) return;
      const all = new DocumentFragment();
      all.append(...actions);
      this.input.value = '';
      this.options.show(all);
    } catch { /* The record itself is a step away. */ }
  }

  follow(inNewTab) {
    const link = this.options.current;
    if (!link) return;
    if (inNewTab && link.href) window.open(link.href, '_blank', 'noopener');
    else link.click();
    this.dialog.close();
  }
}

customElements.define('command-field', CommandField);
