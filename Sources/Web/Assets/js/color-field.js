/// A colour typed or picked: the browser's own picker stands beside the text and follows it.
class ColorField extends HTMLElement {
  connectedCallback() {
    const [text, picker] = this.querySelectorAll('input');
    picker.hidden = false;
    picker.addEventListener('input', () => { text.value = picker.value; });
    text.addEventListener('input', () => {
      const digits = text.value.trim().replace(/^#/, '').toLowerCase();
      if (/^[0-9a-f]{6}$/.test(digits)) picker.value = `#${digits}`;
    });
  }
}

customElements.define('color-field', ColorField);
