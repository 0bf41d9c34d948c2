// Files dropped anywhere on the page go into the field inside of this, whose form is sent by a change.
class FileDrop extends HTMLElement {
  connectedCallback() {
    this.stop = new AbortController();
    const { signal } = this.stop;
    const zone = this.querySelector('drop-zone');
    const holdsFiles = (event) => event.dataTransfer?.types.includes('Files');
    document.addEventListener('dragover', (event) => {
      if (!holdsFiles(event)) return;
      event.preventDefault();
      zone.dataset.over = 'yes';
    }, { signal });
    document.addEventListener('dragleave', (event) => { if (!event.relatedTarget) delete zone.dataset.over; }, { signal });
    document.addEventListener('drop', (event) => {
      if (!holdsFiles(event) || event.dataTransfer.files.length === 0) return;
      event.preventDefault();
      this.take(event.dataTransfer.files);
    }, { signal });
  }

  disconnectedCallback() { this.stop.abort(); }

  get input() { return this.querySelector('input[type="file"]'); }

  take(files) {
    const chosen = new DataTransfer();
    for (const file of [...files].slice(0, this.input.multiple ? files.length : 1)) chosen.items.add(file);
    this.input.files = chosen.files;
    this.input.dispatchEvent(new Event('change', { bubbles: true }));
  }
}

customElements.define('file-drop', FileDrop);
