import { Options, pausing } from './options.js';
import { get, withQuery } from './server.js';

const make = (tag, properties) => Object.assign(document.createElement(tag), properties);

/// A reference to one record, or to several: finds by name, sends numbers. Without scripts one types the number.
class RecordPicker extends HTMLElement {
  connectedCallback() {
    if (this.input) return;
    const plain = [...this.querySelectorAll('.picker__plain input')].filter((input) => input.value !== '');
    const isFirst = this.querySelector('[autofocus]') !== null;
    const picked = plain.map((input) => ({ id: input.value, label: input.dataset.label || input.value }));
    this.isMultiple = 'multiple' in this.dataset;
    this.build();
    if (isFirst) this.input.focus();
    for (const record of picked) this.add(record);
    this.ask = pausing(80, (signal) => this.search(signal));
  }

  build() {
    const listId = `${this.dataset.field}-options`;
    this.box = make('div', { className: `input picker__box${this.isMultiple ? ' picker__box--multiple' : ''}` });
    this.input = make('input', { className: 'picker__input', type: 'text', id: this.dataset.field, autocomplete: 'off', role: 'combobox' });
    this.list = make('div', { className: 'picker__list', id: listId, role: 'listbox', hidden: true });
    this.input.disabled = 'disabled' in this.dataset;
    this.input.required = 'required' in this.dataset;
    const states = { 'aria-controls': listId, 'aria-expanded': 'false', 'aria-autocomplete': 'list' };
    if ('invalid' in this.dataset) states['aria-invalid'] = 'true';
    for (const [name, value] of Object.entries(states)) this.input.setAttribute(name, value);
    this.list.setAttribute('aria-label', this.closest('.field')?.querySelector('.field__label')?.textContent ?? '');
    this.box.append(this.input);
    this.replaceChildren(this.box, this.list);
    this.options = new Options(this.input, this.list);
    this.input.addEventListener('input', () => this.ask());
    this.input.addEventListener('click', () => this.ask());
    this.input.addEventListener('keydown', (event) => this.press(event));
    this.input.addEventListener('blur', () => this.close());
    // The field must not lose the cursor before the click counts.
    this.list.addEventListener('pointerdown', (event) => event.preventDefault());
    this.list.addEventListener('click', (event) => this.take(event.target.closest('[role="option"]')));
    this.box.addEventListener('click', (event) => { if (event.target === this.box) this.input.focus(); });
  }

  async search(signal) {
    try {
      const found = await get(withQuery(this.dataset.search, { q: this.input.value.trim(), fragment: 'picker' }), signal);
      if (document.activeElement !== this.input) return;
      const isEmpty = found.querySelector('[role="option"]') === null;
      this.list.hidden = false;
      this.input.setAttribute('aria-expanded', 'true');
      this.options.show(isEmpty ? make('p', { className: 'picker__nothing', textContent: this.dataset.empty }) : found);
    } catch (error) {
      if (error.name !== 'AbortError') this.close();
    }
  }

  press(event) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) {
      event.preventDefault();
      if (this.list.hidden) this.ask();
      else this.options.step(step);
    } else if (event.key === 'Enter' && !this.list.hidden && !event.isComposing) {
      event.preventDefault();
      this.options.decide((option) => this.take(option));
    } else if (event.key === 'Escape' && !this.list.hidden) {
      event.preventDefault();
      this.close();
    } else if (event.key === 'Backspace' && this.input.value === '') {
      this.remove([...this.box.querySelectorAll('.picker__token')].at(-1));
    }
  }

  take(option) {
    if (!option) return;
    this.add({ id: option.dataset.id, label: option.dataset.label });
    this.input.value = '';
    this.close();
    this.dispatchEvent(new Event('change', { bubbles: true }));
  }

  add(record) {
    if (!this.isMultiple) this.box.querySelector('.picker__token')?.remove();
    if (this.box.querySelector(`.picker__token[data-id="${CSS.escape(record.id)}"]`)) return;
    const token = make('span', { className: 'picker__token' });
    token.dataset.id = record.id;
    const cross = make('button', { type: 'button', disabled: this.input.disabled, onclick: () => this.remove(token) });
    cross.setAttribute('aria-label', `${this.dataset.remove}: ${record.label}`);
    cross.append(make('span', { className: 'picker__cross' }));
    token.append(make('span', { textContent: record.label }), cross);
    token.append(make('input', { type: 'hidden', name: this.dataset.name, value: record.id }));
    this.input.before(token);
    this.refresh();
  }

  remove(token) {
    if (!token) return;
    token.remove();
    this.refresh();
    this.input.focus();
    this.dispatchEvent(new Event('change', { bubbles: true }));
  }

  /// Nothing chosen is sent as an empty value, so that the server clears the field.
  refresh() {
    const isChosen = this.box.querySelector('.picker__token') !== null;
    this.input.required = 'required' in this.dataset && !isChosen;
    this.input.name = isChosen ? '' : this.dataset.name;
  }

  close() {
    this.list.hidden = true;
    this.input.setAttribute('aria-expanded', 'false');
    this.input.removeAttribute('aria-activedescendant');
  }
}

customElements.define('record-picker', RecordPicker);
