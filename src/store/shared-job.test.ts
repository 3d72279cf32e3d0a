import { describe, expect, it, vi } from 'vitest';
import { SharedJob } from './shared-job.ts';

const phase = { phase: 'reading rows', done: 1, total: 2 };

/** A job that comes to its end by hand and obeys its signal. */
function started() {
  let [resolve, reject] = [(_: number): void => undefined, (_: Error): void => undefined];
  const promise = new Promise<number>((...both) => ([resolve, reject] = both));
  const start = vi.fn(({ signal }: { signal: AbortSignal }) => {
    signal.addEventListener('abort', () => reject(new Error('cancelled')));
    return promise;
  });
  const over = vi.fn();
  const job = new SharedJob<number>(start);
  job.whenOver(over);
  const control = start.mock.calls[0]?.[0] as unknown as {
    signal: AbortSignal;
    onProgress: (progress: typeof phase) => void;
  };
  return { job, resolve, over, control };
}

describe('a job that several wait for', () => {
  it('tells all of them, and is over with its outcome', async () => {
    const { job, resolve, over, control } = started();
    const [one, other] = [vi.fn(), vi.fn()];
    const waiting = [job.join({ onProgress: one }), job.join({ onProgress: other })];
    control.onProgress(phase);
    expect(one).toHaveBeenCalledWith(phase);
    expect(other).toHaveBeenCalledWith(phase);
    resolve(3);
    expect(await Promise.all(waiting)).toEqual([3, 3]);
    expect(over).toHaveBeenCalledOnce();
    expect(control.signal.aborted).toBe(false);
  });

  it('lets go at once whoever is interrupted; the others still get it', async () => {
    const { job, resolve, over, control } = started();
    const quiet = job.join({});
    const aborter = new AbortController();
    const cell = job.join({ signal: aborter.signal });
    aborter.abort(new Error('interrupted'));
    await expect(cell).rejects.toThrow('interrupted');
    expect(over).not.toHaveBeenCalled();
    expect(control.signal.aborted).toBe(false);
    resolve(4);
    expect(await quiet).toBe(4);
  });

  it('ends when nobody waits any more, and is joined no longer from that moment', async () => {
    const { job, over, control } = started();
    const aborter = new AbortController();
    const cell = job.join({ signal: aborter.signal });
    aborter.abort(new Error('interrupted'));
    await expect(cell).rejects.toThrow('interrupted');
    expect(control.signal.aborted).toBe(true);
    expect(over).toHaveBeenCalledOnce();
  });
});
