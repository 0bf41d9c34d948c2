import { eachPage } from './pages.js';

// On a narrow screen tabs and stages run off to the side: what is current is brought into view.
eachPage(() => {
  for (const current of document.querySelectorAll('.tabs [aria-current], .stage-bar__step--current')) {
    const row = current.closest('.tabs, .stage-bar__list');
    const [inner, outer] = [current.getBoundingClientRect(), row.getBoundingClientRect()];
    row.scrollLeft += inner.left + inner.width / 2 - outer.left - outer.width / 2;
  }
});
