import { get } from './server.js';

/// Asks every second how far a job is; when the answer is no longer a <live-progress>, the answer takes its place.
class LiveProgress extends HTMLElement {
  connectedCallback() { this.wait(1000); }

  disconnectedCallback() { clearTimeout(this.timer); }

  wait(pause) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.look(pause), pause);
  }

  async look(pause) {
    try {
      const answer = await get(this.dataset.url, null, { asks: false });
      if (!this.isConnected) return;
      const next = answer.querySelector('live-progress');
      if (!next) return this.replaceWith(answer);
      const bar = this.querySelector('progress');
      const fresh = next.querySelector('progress');
      // The bar itself stays, so that it glides instead of jumping.
      if (bar && fresh) {
        bar.max = fresh.max;
        bar.value = fresh.value;
        fresh.replaceWith(bar);
      }
      this.replaceChildren(...next.childNodes);
      this.wait(1000);
    } catch {
      if (this.isConnected) this.wait(Math.min(pause * 2, 15_000));
    }
  }
}

customElements.define('live-progress', LiveProgress);
