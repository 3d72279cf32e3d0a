import { onLeaving } from '../base/leaving.ts';
import { announceSaving } from './saved.ts';

/**
 * Writes that are put off for a moment, as a person may go on at once. The saved sign says so from the first change on,
 * and what waits is written when the page goes.
 * @param write goes through `saving`; gets the key that was given to `soon`.
 */
export function savingSoon(write: (key: string) => Promise<void>, afterMs: number) {
  const waiting = new Map<string, { timer: ReturnType<typeof setTimeout>; told: () => void }>();

  /** Writes now what waits under the key, if anything. */
  async function flush(key: string): Promise<void> {
    const one = waiting.get(key);
    if (!one) return;
    clearTimeout(one.timer);
    waiting.delete(key);
    await write(key);
    one.told();
  }

  function soon(key: string): void {
    if (waiting.has(key)) return;
    waiting.set(key, { timer: setTimeout(() => void flush(key), afterMs), told: announceSaving() });
  }

  onLeaving(() => {
    for (const key of [...waiting.keys()]) void flush(key);
  });
  return { soon, flush };
}
