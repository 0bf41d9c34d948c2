import { editField } from './field-editor.js';

// The fields of a record page are changed where they stand: by their pencil, or by a click beside what they link to.

const parts = ['.record__head', '.record__facts', '.record__related', '.record__timeline'];

/// Everything but what one may be writing.
export function renew(page) {
  for (const part of parts) {
    const [old, fresh] = [document.querySelector(part), page.querySelector(part)];
    if (old && fresh) old.replaceWith(fresh);
  }
}

document.addEventListener('click', (event) => {
  const row = event.target.closest?.('.facts__row');
  const link = row?.querySelector('.facts__edit');
  const isOther = event.target.closest('a:not(.facts__edit), button, input, summary');
  if (!link || isOther || event.ctrlKey || event.metaKey || event.shiftKey || !getSelection().isCollapsed) return;
  event.preventDefault();
  const url = new URL(link.href);
  editField(row.querySelector('.facts__value'), {
    url: url.pathname, field: url.hash.slice('#field-'.length), next: location.pathname,
    saved: renew,
    left: (how) => { if (how !== 'away') document.querySelector(`.facts__edit[href$="${CSS.escape(url.hash)}"]`)?.focus(); },
  });
});
