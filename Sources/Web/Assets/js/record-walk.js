import { isCovered, isTyping } from './keys.js';
import { eachPage } from './pages.js';

// Ctrl+↑ and Ctrl+↓ go to the records before and behind in the list that one came from. The address then knows the list, so that it can be
// passed on and loaded again.

const walkOf = () => document.querySelector('.record__walk');

eachPage(() => {
  const walk = walkOf();
  if (walk) history.replaceState(history.state, '', walk.dataset.address + location.hash);
});

document.addEventListener('keydown', (event) => {
  const rel = { ArrowUp: 'prev', ArrowDown: 'next' }[event.key];
  if (!walkOf() || !rel || !(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey) return;
  if (isTyping(event.target) || isCovered()) return;
  event.preventDefault();
  walkOf().querySelector(`[rel="${rel}"]`)?.click();
});
