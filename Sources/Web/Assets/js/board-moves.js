import { FormDialog } from './form-dialog.js';
import { askReason } from './stage-dialogs.js';
import { post } from './server.js';
import { showFailure, showToast } from './undo-toast.js';

const stay = (event) => event.preventDefault();

/// Tells the server where cards were put. A card that the server refuses comes back; one that could not be sent waits where it is, says so,
/// and is sent again until it arrives.
export class BoardMoves {
  constructor(board) {
    this.board = board;
    this.waiting = new Set();
    this.again = () => this.retry();
  }

  async send(card, column, origin) {
    const fields = { stage: column.dataset.stage, _version: card.dataset.version };
    if (column.dataset.kind === 'lost') {
      fields.lost_reason = await askReason(this.board);
      if (fields.lost_reason === null) return this.putBack(card, origin);
    }
    await this.deliver({ card, fields, origin, tries: 0 });
  }

  async deliver(move) {
    const { card, origin } = move;
    card.classList.add('card--pending');
    try {
      this.take(await post(card.dataset.moveUrl, move.fields), card);
    } catch (refusal) {
      if (!refusal.fragment) return this.wait(move);
      // What was sent before the line broke may have arrived.
      const isShown = this.board.isConnected;
      if (isShown && move.tries > 0) return this.forget(move, () => location.reload());
      const form = isShown && refusal.fragment.querySelector('a[data-ask]');
      const answer = form ? await this.ask(form.href) : null;
      if (answer) this.take(answer, card);
      else this.refuse(refusal, move, !form);
    }
    this.forget(move, () => card.classList.remove('card--pending'));
  }

  /// Asks in place for what a stage wants filled.
  async ask(href) {
    const form = new FormDialog(this.board, 'board__missing', this.board.dataset.moveLabel);
    const answer = await form.ask(href);
    form.dialog.remove();
    return answer;
  }

  refuse(refusal, { card, origin }, isSaid) {
    this.putBack(card, origin);
    const toast = refusal.fragment.querySelector('undo-toast');
    if (isSaid && toast) showToast(toast);
    else if (isSaid) showFailure(refusal.message || this.board.dataset.failure);
  }

  wait(move) {
    move.tries += 1;
    this.waiting.add(move);
    window.addEventListener('online', this.again);
    window.addEventListener('beforeunload', stay);
    move.card.dataset.waiting = this.board.dataset.waiting;
    clearTimeout(move.timer);
    move.timer = setTimeout(() => this.deliver(move), Math.min(1_000 * 2 ** move.tries, 30_000));
  }

  retry() {
    for (const move of this.waiting) {
      clearTimeout(move.timer);
      this.deliver(move);
    }
  }

  forget(move, then) {
    this.waiting.delete(move);
    if (this.waiting.size === 0) {
      window.removeEventListener('online', this.again);
      window.removeEventListener('beforeunload', stay);
    }
    delete move.card.dataset.waiting;
    then();
  }

  /// The total, heads of the columns, the card as it is now, and what can be undone: each is optional in the answer.
  take(answer, card) {
    for (const head of answer.querySelectorAll('[data-head]')) {
      document.querySelector(`[data-head="${CSS.escape(head.dataset.head)}"]`)?.replaceWith(head);
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
}
