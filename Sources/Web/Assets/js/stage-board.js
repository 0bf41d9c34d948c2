import { isCovered, isPlain, isTyping, keyOf } from './keys.js';
import { BoardFolds } from './board-folds.js';
import { BoardMoves } from './board-moves.js';
import { BoardRest } from './board-rest.js';
import { chooseStage } from './stage-dialogs.js';

/// A board whose cards are dragged between columns, or moved by `m`. A card moves at once and comes back if the server refuses.
class StageBoard extends HTMLElement {
  async connectedCallback() {
    this.moves ??= new BoardMoves(this);
    new BoardFolds(this);
    this.rest = new BoardRest(this);
    this.addEventListener('keydown', (event) => this.press(event));
    this.addEventListener('toggle', ({ target }) => { if (target.matches('.board__new[open]')) target.querySelector('.input').focus(); }, true);
    const { Sortable } = await import('./sortable.js');
    if (!this.isConnected) return;
    this.sorted = [...this.querySelectorAll('.board__cards')].map((list) => new Sortable(list, {
      group: `cards-${list.dataset.group ?? ''}`, sort: false, draggable: '.card[data-move-url]', animation: 120,
      delay: 180, delayOnTouchOnly: true, touchStartThreshold: 6,
      ghostClass: 'card--ghost', dragClass: 'card--drag', scrollSensitivity: 80, scrollSpeed: 14,
      onStart: ({ item }) => {
        this.classList.add('board--dragging');
        this.origin = { list: item.parentElement, next: item.nextElementSibling };
      },
      onEnd: ({ item, to }) => {
        this.classList.remove('board--dragging');
        if (to !== this.origin.list) this.moves.send(item, to.closest('.board__column'), this.origin);
      },
    }));
    this.dataset.ready = 'yes';
  }

  disconnectedCallback() { for (const one of this.sorted ?? []) one.destroy(); }

  /// What `live.js` asks for again.
  get address() { return this.rest.address; }

  press(event) {
    const card = event.target.closest('.card');
    if (!card || !isPlain(event) || isTyping(event.target) || isCovered()) return;
    const key = keyOf(event);
    if (key === 'm' && card.dataset.moveUrl) this.choose(card);
    else if (event.target !== card) return;
    else if (key === 'enter') card.querySelector('a')?.click();
    else if (key.startsWith('arrow')) this.walk(card, key);
    else return;
    event.preventDefault();
  }

  async choose(card) {
    const columns = [...(card.closest('.board__lane') ?? this).querySelectorAll('.board__column')];
    const column = await chooseStage(this, columns, card.closest('.board__column'));
    if (!column) return card.focus();
    const origin = { list: card.parentElement, next: card.nextElementSibling };
    column.querySelector('.board__cards').prepend(card);
    card.scrollIntoView({ block: 'nearest', inline: 'nearest' });
    card.focus();
    this.moves.send(card, column, origin);
  }

  walk(card, key) {
    const step = { arrowdown: 1, arrowup: -1 }[key];
    const list = card.parentElement;
    if (step) return (step > 0 ? card.nextElementSibling : card.previousElementSibling)?.focus();
    const row = [...list.children].indexOf(card);
    const columns = [...(card.closest('.board__lane') ?? this).querySelectorAll('.board__cards')];
    const side = key === 'arrowright' ? 1 : -1;
    for (let at = columns.indexOf(list) + side; columns[at]; at += side) {
      const cards = columns[at].querySelectorAll('.card');
      if (cards.length > 0) return cards[Math.min(row, cards.length - 1)].focus();
    }
  }
}

customElements.define('stage-board', StageBoard);
