const place = 'board-folded';

/// Columns that one has folded stay so in this browser.
export class BoardFolds {
  constructor(board) {
    this.folded = new Set(this.kept());
    for (const button of board.querySelectorAll('[data-folds]')) {
      const column = button.closest('.board__column');
      button.hidden = false;
      this.show(column, button);
      button.addEventListener('click', () => this.toggle(column, button));
    }
  }

  kept() {
    try {
      const found = JSON.parse(localStorage.getItem(place) ?? '[]');
      return Array.isArray(found) ? found : [];
    } catch {
      return [];
    }
  }

  toggle(column, button) {
    const stage = column.dataset.stage;
    if (!this.folded.delete(stage)) this.folded.add(stage);
    this.show(column, button);
    try {
      localStorage.setItem(place, JSON.stringify([...this.folded]));
    } catch {
      // Where nothing may be kept, it holds until the page is left.
    }
  }

  show(column, button) {
    const isFolded = this.folded.has(column.dataset.stage);
    column.classList.toggle('board__column--folded', isFolded);
    button.setAttribute('aria-expanded', String(!isFolded));
  }
}
