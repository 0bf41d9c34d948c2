/// A file field one can drop a file on; it says which file it holds.
class DropZone extends HTMLElement {
  connectedCallback() {
    const input = this.querySelector('input[type="file"]');
    const name = this.querySelector('[data-file-name]');
    const prompt = name.textContent;
    for (const type of ['dragenter', 'dragover']) this.addEventListener(type, () => { this.dataset.over = 'yes'; });
    for (const type of ['dragleave', 'drop']) this.addEventListener(type, () => { delete this.dataset.over; });
    input.addEventListener('change', () => {
      const files = [...input.files].map((file) => file.name).join(', ');
      name.textContent = files || prompt;
      this.toggleAttribute('data-filled', files !== '');
    });
  }
}

customElements.define('drop-zone', DropZone);
