import { eachPage } from './pages.js';
import { get, withQuery } from './server.js';

// The stages that are shown with more than their first cards, also after the board was renewed.
const whole = new Set();

eachPage(() => {
  whole.clear();
  for (const stage of new URLSearchParams(location.search).get('whole')?.split(' ') ?? []) if (stage) whole.add(stage);
});

/// A column comes with its first cards; the others are fetched when one has scrolled to the last of them.
export class BoardRest {
  constructor(board) {
    this.board = board;
    for (const more of board.querySelectorAll('.board__more[data-rest]')) this.watch(more);
  }

  watch(more) {
    const list = more.closest('.board__column').querySelector('.board__cards');
    const last = list.querySelector('.card:last-child');
    if (!last) return;
    new IntersectionObserver((entries, observer) => {
      if (!entries.some(({ isIntersecting }) => isIntersecting)) return;
      observer.disconnect();
      this.fetch(more, list);
    }, { root: list, rootMargin: '400px 0px' }).observe(last);
  }

  async fetch(more, list) {
    const stage = more.closest('.board__column').dataset.stage;
    let page;
    try {
      page = await get(more.href, null, { asks: false });
    } catch {
      // Again when one scrolls on.
      list.addEventListener('scroll', () => this.watch(more), { once: true, passive: true });
      return;
    }
    const column = page.querySelector(`.board__column[data-stage="${CSS.escape(stage)}"]`);
    if (!column || !list.isConnected) return;
    // A card that was moved meanwhile stays where it was put.
    const known = new Set([...this.board.querySelectorAll('.card')].map((card) => card.dataset.id));
    list.append(...[...column.querySelectorAll('.card')].filter((card) => !known.has(card.dataset.id)));
    const after = column.querySelector('.board__more');
    if (after) more.replaceWith(after); else more.remove();
    whole.add(stage);
  }

  /// The page with as many cards as are shown here.
  get address() { return whole.size > 0 ? withQuery(location.href, { whole: [...whole].join(' ') }) : location.href; }
}
