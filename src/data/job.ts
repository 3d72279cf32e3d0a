import { LabError } from '../base/errors.ts';

/** How far a job is: done and total in bytes or rows; total null where it is not known. */
export interface Progress {
  /** What is being done, as a short phrase: "downloading", "reading rows". */
  phase: string;
  done: number;
  total: number | null;
  rows?: number;
  badRows?: number;
}

/** Progress is told at most so often … */
const TELL_MS = 100;
/** … and a long loop lets messages in (a cancel is one) after so long. */
const BREATHE_MS = 40;

/**
 * A long piece of work that tells how far it is and can be cancelled. Loops call `breathe` often: it costs nothing
 * until its time has come.
 */
export class Job {
  private readonly signal: AbortSignal | null;
  private readonly tell: ((progress: Progress) => void) | null;
  private told = -Infinity;
  private toldPhase = '';
  private breathed = performance.now();

  constructor(signal: AbortSignal | null = null, tell: ((progress: Progress) => void) | null = null) {
    this.signal = signal;
    this.tell = tell;
  }

  /** For `fetch` and other calls that take one. */
  get abort(): AbortSignal | undefined {
    return this.signal ?? undefined;
  }

  /** @throws LabError `cancelled` */
  check(): void {
    if (this.signal?.aborted) throw new LabError('cancelled', 'Cancelled.');
  }

  /** Tells how far the job is: the beginning and the end of a phase always, between them ten times a second. */
  report(progress: Progress): void {
    this.check();
    if (!this.tell) return;
    const now = performance.now();
    const turn = progress.phase !== this.toldPhase || progress.done === progress.total;
    if (!turn && now - this.told < TELL_MS) return;
    this.told = now;
    this.toldPhase = progress.phase;
    this.tell(progress);
  }

  /** Reports, and lets messages in if it is time to. @throws LabError `cancelled` */
  async breathe(progress: Progress): Promise<void> {
    this.report(progress);
    if (performance.now() - this.breathed < BREATHE_MS) return;
    await new Promise((resolve) => setTimeout(resolve, 0));
    this.breathed = performance.now();
    this.check();
  }
}
