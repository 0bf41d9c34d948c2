// A list of options under a text field, for the command field and the record picker.

let made = 0;

export class Options {
  constructor(input, list) {
    this.input = input;
    this.list = list;
    // What is shown was found by less than is typed by now.
    input.addEventListener('input', () => Object.assign(this, { isBehind: true, wish: null }));
    list.addEventListener('pointermove', (event) => {
      const option = event.target.closest('[role="option"]');
      if (option && option !== this.current) this.choose(option, false);
    });
  }

  get all() { return [...this.list.querySelectorAll('[role="option"]')]; }
  get current() { return this.list.querySelector('[aria-selected="true"]'); }

  /// Shows other options and chooses the first, or the one in the place of the one that was chosen.
  show(content, keepsPlace = false) {
    const place = keepsPlace ? Math.max(this.all.indexOf(this.current), 0) : 0;
    this.list.replaceChildren(content);
    for (const option of this.all) {
      option.id ||= `option-${made += 1}`;
      option.tabIndex = -1;
    }
    this.choose(this.all[place]);
    const { wish } = this;
    Object.assign(this, { isBehind: false, wish: null });
    wish?.(this.current);
  }

  /// Takes the option that is chosen, as soon as it is found by all that was typed.
  decide(take) {
    if (this.isBehind) this.wish = take; else take(this.current);
  }

  choose(option, scrolls = true) {
    this.current?.setAttribute('aria-selected', 'false');
    if (option) {
      option.setAttribute('aria-selected', 'true');
      if (scrolls) option.scrollIntoView({ block: 'nearest' });
      this.input.setAttribute('aria-activedescendant', option.id);
    } else {
      this.input.removeAttribute('aria-activedescendant');
    }
  }

  step(by) {
    const all = this.all;
    if (all.length === 0) return;
    this.choose(all[(all.indexOf(this.current) + by + all.length) % all.length]);
  }
}

/// Calls at most once per pause; `run` gets a signal that ends when a newer call begins.
export function pausing(milliseconds, run) {
  let timer = 0;
  let controller = null;
  return (...values) => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      controller?.abort();
      controller = new AbortController();
      run(controller.signal, ...values);
    }, milliseconds);
  };
}
