import { heightOf, isBusy, leave, measure, pageAt, rowsOf, spacer } from './list-rows.js';
import { eachLeave, eachPage, keepHere, keptHere } from './pages.js';

// The next pages of a list come when its end is near. Pages far above are taken out, and put back when one returns.

const most = 8;

/// Each page has its address and its height; its rows only when they were fetched.
class EndlessList {
  constructor(frame, body, nav, isReturn) {
    Object.assign(this, { body, nav, pages: [{ rows: [...body.rows], height: 0 }], first: 0, end: 1, above: spacer(), below: spacer() });
    this.address = location.href;
    this.scroller = getComputedStyle(frame).overflowY === 'visible' ? document.scrollingElement : frame;
    this.summary = nav.querySelector('.pagination__summary');
    this.loading = this.restore(isReturn).finally(() => { this.loading = null; });
    frame.addEventListener('scroll', () => this.look(), { passive: true });
  }

  get next() { return this.nav.querySelector('a[rel=next]'); }

  look() {
    const { scrollTop, clientHeight, scrollHeight } = this.scroller;
    const isNearEnd = scrollHeight - this.below.offsetHeight - scrollTop - clientHeight < 800;
    if (this.loading) return null;
    if (this.first > 0 && scrollTop - this.above.offsetHeight < 400) return this.bring(this.first - 1);
    if (isNearEnd && this.end < this.pages.length) return this.bring(this.end);
    return isNearEnd && this.next ? this.load(this.next.href, (page) => this.add(page)) : null;
  }

  bring(index) {
    const page = this.pages[index];
    if (!page.rows) return this.load(page.href, (fetched) => { page.rows = rowsOf(fetched).rows; this.bring(index); });
    this.putBack(index);
    return requestAnimationFrame(() => this.look());
  }

  load(href, take) {
    if (this.isOver) return;
    this.nav.setAttribute('aria-busy', 'true');
    this.loading = pageAt(href).then(take).catch((error) => { this.isOver = leave(error, this.summary); }).finally(() => {
      this.loading = null;
      this.nav.removeAttribute('aria-busy');
    });
  }

  add(page) {
    const { rows, next } = rowsOf(page);
    this.pages.push({ rows, href: this.next.href, height: 0 });
    this.goOn(next?.href, this.pages.reduce((sum, { rows: own, count }) => sum + (own?.length ?? count), 0));
    if (this.end === this.pages.length - 1) this.putBack(this.end);
  }

  /// What stands below: how many rows were shown, the way to the next ones.
  goOn(href, count) {
    if (href) this.next.href = href; else this.next?.remove();
    this.summary.textContent = this.summary.textContent.replace(/[\d\s\u00a0,.]+$/, ` ${count.toLocaleString(document.documentElement.lang)}`);
  }

  /// Puts a page beside those that are there, and takes one out at the other end.
  putBack(index) {
    const { rows } = this.pages[index];
    const isBelow = index === this.end;
    if (!isBelow) this.above.after(...rows);
    else if (this.below.isConnected) this.below.before(...rows);
    else this.body.append(...rows);
    this[isBelow ? 'end' : 'first'] += isBelow ? 1 : -1;
    const other = isBelow ? this.first : this.end - 1;
    if (this.end - this.first > most && !isBusy(this.pages[other].rows)) this.takeOut(this.pages[other], isBelow);
    this.fill();
  }

  takeOut(page, isAbove) {
    measure(page);
    for (const row of page.rows) row.remove();
    this[isAbove ? 'first' : 'end'] += isAbove ? 1 : -1;
  }

  fill() {
    this.above.firstChild.style.blockSize = `${heightOf(this.pages.slice(0, this.first))}px`;
    this.below.firstChild.style.blockSize = `${heightOf(this.pages.slice(this.end))}px`;
    if (this.first === 0) this.above.remove();
    else if (!this.above.isConnected) this.body.prepend(this.above);
    if (this.end === this.pages.length) this.below.remove();
    else if (!this.below.isConnected) this.body.append(this.below);
  }

  /// Back leads to the place that was left.
  remember() {
    this.pages.slice(this.first, this.end).forEach(measure);
    const pages = this.pages.map(({ rows, href, height, count }) => ({ href, height, count: rows?.length ?? count }));
    const row = document.activeElement?.closest('tbody tr')?.dataset.href ?? '';
    const list = { pages, first: this.first, end: this.end, next: this.next?.href, top: this.scroller.scrollTop, row };
    if (this.address === location.href) keepHere({ list });
  }

  /// Fetches what was in sight, at once and nothing else.
  async restore(isReturn) {
    if (!isReturn || !keptHere().list) return;
    const { pages, first, end, next, top, row } = keptHere().list;
    try {
      const fetched = await Promise.all(pages.slice(0, end).map(({ href }, index) => (index >= first && href ? pageAt(href) : null)));
      this.pages = pages.map((page, index) => ({ ...page, rows: fetched[index] ? rowsOf(fetched[index]).rows : null }));
    } catch { return; }
    Object.assign(this, { first, end });
    this.pages[0].rows = [...this.body.rows];
    this.body.replaceChildren(...this.pages.slice(first, end).flatMap(({ rows }) => rows));
    this.fill();
    if (pages.length > 1) this.goOn(next, pages.reduce((sum, { count }) => sum + count, 0));
    this.scroller.scrollTop = top;
    this.body.querySelector(`tr[data-href="${CSS.escape(row)}"]`)?.focus({ preventScroll: true });
  }
}

let list = null;
addEventListener('scroll', () => list?.look(), { passive: true });
eachLeave(() => list?.remember());
eachPage(({ isReturn }) => {
  const [body, nav] = ['list-view .table > tbody', 'list-view ~ .pagination'].map((part) => document.querySelector(part));
  list = body && nav ? new EndlessList(body.closest('.table-frame'), body, nav, isReturn) : null;
});
