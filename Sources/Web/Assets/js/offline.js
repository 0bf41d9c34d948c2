// The page that stands where there is no connection opens the one that was wanted as soon as there is.

addEventListener('online', () => location.reload());
