import { get } from './server.js';

// The next pages of a list come when its end is near. Pages far above are taken out, and put back when one returns.

const most = 8;

/// The rows of a page of a list, and the link to the page after it.
export function rowsOf(page) {
  const rows = [...page.querySelectorAll('list-view tbody tr')];
  for (const row of rows) row.tabIndex = -1;
  return { rows, next: page.querySelector('.pagination a[rel=next]') };
}

const isBusy = (rows) => rows.some((row) => row.contains(document.activeElement) || row.querySelector('.checkbox:checked'));

/// A row of the height of what was taken out, so that nothing moves.
function spacer() {
  const row = document.createElement('tr');
  row.ariaHidden = 'true';
  row.append(document.createElement('td'));
  return row;
}

class EndlessList {
  constructor(frame, body, nav) {
    Object.assign(this, { frame, body, nav, pages: [[...body.rows]], first: 0, end: 1, loading: null, above: spacer(), below: spacer() });
    this.scroller = getComputedStyle(frame).overflowY === 'visible' ? document.scrollingElement : frame;
    this.summary = nav.querySelector('.pagination__summary');
    this.count = body.rows.length;
    const watched = this.scroller === frame ? frame : window;
    watched.addEventListener('scroll', () => this.look(), { passive: true });
    addEventListener('pagehide', () => this.remember());
    this.restore();
  }

  get next() { return this.nav.querySelector('a[rel=next]'); }

  look() {
    const { scrollTop, clientHeight, scrollHeight } = this.scroller;
    const isNearEnd = scrollHeight - this.below.offsetHeight - scrollTop - clientHeight < 800;
    if (this.first > 0 && scrollTop - this.above.offsetHeight < 400) this.putBack(this.first - 1);
    else if (isNearEnd && this.end < this.pages.length) this.putBack(this.end);
    else if (isNearEnd) return this.load();
    else return null;
    return requestAnimationFrame(() => this.look());
  }

  load() {
    if (this.loading || !this.next) return this.loading;
    this.nav.setAttribute('aria-busy', 'true');
    this.loading = get(this.next.href).then((page) => this.add(page)).catch(() => {}).finally(() => {
      this.loading = null;
      this.nav.removeAttribute('aria-busy');
    });
    return this.loading;
  }

  add(page) {
    const { rows, next } = rowsOf(page);
    this.pages.push(rows);
    this.count += rows.length;
    if (next) this.next.href = next.href;
    else this.next.replaceWith(page.querySelector('.pagination > :last-child'));
    const number = this.count.toLocaleString(document.documentElement.lang);
    this.summary.textContent = this.summary.textContent.replace(/[\d\s\u00a0,.]+$/, ` ${number}`);
    if (this.end === this.pages.length - 1) this.putBack(this.end);
  }

  /// Puts a page beside those that are there, and takes one out at the other end.
  putBack(index) {
    const rows = this.pages[index];
    const isBelow = index === this.end;
    if (isBelow && this.below.isConnected) this.below.before(...rows);
    else if (isBelow) this.body.append(...rows);
    else this.above.after(...rows);
    if (isBelow) this.end += 1;
    else this.first -= 1;
    const other = isBelow ? this.first : this.end - 1;
    if (this.end - this.first > most && !isBusy(this.pages[other])) this.takeOut(other);
    this.fill();
  }

  takeOut(index) {
    const rows = this.pages[index];
    rows.height = rows.at(-1).getBoundingClientRect().bottom - rows[0].getBoundingClientRect().top;
    for (const row of rows) row.remove();
    if (index === this.first) this.first += 1;
    else this.end -= 1;
  }

  fill() {
    const heightOf = (pages) => pages.reduce((sum, rows) => sum + rows.height, 0);
    this.above.firstChild.style.blockSize = `${heightOf(this.pages.slice(0, this.first))}px`;
    this.below.firstChild.style.blockSize = `${heightOf(this.pages.slice(this.end))}px`;
    if (this.first === 0) this.above.remove();
    else if (!this.above.isConnected) this.body.prepend(this.above);
    if (this.end === this.pages.length) this.below.remove();
    else if (!this.below.isConnected) this.body.append(this.below);
  }

  /// Back leads to the place that was left.
  remember() {
    const row = document.activeElement?.closest('tbody tr')?.dataset.href ?? '';
    history.replaceState({ ...history.state, pages: this.pages.length, top: this.scroller.scrollTop, row }, '');
  }

  async restore() {
    const { pages = 1, top = 0, row = '' } = history.state ?? {};
    const isReturn = performance.getEntriesByType('navigation')[0]?.type === 'back_forward';
    if (!isReturn || (pages < 2 && !top)) return;
    for (let turn = 1; turn < Math.min(pages, 40) && this.next; turn += 1) await this.load();
    this.scroller.scrollTop = top;
    this.body.querySelector(`tr[data-href="${CSS.escape(row)}"]`)?.focus({ preventScroll: true });
  }
}

const body = document.querySelector('list-view .table > tbody');
const nav = document.querySelector('list-view ~ .pagination');
if (body && nav?.querySelector('a[rel=next]')) new EndlessList(body.closest('.table-frame'), body, nav);
