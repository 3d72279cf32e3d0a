import type { RunProgress } from '../runs/types.ts';
import type { PartOfWork } from './task.ts';

/** What takes less, from its beginning, is not told of. */
const SHORT_SECONDS = 1;

/** How far something is that goes on in a run and is no whole step, and when it will be done. */
export class WorkUnderWay {
  private readonly now: () => number;
  private heardAt: number;
  private work: { what: string; since: number } | null = null;

  constructor(now: () => number = () => performance.now()) {
    this.now = now;
    this.heardAt = now();
  }

  /** @param part null: what goes on tells nothing of itself. @returns what to show; null: nothing */
  at(part: PartOfWork | null): RunProgress['doing'] | null {
    const now = this.now();
    // It began when what was before it was heard of last.
    if (part && this.work?.what !== part.what) this.work = { what: part.what, since: this.heardAt };
    this.heardAt = now;
    if (!part || !this.work || part.done >= part.total) {
      this.work = null;
      return null;
    }
    const seconds = (now - this.work.since) / 1000;
    if (seconds < SHORT_SECONDS || part.done === 0) return null;
    return { ...part, secondsLeft: (seconds / part.done) * (part.total - part.done) };
  }
}
