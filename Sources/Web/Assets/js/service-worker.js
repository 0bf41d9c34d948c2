// Says honestly that there is no connection. Nothing of anybody's data is kept: one page that knows nobody, and what it is drawn with.
// While the server answers this costs nothing: pages come from the network without waiting for it, everything else goes past it.

const kept = 'offline-1';
const hasRoutes = 'addRoutes' in InstallEvent.prototype;

/// Keeps the page, and returns the addresses of what it is drawn with.
async function keep() {
  const page = await fetch(`/offline${self.location.search}`, { cache: 'no-store', credentials: 'omit' });
  if (!page.ok) throw new Error(`/offline: ${page.status}`);
  const parts = [...(await page.clone().text()).matchAll(/"(\/assets\/[^"#]+)/g)].map(([, url]) => url);
  const cache = await caches.open(kept);
  await cache.addAll(new Set(parts));
  await cache.put('/offline', page);
  return [...new Set(parts)];
}

async function install(event) {
  const parts = await keep();
  const isPage = { requestMode: 'navigate', requestMethod: 'GET' };
  if (hasRoutes) {
    await event.addRoutes([
      ...parts.map((urlPattern) => ({ condition: { urlPattern }, source: { cacheName: kept } })),
      { condition: isPage, source: 'race-network-and-fetch-handler' },
      { condition: { not: isPage }, source: 'network' },
    ]);
  }
  await self.skipWaiting();
}

async function activate() {
  for (const name of await caches.keys()) if (name !== kept) await caches.delete(name);
  if (!hasRoutes) await self.registration.navigationPreload?.enable();
}

async function answer(event) {
  try {
    return (await event.preloadResponse) ?? await fetch(event.request);
  } catch {
    return (await caches.match('/offline')) ?? Response.error();
  }
}

self.addEventListener('install', (event) => event.waitUntil(install(event)));
self.addEventListener('activate', (event) => event.waitUntil(activate()));
self.addEventListener('fetch', (event) => {
  const { request } = event;
  if (request.mode === 'navigate' && request.method === 'GET') event.respondWith(answer(event));
  else if (request.url.includes('/assets/') && !navigator.onLine) event.respondWith(caches.match(request).then((found) => found ?? fetch(request)));
});
