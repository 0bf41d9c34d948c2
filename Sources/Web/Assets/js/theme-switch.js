import { post } from './server.js';

/// Light, dark or as in the system: at once, and remembered by the server.
class ThemeSwitch extends HTMLElement {
  connectedCallback() {
    this.addEventListener('submit', (event) => {
      const theme = event.submitter?.value;
      if (!theme) return;
      event.preventDefault();
      if (theme === 'system') delete document.documentElement.dataset.theme;
      else document.documentElement.dataset.theme = theme;
      for (const choice of this.querySelectorAll('[name="theme"]')) choice.setAttribute('aria-pressed', String(choice.value === theme));
      post(event.target.action, { theme }).catch(() => {});
    });
  }
}

customElements.define('theme-switch', ThemeSwitch);
