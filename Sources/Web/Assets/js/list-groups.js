import { rowsOf } from './list-rows.js';
import { eachPage } from './pages.js';
import { get, withQuery } from './server.js';

// A list in groups: the rows of a group come when it is opened. The figures below a list come when the page is there.

async function toggle(link) {
  const body = link.closest('tbody');
  const isOpen = link.getAttribute('aria-expanded') === 'true';
  const url = new URL(location.href);
  const opened = [...document.querySelectorAll('a[data-group][aria-expanded="true"]')].map(({ dataset }) => dataset.group);
  const others = opened.filter((key) => key !== link.dataset.group);
  url.searchParams.delete('open');
  for (const key of isOpen ? others : [...others, link.dataset.group]) url.searchParams.append('open', key);
  if (isOpen) {
    for (const row of [...body.rows].slice(1)) row.remove();
  } else {
    link.setAttribute('aria-busy', 'true');
    try {
      body.append(...await pageOf(link.dataset.rows, body.rows[0]));
    } catch {
      location.assign(link.href);
      return;
    } finally {
      link.removeAttribute('aria-busy');
    }
  }
  link.setAttribute('aria-expanded', String(!isOpen));
  history.replaceState(history.state, '', url);
}

/// The rows of a page, and the way to the next ones.
async function pageOf(url, head) {
  const { rows, next } = rowsOf(await get(url));
  if (!next) return rows;
  const more = document.createElement('tr');
  more.className = 'table__more';
  const cell = more.insertCell();
  cell.colSpan = [...head.cells].reduce((sum, each) => sum + each.colSpan, 0);
  const link = Object.assign(document.createElement('a'), { href: next.href, textContent: next.getAttribute('aria-label') });
  link.dataset.more = '';
  cell.append(link);
  return [...rows, more];
}

document.addEventListener('click', async (event) => {
  const link = event.target.closest?.('a[data-group], .table a[data-more]');
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.button > 0) return;
  event.preventDefault();
  if (link.dataset.group !== undefined) return toggle(link);
  const row = link.closest('tr');
  try {
    const rows = await pageOf(link.href, row);
    row.replaceWith(...rows);
    rows[0]?.focus();
  } catch {
    location.assign(link.href);
  }
});

eachPage(() => {
  const foot = document.querySelector('tfoot[data-figures]');
  if (!foot) return;
  get(withQuery(foot.dataset.figures, { fragment: 1 })).then(
    (page) => foot.replaceChildren(...page.querySelectorAll('tr')), () => {});
});
