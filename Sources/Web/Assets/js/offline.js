// The page that stands where Krug can't be reached opens the one that was wanted as soon as it can: the network may be back without a
// word, or say so before the server answers.

const again = () => fetch('/livez', { cache: 'no-store' }).then((answer) => { if (answer.ok) location.reload(); }).catch(() => {});

addEventListener('online', again);
setInterval(again, 3_000);
