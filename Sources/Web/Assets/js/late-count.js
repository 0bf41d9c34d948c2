import { get } from './server.js';

/// Says at once "50+" and, when it is counted, how many there are.
class LateCount extends HTMLElement {
  async connectedCallback() {
    try {
      this.replaceChildren(await get(this.dataset.url, null, { asks: false }));
    } catch {
      // What it says is true as it is.
    }
  }
}

customElements.define('late-count', LateCount);
