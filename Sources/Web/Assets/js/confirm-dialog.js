/// Asks before a form with data-confirm="question" is sent.
class ConfirmDialog extends HTMLElement {
  connectedCallback() {
    this.dialog = this.querySelector('dialog');
    this.querySelector('[data-confirmed]').addEventListener('click', () => {
      this.dialog.close();
      this.agreed = this.form;
      this.form.requestSubmit(this.submitter);
    });
    this.guard = (event) => this.ask(event);
    document.addEventListener('submit', this.guard, true);
  }

  disconnectedCallback() { document.removeEventListener('submit', this.guard, true); }

  ask(event) {
    const question = event.submitter?.dataset.confirm ?? event.target.dataset.confirm;
    if (!question) return;
    if (this.agreed === event.target) {
      this.agreed = null;
      return;
    }
    event.preventDefault();
    event.stopPropagation();
    this.form = event.target;
    this.submitter = event.submitter;
    const button = this.querySelector('[data-confirmed]');
    button.querySelector('span').textContent = event.submitter?.textContent.trim() || button.textContent;
    this.querySelector('[data-question]').textContent = question;
    this.dialog.showModal();
  }
}

customElements.define('confirm-dialog', ConfirmDialog);
