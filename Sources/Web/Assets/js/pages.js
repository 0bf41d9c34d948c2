// A page is shown when the document is there, and each time that another one takes its place: see `page-turns.js`.

const isBack = performance.getEntriesByType('navigation')[0]?.type === 'back_forward';

/// Done for the page that is shown and for each one after it, which says whether one came to it by Back or Forward.
export function eachPage(act) {
  act({ isReturn: isBack });
  document.addEventListener('page', ({ detail }) => act(detail));
}

/// Keeps something for when one comes back to this page. Unlike the state of `history`, it is kept while one goes back already.
export function keepHere(state) {
  if (globalThis.navigation) navigation.updateCurrentEntry({ state });
  else history.replaceState(state, '');
}

export const keptHere = () => (globalThis.navigation ? navigation.currentEntry?.getState() : history.state) ?? {};

/// Done before a page goes, however it does.
export function eachLeave(act) {
  addEventListener('pagehide', act);
  document.addEventListener('leave', act);
}
