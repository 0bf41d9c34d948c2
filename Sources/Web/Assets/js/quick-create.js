import { FormDialog } from './form-dialog.js';
import { showToast } from './undo-toast.js';

/// New records over the page that one is on, from the menu of creation or by its key. What was begun is there again when it is opened again.
class QuickCreate extends HTMLElement {
  connectedCallback() {
    this.addEventListener('click', (event) => {
      const link = event.target.closest('a[href$="/new"]');
      if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.button > 0) return;
      event.preventDefault();
      link.closest('details')?.removeAttribute('open');
      this.open(link.href);
    });
    document.addEventListener('paste', (event) => this.paste(event));
  }

  async open(href) {
    this.form ??= new FormDialog(document.body, 'quick', this.dataset.label);
    const before = document.activeElement;
    try {
      const answer = await this.form.ask(this.form.isTouched ? null : href);
      if (!answer) return;
      this.form.show('');
      const toast = answer.querySelector('undo-toast');
      if (toast) showToast(toast);
    } catch {
      // Where the window does not come, the page does.
      location.assign(href);
    } finally {
      if (before?.isConnected) before.focus({ preventScroll: true });
    }
  }

  /// A text of several lines, pasted anywhere into the form, fills it.
  paste(event) {
    const form = event.target.closest?.('dialog.quick form');
    const text = event.clipboardData?.getData('text/plain').trim() ?? '';
    const place = form?.querySelector('[name="_paste"]');
    if (!place || event.target === place || event.target.matches('textarea') || !text.includes('\n')) return;
    event.preventDefault();
    place.value = text;
    form.requestSubmit(form.querySelector('[name="_fill"]'));
  }
}

customElements.define('quick-create', QuickCreate);
