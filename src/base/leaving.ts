/**
 * Calls back when the page may be about to go: it was hidden, or is closed or reloaded, which need not hide it first.
 * There is no later chance to begin to write something. Does nothing in Node.
 */
export function onLeaving(callback: () => void): void {
  globalThis.document?.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'hidden') callback();
  });
  globalThis.addEventListener?.('pagehide', callback);
}
