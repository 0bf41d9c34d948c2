// A session that ends takes nothing away: one signs in in another tab, and goes on here.

const pause = 1_500;
let asking = null;

/// Whose the present session is: 'nobody', 'other', 'same' as this page's, or 'new', of the same person; the page then gets its token.
async function session() {
  const answer = await fetch('/notifications', { redirect: 'manual' }).catch(() => null);
  if (!answer?.ok) return 'nobody';
  const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
  const [now, known] = [page, document].map((one) => one.querySelector('meta[name="csrf"]'));
  const [person, own] = [page, document].map((one) => one.querySelector('.topbar')?.dataset.user);
  if (!now || !known || !person) return 'nobody';
  if (person !== own) return 'other';
  if (now.content === known.content) return 'same';
  known.content = now.content;
  const roots = [document, ...[...document.querySelectorAll('template')].map((one) => one.content)];
  for (const input of roots.flatMap((root) => [...root.querySelectorAll('[name="_csrf"]')])) input.value = now.content;
  return 'new';
}

/// Gives the page the token of the present session, if that is the same person's. - Returns: whether it is a new one.
export const renewToken = async () => await session() === 'new';

/// Asks to sign in. - Returns: whether that was done; false when one thinks better of it.
export function signInAgain(dialog) {
  if (!dialog) return false;
  asking ??= new Promise((resolve) => {
    const before = document.activeElement;
    const end = (isIn) => {
      clearInterval(timer);
      asking = null;
      dialog.remove();
      if (before?.isConnected) before.focus({ preventScroll: true });
      resolve(isIn);
    };
    const look = async () => {
      const found = await session();
      if (found === 'same' || found === 'new') return end(true);
      if (found !== 'other') return;
      clearInterval(timer);
      dialog.querySelector('.dialog__text').textContent = dialog.dataset.other;
    };
    const timer = setInterval(() => { if (document.visibilityState === 'visible') look(); }, pause);
    dialog.addEventListener('close', () => end(false));
    document.body.append(dialog);
    dialog.showModal();
  });
  return asking;
}
