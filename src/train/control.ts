/**
 * What the person asks of a run while it goes on. The trainer looks here between two steps; nothing here knows of
 * tensors, so it can be tested alone.
 */
export class RunControl {
  private wish: 'run' | 'pause' | 'finishEpoch' | 'stop' = 'run';
  private wake: (() => void) | null = null;

  pause(): void {
    if (this.wish !== 'stop') this.wish = 'pause';
  }

  /** Also takes back `finishEpoch` and a pause that was not reached yet. */
  resume(): void {
    if (this.wish !== 'stop') this.wish = 'run';
    this.rouse();
  }

  /** For good: a stopped run is resumed by starting it again from its checkpoint. */
  stop(): void {
    this.wish = 'stop';
    this.rouse();
  }

  /** Go on to the end of the epoch, then pause. A paused run goes on for that. */
  finishEpoch(): void {
    if (this.wish !== 'stop') this.wish = 'finishEpoch';
    this.rouse();
  }

  get stopping(): boolean {
    return this.wish === 'stop';
  }

  get pausing(): boolean {
    return this.wish === 'pause';
  }

  get finishingEpoch(): boolean {
    return this.wish === 'finishEpoch';
  }

  /** The end of an epoch was reached: `finishEpoch` becomes a pause. */
  epochEnded(): void {
    if (this.wish === 'finishEpoch') this.wish = 'pause';
  }

  /** Resolves as soon as the run is no longer paused. */
  async whilePaused(): Promise<void> {
    while (this.pausing) {
      await new Promise<void>((resolve) => {
        this.wake = resolve;
      });
    }
  }

  private rouse(): void {
    this.wake?.();
    this.wake = null;
  }
}
