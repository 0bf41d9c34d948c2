// A session that ends takes nothing away: one signs in in another tab, and goes on here.

const pause = 1_500;
let asking = null;

/// Gives the page the token of the present session, if that is the same person's. - Returns: whether it is a new one.
export async function renewToken() {
  const answer = await fetch('/notifications', { redirect: 'manual' }).catch(() => null);
  if (!answer?.ok) return false;
  const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
  const [now, known] = [page, document].map((one) => one.querySelector('meta[name="csrf"]'));
  const [person, own] = [page, document].map((one) => one.querySelector('.topbar__person')?.title);
  if (!now || !known || now.content === known.content || person !== own) return false;
  known.content = now.content;
  const roots = [document, ...[...document.querySelectorAll('template')].map((one) => one.content)];
  for (const input of roots.flatMap((root) => [...root.querySelectorAll('[name="_csrf"]')])) input.value = now.content;
  return true;
}

/// Asks to sign in. - Returns: whether that was done; false when one thinks better of it.
export function signInAgain(dialog) {
  if (!dialog) location.reload();
  asking ??= new Promise((resolve) => {
    const before = document.activeElement;
    const end = (isIn) => {
      clearInterval(timer);
      asking = null;
      dialog.remove();
      if (before?.isConnected) before.focus({ preventScroll: true });
      resolve(isIn);
    };
    const look = async () => { if (await renewToken()) end(true); };
    const timer = setInterval(() => { if (document.visibilityState === 'visible') look(); }, pause);
    dialog.addEventListener('close', () => end(false));
    document.body.append(dialog);
    dialog.showModal();
  });
  return asking;
}
