import { isCovered, isPlain, isTyping, keyOf } from './keys.js';

/// A list walked by keys: j, k and arrows move, Enter opens, e edits, x selects.
class ListView extends HTMLElement {
  connectedCallback() {
    for (const row of this.rows) row.tabIndex = -1;
    this.addEventListener('click', (event) => this.click(event));
    this.addEventListener('change', (event) => this.check(event));
    this.shortcut = (event) => this.press(event);
    document.addEventListener('keydown', this.shortcut);
  }

  disconnectedCallback() { document.removeEventListener('keydown', this.shortcut); }

  get rows() { return [...this.querySelectorAll('tbody tr[data-href]')]; }
  get current() { return document.activeElement?.closest('list-view tbody tr') ?? null; }

  press(event) {
    if (this.extend(event)) return event.preventDefault();
    if (!isPlain(event) || event.shiftKey || isTyping(event.target) || isCovered()) return;
    const key = keyOf(event);
    const step = { j: 1, arrowdown: 1, k: -1, arrowup: -1 }[key];
    if (step && !event.target.closest('.menu')) this.walk(step);
    else if (this.current === event.target && key === 'enter') this.open(this.current.dataset.href, event);
    else if (this.current && key === 'e') this.open(this.current.dataset.edit, event);
    else if (this.current && key === 'x') this.current.querySelector('.checkbox')?.click();
    else return;
    event.preventDefault();
  }

  /// Shift with an arrow chooses the row and the next one.
  extend(event) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!event.shiftKey || !step || !this.current || !isPlain(event) || isTyping(event.target) || isCovered()) return false;
    const box = () => this.current.querySelector('.checkbox:not(:checked)');
    box()?.click();
    this.walk(step);
    box()?.click();
    return true;
  }

  walk(step) {
    const rows = this.rows;
    const at = rows.indexOf(this.current);
    const row = rows[at < 0 ? 0 : Math.min(Math.max(at + step, 0), rows.length - 1)];
    row?.focus();
    row?.scrollIntoView({ block: 'nearest' });
  }

  open(url, event) {
    if (!url) return;
    if (event.ctrlKey || event.metaKey || event.button === 1) window.open(url, '_blank', 'noopener');
    else location.assign(url);
  }

  click(event) {
    const row = event.target.closest('tbody tr[data-href]');
    const isOther = event.target.closest('a, button, input, select, label, summary, .table__check, .menu__panel');
    if (row && !isOther && !event.defaultPrevented && getSelection().isCollapsed) this.open(row.dataset.href, event);
    if (event.shiftKey && event.target.matches('td .checkbox')) this.checkRange(event.target);
    if (event.target.matches('td .checkbox')) this.last = event.target;
  }

  check(event) {
    if (!event.target.matches('[data-check-all]')) {
      const boxes = [...this.querySelectorAll('td .checkbox')];
      const all = this.querySelector('[data-check-all]');
      if (!all) return;
      if (!event.target.matches('td .checkbox')) return this.count();
      all.checked = boxes.every((box) => box.checked);
      all.indeterminate = !all.checked && boxes.some((box) => box.checked);
    } else {
      for (const box of this.querySelectorAll('td .checkbox')) box.checked = event.target.checked;
    }
    this.count();
  }

  checkRange(box) {
    const boxes = [...this.querySelectorAll('td .checkbox')];
    const ends = [boxes.indexOf(box), boxes.indexOf(this.last)].sort((a, b) => a - b);
    if (ends[0] < 0) return;
    for (const each of boxes.slice(ends[0], ends[1] + 1)) each.checked = box.checked;
    this.count();
  }

  count() {
    const counted = this.querySelector('[data-selected-count]');
    const found = this.querySelector('[data-all-found]');
    if (!counted || !found) return;
    if (!this.querySelector('[data-check-all]')?.checked) found.checked = false;
    const all = document.querySelector('.page-head__count')?.textContent ?? '';
    found.nextElementSibling.dataset.count = all;
    counted.textContent = found.checked ? all : this.querySelectorAll('td .checkbox:checked').length;
  }
}

customElements.define('list-view', ListView);
