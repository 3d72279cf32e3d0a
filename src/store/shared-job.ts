import type { JobProgress } from '../worker/protocol.ts';

/** How a caller follows a job and ends it. */
export interface JobControl {
  signal?: AbortSignal;
  onProgress?: (progress: JobProgress) => void;
}

/**
 * One job that several wait for. Each is told how far it is and is let go at once when its own signal says so; the job
 * itself ends when nobody waits any more.
 */
export class SharedJob<T> {
  private readonly outcome: Promise<T>;
  private readonly aborter = new AbortController();
  private readonly listeners = new Set<(progress: JobProgress) => void>();
  private waiting = 0;
  private over = false;
  private readonly afterwards: (() => void)[] = [];

  constructor(start: (control: Required<JobControl>) => Promise<T>) {
    const onProgress = (progress: JobProgress): void =>
      this.listeners.forEach((listener) => listener(progress));
    this.outcome = start({ signal: this.aborter.signal, onProgress });
    this.outcome.then(this.end, this.end);
  }

  /** Calls once nobody should join any more: it has come to its end, or everybody has left it. */
  whenOver(then: () => void): void {
    if (this.over) then();
    else this.afterwards.push(then);
  }

  /** @throws what the job throws; the reason of the signal once it is aborted */
  async join({ signal, onProgress }: JobControl): Promise<T> {
    signal?.throwIfAborted();
    this.waiting++;
    if (onProgress) this.listeners.add(onProgress);
    let leave = (): void => undefined;
    const left = new Promise<never>((_, reject) => {
      leave = () => reject(signal?.reason as Error);
    });
    signal?.addEventListener('abort', leave);
    try {
      return await Promise.race([this.outcome, left]);
    } finally {
      signal?.removeEventListener('abort', leave);
      if (onProgress) this.listeners.delete(onProgress);
      if (--this.waiting === 0 && !this.over) {
        this.end();
        this.aborter.abort();
      }
    }
  }

  private readonly end = (): void => {
    if (this.over) return;
    this.over = true;
    for (const then of this.afterwards.splice(0)) then();
  };
}
