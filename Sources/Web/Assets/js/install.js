// What makes the program installable, where the browser allows it: only over HTTPS or on the machine itself.

if (isSecureContext) navigator.serviceWorker?.register('/service-worker.js').catch(() => {});

document.querySelector('[data-try-again]')?.addEventListener('click', () => location.reload());
addEventListener('online', () => { if (document.querySelector('[data-try-again]')) location.reload(); });
