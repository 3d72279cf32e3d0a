import { onLeaving } from '../base/leaving.ts';
import { announceSaving } from './saved.ts';

/**
 * Writes that are put off for a moment, as a person may go on at once. The saved sign says so from the first change on,
 * and what waits is written when the page goes. What could not be written waits on, without a time: it goes with the
 * next change, with `flush`, or when the page goes.
 * @param write goes through `saving`, and says as that does whether it was written; gets the key given to `soon`.
 */
export function savingSoon(write: (key: string) => Promise<boolean>, afterMs: number) {
  const waiting = new Map<string, { timer: ReturnType<typeof setTimeout>; told: () => void }>();
  const failed = new Set<string>();

  /** Writes now what waits under the key, if anything. */
  async function flush(key: string): Promise<void> {
    const one = waiting.get(key);
    if (!one && !failed.has(key)) return;
    clearTimeout(one?.timer);
    waiting.delete(key);
    failed.delete(key);
    try {
      if (!(await write(key))) failed.add(key);
    } finally {
      one?.told();
    }
  }

  function soon(key: string): void {
    if (waiting.has(key)) return;
    waiting.set(key, { timer: setTimeout(() => void flush(key), afterMs), told: announceSaving() });
  }

  onLeaving(() => {
    for (const key of new Set([...waiting.keys(), ...failed])) void flush(key);
  });
  return { soon, flush };
}
