import { keep, restore } from './composer.js';

// A comment is written below what it is about. Without scripts the link leads to a form of its own.

/// What was begun here and not sent, by this page or before.
const begunAt = (entry) => entry.dataset.begun ?? entry.querySelector('[data-begun]')?.dataset.begun ?? '';

function write(entry, link) {
  const given = new URL(link.href).searchParams;
  let form = entry.querySelector('.thread__form');
  if (!form) {
    form = document.querySelector('template[data-comment-form]').content.firstElementChild.cloneNode(true);
    for (const name of ['about', 'change']) form.elements[name].value = given.get(name) ?? '';
    form.dataset.place = given.get('about');
    form.dataset.draft = form.elements._draft.value = given.has('change') ? `comment:${given.get('change')}` : 'comment';
    form.querySelector('[data-cancel]').addEventListener('click', () => {
      form.elements.text.value = '';
      keep(form);
      const link = entry.querySelector('[data-begun]');
      if (link?.dataset.reply) {
        link.textContent = link.dataset.reply;
        delete link.dataset.begun;
      } else link?.remove();
      dismiss(form, entry);
    });
    // Escape closes the form; what it holds stays a draft.
    form.addEventListener('keydown', (event) => { if (event.key === 'Escape' && !event.defaultPrevented) close(form); });
    entry.querySelector('.timeline__content').append(form);
    form.elements.text.value = begunAt(entry);
    restore(form);
  }
  form.elements.text.focus();
}

function close(form) {
  const entry = form.closest('.timeline__entry');
  if (form.elements.text.value !== begunAt(entry)) keep(form);
  dismiss(form, entry);
}

function dismiss(form, entry) {
  entry.dataset.begun = form.elements.text.value;
  form.remove();
  entry.querySelector('.thread__reply, .timeline__menu summary')?.focus();
}

document.addEventListener('click', (event) => {
  const link = event.target.closest?.('a[href^="/comments/new?"]');
  const entry = link?.closest('.timeline__entry');
  if (!entry || event.ctrlKey || event.metaKey || event.shiftKey || !document.querySelector('template[data-comment-form]')) return;
  event.preventDefault();
  link.closest('details')?.removeAttribute('open');
  write(entry, link);
});
