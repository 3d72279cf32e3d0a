/**
 * Threads that TensorFlow.js gives its WASM backend where the page is isolated: half of the cores, at least one.
 * @param cores `navigator.hardwareConcurrency`
 */
export const threadsOf = (cores: number): number => Math.max(1, Math.floor(cores / 2));

/** Why WASM has one thread, and what can be done about it: nothing is promised that the machine cannot give. */
export function isolationWords(cores: number, reloadIsolates: boolean): string {
  const threads = threadsOf(cores);
  if (threads === 1)
    return `The page is not cross-origin isolated. It costs nothing here: with ${cores} processor core${cores === 1 ? '' : 's'} WASM has one thread anyway.`;
  const way = reloadIsolates
    ? 'Reload the page: from now on it will be.'
    : 'The host would have to send the COOP and COEP headers; on a second visit the lab can add them itself.';
  return `The page is not cross-origin isolated, so WASM has one thread instead of ${threads}. ${way}`;
}
