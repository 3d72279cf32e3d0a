/**
 * Keeps the lab for offline use, once the page has loaded and is idle. The built lab only: while developing, files
 * must come from the server.
 *
 * A page is never reloaded from here: where the host sends no isolation headers, the next visit is isolated.
 */
export function registerOffline(): void {
  if (!import.meta.env.PROD || !('serviceWorker' in navigator)) return;
  const register = (): void => {
    navigator.serviceWorker
      .register(new URL('sw.js', document.baseURI), { updateViaCache: 'none' })
      .catch((error: unknown) => console.warn('The lab is not kept for offline use:', error));
  };
  const whenIdle = (): void => {
    if ('requestIdleCallback' in window) requestIdleCallback(register, { timeout: 10_000 });
    else setTimeout(register, 3_000);
  };
  if (document.readyState === 'complete') whenIdle();
  else addEventListener('load', whenIdle, { once: true });
}

/** Whether a reload would isolate the page: its files now come with the headers that the host does not send. */
export function reloadWouldIsolate(): boolean {
  return !crossOriginIsolated && 'serviceWorker' in navigator && navigator.serviceWorker.controller !== null;
}
