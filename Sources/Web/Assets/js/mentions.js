import { Options, pausing } from './options.js';
import { get, withQuery } from './server.js';

// In every long text, “@” and the beginning of a name offers the people of the workspace, “#” the records that one may read.

const signs = {
  '@': {
    begun: /(?:^|[\s(])@([\p{L}\p{M}.'-]{0,30}(?: [\p{L}\p{M}.'-]{0,30})?)$/u, asked: { object: 'user' },
    text: (option) => `@${option.dataset.label} `,
  },
  '#': { begun: /(?:^|[\s(])#([\p{L}\p{M}\p{N}.'-]{1,30}(?: [\p{L}\p{M}\p{N}.'-]{0,30}){0,2})$/u, asked: {}, text: (option) => `#${option.dataset.id} ` },
};
let offer = null;

/// The list under one text field, for as long as a name is being written there.
class Offer {
  constructor(area, sign) {
    this.area = area;
    this.sign = sign;
    this.box = Object.assign(document.createElement('div'), { className: 'picker' });
    this.list = Object.assign(document.createElement('div'), { className: 'picker__list', role: 'listbox', hidden: true, id: 'mentions' });
    this.list.setAttribute('aria-label', sign);
    this.box.append(this.list);
    area.after(this.box);
    area.setAttribute('aria-controls', this.list.id);
    this.options = new Options(area, this.list);
    this.list.addEventListener('pointerdown', (event) => event.preventDefault());
    this.list.addEventListener('click', (event) => this.take(event.target.closest('[role="option"]')));
    this.ask = pausing(80, (signal, text) => this.search(signal, text));
  }

  async search(signal, text) {
    try {
      const found = await get(withQuery('/search', { ...signs[this.sign].asked, q: text, fragment: 'picker' }), signal);
      if (offer !== this) return;
      this.list.hidden = found.querySelector('[role="option"]') === null;
      this.options.show(found);
    } catch { /* A newer letter asks again. */ }
  }

  take(option) {
    if (!option) return;
    const [area, end] = [this.area, this.area.selectionStart];
    const start = area.value.lastIndexOf(this.sign, end - 1);
    area.setRangeText(signs[this.sign].text(option), start, end, 'end');
    area.dispatchEvent(new Event('input', { bubbles: true }));
    leave();
  }
}

function leave() {
  offer?.area.removeAttribute('aria-activedescendant');
  offer?.area.removeAttribute('aria-controls');
  offer?.box.remove();
  offer = null;
}

document.addEventListener('input', (event) => {
  const area = event.target;
  if (!(area instanceof HTMLTextAreaElement)) return;
  const before = area.value.slice(Math.max(0, area.selectionStart - 120), area.selectionStart);
  const [sign, name] = Object.entries(signs).map(([sign, { begun }]) => [sign, begun.exec(before)?.[1]]).find(([, name]) => name !== undefined) ?? [];
  if (sign === undefined) return leave();
  if (offer?.area !== area || offer.sign !== sign) {
    leave();
    offer = new Offer(area, sign);
  }
  offer.ask(name);
});

document.addEventListener('keydown', (event) => {
  if (!offer || event.target !== offer.area || offer.list.hidden) return;
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (step) offer.options.step(step);
  else if ((event.key === 'Enter' || event.key === 'Tab') && !event.isComposing) offer.options.decide((option) => offer?.take(option));
  else if (event.key === 'Escape') leave();
  else return;
  event.preventDefault();
  event.stopPropagation();
}, true);

document.addEventListener('focusout', (event) => { if (event.target === offer?.area) leave(); });
