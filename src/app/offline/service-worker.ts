/**
 * Opens the lab offline, and isolates it on hosts that cannot send headers.
 *
 * All files of one build are kept together, under their SHA-256, so that a page never gets a mixture of versions: a
 * new build is fetched whole beside the old one and takes over only when no page of the old one is open. Every answer
 * carries the headers that make a page cross-origin isolated (threads for WASM).
 */
declare const self: ServiceWorkerGlobalScope & {
  /** Written above this code by the build (scripts/vite-offline.ts). */
  SEQLAB_BUILD: { version: string; files: Record<string, string> };
};

const { version, files } = self.SEQLAB_BUILD;
/** One origin may serve several labs from several paths: each keeps to its own caches. */
const PREFIX = `seqlab ${self.registration.scope} `;
const CACHE = PREFIX + version;
const PARALLEL = 4;

/** What makes a page cross-origin isolated. */
const ISOLATION = {
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
  'Cross-Origin-Resource-Policy': 'same-origin',
};

function isolated(response: Response): Response {
  // Opaque answers and redirects can only be passed on as they are.
  if (response.status === 0 || response.type === 'opaqueredirect') return response;
  const headers = new Headers(response.headers);
  for (const [name, value] of Object.entries(ISOLATION)) headers.set(name, value);
  const empty = response.status === 204 || response.status === 304;
  return new Response(empty ? null : response.body, {
    status: response.status,
    statusText: response.statusText,
    headers,
  });
}

/** Where a file of the build is kept: two builds share it where its bytes are the same. */
function keyOf(name: string): string {
  return new URL(`${name}?sha256=${files[name]}`, self.registration.scope).href;
}

/** The name of a file of this build; the folder itself is its index.html. Null for all else. */
function nameOf(url: URL): string | null {
  const scope = new URL(self.registration.scope);
  if (url.origin !== scope.origin || !url.pathname.startsWith(scope.pathname)) return null;
  const name = decodeURIComponent(url.pathname.slice(scope.pathname.length)) || 'index.html';
  return Object.hasOwn(files, name) ? name : null;
}

async function sha256(bytes: ArrayBuffer): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', bytes);
  return [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}

/**
 * @throws Error where the host's file is not that of this build: it is being updated just now. The browser drops
 *   this worker and tries again at a later visit.
 */
async function fetchFile(name: string): Promise<Response> {
  const response = await fetch(new URL(name, self.registration.scope), { cache: 'no-cache' });
  if (!response.ok) throw new Error(`${name}: the host answered ${response.status}.`);
  const bytes = await response.arrayBuffer();
  // Some hosts send gzipped data as an encoding, which the browser undoes: those bytes are not the file's.
  const undone = name.endsWith('.gz') && response.headers.has('Content-Encoding');
  if (!undone && (await sha256(bytes)) !== files[name]) {
    throw new Error(`${name} is not that of build ${version}.`);
  }
  const headers = new Headers({ 'Content-Length': String(bytes.byteLength) });
  const type = response.headers.get('Content-Type');
  if (type) headers.set('Content-Type', type);
  return isolated(new Response(bytes, { headers }));
}

async function install(): Promise<void> {
  const cache = await caches.open(CACHE);
  const names = Object.keys(files);
  const keepNext = async (): Promise<void> => {
    for (let name = names.pop(); name !== undefined; name = names.pop()) {
      const key = keyOf(name);
      const kept = await caches.match(key);
      await cache.put(key, kept ?? (await fetchFile(name)));
    }
  };
  await Promise.all(Array.from({ length: PARALLEL }, keepNext));
}

async function activate(): Promise<void> {
  const old = (await caches.keys()).filter((name) => name.startsWith(PREFIX) && name !== CACHE);
  await Promise.all(old.map((name) => caches.delete(name)));
  await self.clients.claim();
}

/** How often a reload may be answered by a hand-over that then did not happen. */
const HAND_OVERS = 5;
let handOvers = 0;

/**
 * Asks the waiting build to take over and loads the page again once it has. Only then: a request that comes while one
 * worker follows the other may never be answered, so the reload is also asked for again and again until it is. The
 * icon is named so that the browser does not ask the host for one.
 */
const HAND_OVER_PAGE = `<!doctype html><link rel="icon" href="data:,"><script>
const again = () => location.reload();
setInterval(again, 5000);
navigator.serviceWorker.getRegistration().then((registration) => {
  const waiting = registration && registration.waiting;
  const next = waiting || (registration && registration.active);
  if (!next) return again();
  const look = () => next.state === 'activated' && again();
  next.addEventListener('statechange', look);
  if (waiting) waiting.postMessage('take over');
  look();
});
</script>`;

/** A reload of the only open page lets a waiting new build take over, then loads the page from it. */
async function handOver(): Promise<Response | null> {
  if (!self.registration.waiting || handOvers === HAND_OVERS) return null;
  const pages = await self.clients.matchAll({ type: 'window' });
  if (pages.length > 1) return null;
  handOvers++;
  // Made of a string, not of another answer's stream: this worker may be ended before it has been read, and a page
  // that was cut off would stay blank.
  return new Response(HAND_OVER_PAGE, { headers: { ...ISOLATION, 'Content-Type': 'text/html' } });
}

async function answer(request: Request, name: string | null): Promise<Response> {
  if (request.mode === 'navigate') {
    const reload = await handOver();
    if (reload) return reload;
  }
  const kept = name === null ? undefined : await caches.match(keyOf(name));
  return kept ?? isolated(await fetch(request));
}

self.addEventListener('install', (event) => {
  event.waitUntil(install());
});

self.addEventListener('activate', (event) => {
  event.waitUntil(activate());
});

self.addEventListener('message', (event) => {
  if (event.data === 'take over') event.waitUntil(self.skipWaiting());
});

self.addEventListener('fetch', (event) => {
  const { request } = event;
  if (request.method !== 'GET') return;
  const url = new URL(request.url);
  // Other origins (published data) and what lies outside this folder are not ours to answer.
  if (!url.href.startsWith(self.registration.scope)) return;
  event.respondWith(answer(request, nameOf(url)));
});

export {};
