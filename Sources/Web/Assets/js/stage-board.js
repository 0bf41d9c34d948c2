import { isCovered, isPlain, keyOf } from './keys.js';
import { chooseStage, askReason } from './stage-dialogs.js';
import { post } from './server.js';
import { showFailure, showToast } from './undo-toast.js';

/// A board whose cards are dragged between columns, or moved by `m`. A card moves at once and comes back if the server refuses.
class StageBoard extends HTMLElement {
  async connectedCallback() {
    this.addEventListener('keydown', (event) => this.press(event));
    const { Sortable } = await import('./sortable.js');
    for (const list of this.querySelectorAll('.board__cards')) {
      new Sortable(list, {
        group: 'cards', sort: false, draggable: '.card[data-move-url]', animation: 120,
        delay: 180, delayOnTouchOnly: true, touchStartThreshold: 6,
        ghostClass: 'card--ghost', dragClass: 'card--drag', scrollSensitivity: 80, scrollSpeed: 14,
        onStart: ({ item }) => {
          this.classList.add('board--dragging');
          this.origin = { list: item.parentElement, next: item.nextElementSibling };
        },
        onEnd: ({ item, to }) => {
          this.classList.remove('board--dragging');
          if (to !== this.origin.list) this.send(item, to.closest('.board__column'), this.origin);
        },
      });
    }
    this.dataset.ready = 'yes';
  }

  press(event) {
    const card = event.target.closest('.card');
    if (!card || event.target !== card || !isPlain(event) || isCovered()) return;
    const key = keyOf(event);
    if (key === 'm' && card.dataset.moveUrl) this.choose(card);
    else if (key === 'enter') card.querySelector('a')?.click();
    else if (key.startsWith('arrow')) this.walk(card, key);
    else return;
    event.preventDefault();
  }

  async choose(card) {
    const columns = [...this.querySelectorAll('.board__column')];
    const column = await chooseStage(this, columns, card.closest('.board__column'));
    if (!column) return card.focus();
    const origin = { list: card.parentElement, next: card.nextElementSibling };
    column.querySelector('.board__cards').prepend(card);
    card.scrollIntoView({ block: 'nearest', inline: 'nearest' });
    card.focus();
    this.send(card, column, origin);
  }

  async send(card, column, origin) {
    const fields = { stage: column.dataset.stage, _version: card.dataset.version };
    if (column.dataset.kind === 'lost') {
      fields.lost_reason = await askReason(this);
      if (fields.lost_reason === null) return this.putBack(card, origin);
    }
    card.classList.add('card--pending');
    try {
      this.take(await post(card.dataset.moveUrl, fields), card);
    } catch (refusal) {
      const form = refusal.fragment?.querySelector('a[data-ask]');
      if (form) return location.assign(form.href);
      this.putBack(card, origin);
      const toast = refusal.fragment?.querySelector('undo-toast');
      if (toast) showToast(toast);
      else showFailure(refusal.fragment && refusal.message ? refusal.message : this.dataset.failure);
    }
    card.classList.remove('card--pending');
  }

  /// Heads of the columns, the card as it is now, and what can be undone: each is optional in the answer.
  take(answer, card) {
    for (const head of answer.querySelectorAll('[data-head]')) {
      this.querySelector(`[data-head="${CSS.escape(head.dataset.head)}"]`)?.replaceWith(head);
    }
    const renewed = answer.querySelector(`.card[data-id="${CSS.escape(card.dataset.id)}"]`);
    const hadFocus = document.activeElement === card;
    if (renewed) card.replaceWith(renewed);
    if (renewed && hadFocus) renewed.focus();
    const toast = answer.querySelector('undo-toast');
    if (toast) showToast(toast);
  }

  putBack(card, origin) {
    origin.list.insertBefore(card, origin.next?.parentElement === origin.list ? origin.next : null);
    card.focus();
  }

  walk(card, key) {
    const step = { arrowdown: 1, arrowup: -1 }[key];
    const list = card.parentElement;
    if (step) return (step > 0 ? card.nextElementSibling : card.previousElementSibling)?.focus();
    const row = [...list.children].indexOf(card);
    const columns = [...this.querySelectorAll('.board__cards')];
    const side = key === 'arrowright' ? 1 : -1;
    for (let at = columns.indexOf(list) + side; columns[at]; at += side) {
      const cards = columns[at].querySelectorAll('.card');
      if (cards.length > 0) return cards[Math.min(row, cards.length - 1)].focus();
    }
  }
}

customElements.define('stage-board', StageBoard);
