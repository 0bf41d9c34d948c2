// Keys by their place on the keyboard, so that they work on a Russian layout too.
// An element with data-key="c" or data-key="g d" is followed when that key or sequence is pressed.

const places = { BracketLeft: '[', BracketRight: ']', Slash: '/', Period: '.', Comma: ',', Enter: 'enter', Escape: 'escape' };

export function keyOf(event) {
  if (/^[a-z0-9]$/i.test(event.key)) return event.key.toLowerCase();
  const [, letter] = /^(?:Key|Digit)([A-Z0-9])$/.exec(event.code) ?? [];
  return letter?.toLowerCase() ?? places[event.code] ?? event.key.toLowerCase();
}

export function isTyping(target) {
  const fields = 'input:not([type="checkbox"], [type="radio"]), textarea, select, [contenteditable]';
  return target instanceof Element && target.closest(fields) !== null;
}

export function isPlain(event) {
  return !(event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.isComposing);
}

/// What a button or link is called, seen or aloud.
export function nameOf(element) {
  const spoken = element.getAttribute('aria-label') ?? element.getAttribute('title');
  return (spoken ?? (element.querySelector('span:not(.kbd)') ?? element).textContent).trim();
}

export function isCovered() {
  return document.querySelector('dialog[open]') !== null;
}

const isSeen = (element) => element.checkVisibility?.() ?? element.offsetParent !== null;
const keyed = () => [...document.querySelectorAll('[data-key]')].filter((element) => isSeen(element) || element.closest('.menu'));

let begun = '';
let forget = 0;

document.addEventListener('keydown', (event) => {
  if (!isPlain(event) || event.shiftKey || isTyping(event.target) || isCovered()) return;
  const pressed = begun ? `${begun} ${keyOf(event)}` : keyOf(event);
  const targets = keyed();
  clearTimeout(forget);
  begun = '';
  const target = targets.find((element) => element.dataset.key === pressed);
  if (target) {
    event.preventDefault();
    follow(target);
  } else if (targets.some((element) => element.dataset.key.startsWith(`${pressed} `))) {
    begun = pressed;
    forget = setTimeout(() => { begun = ''; }, 1200);
  }
});

function follow(target) {
  target.click();
  const composer = target.closest('.composer');
  if (composer) [...composer.querySelectorAll('textarea, input:not([type="hidden"], [type="radio"])')].find(isSeen)?.focus();
}
