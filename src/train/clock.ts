/** What the time of a run is spent on. Pauses are not counted at all. */
export type Activity = 'steps' | 'other';

/** Old steps weigh less by this factor after each second, so that the speed shown follows the machine. */
const FORGETTING = 0.8;

export interface ClockState {
  /** Seconds spent on optimizer steps. */
  stepSeconds: number;
  /** Seconds spent on all else: evaluations, checkpoints. */
  otherSeconds: number;
  /**
   * Of these, first steps after a beginning: the device gets ready in them. Absent in what an older version kept.
   */
  warmUpSeconds?: number;
  warmUpSteps?: number;
}

/** Time and speed of a run. */
export class Clock {
  private readonly now: () => number;
  private state: ClockState = { stepSeconds: 0, otherSeconds: 0 };
  private activity: Activity | null = null;
  private since = 0;
  // Of the last few seconds, weighed down with their age.
  private recent = { seconds: 0, steps: 0, tokens: 0 };
  /** Seconds of steps since the last one was counted. */
  private open = 0;
  /** No step has been finished yet since the run began or went on. */
  private cold = true;

  constructor(now: () => number = () => performance.now()) {
    this.now = now;
  }

  /** From here on the time counts as this; null: it does not count. */
  turnTo(activity: Activity | null): void {
    this.settle();
    this.activity = activity;
  }

  /** A step was finished that read so many tokens. */
  step(tokens: number): void {
    this.settle();
    if (this.cold) this.warmedUp();
    const kept = FORGETTING ** this.open;
    const { seconds, steps, tokens: read } = this.recent;
    // The step itself always counts in full: one that takes a minute outweighs all that came before.
    this.recent = {
      seconds: seconds * kept + this.open,
      steps: steps * kept + 1,
      tokens: read * kept + tokens,
    };
    this.open = 0;
  }

  seconds(): number {
    this.settle();
    return this.state.stepSeconds + this.state.otherSeconds;
  }

  get stepSeconds(): number {
    this.settle();
    return this.state.stepSeconds;
  }

  /**
   * What one of so many steps took, the first after each beginning not counted: kernels are compiled in it, memory is
   * taken. Where there are no others that one counts.
   */
  secondsPerStep(steps: number): number {
    this.settle();
    const { stepSeconds, warmUpSeconds = 0, warmUpSteps = 0 } = this.state;
    const warm = steps - warmUpSteps;
    return warm > 0 ? Math.max(0, stepSeconds - warmUpSeconds) / warm : stepSeconds / Math.max(1, steps);
  }

  get stepsPerSecond(): number {
    return this.perSecond(this.recent.steps);
  }

  get tokensPerSecond(): number {
    return this.perSecond(this.recent.tokens);
  }

  /**
   * Seconds to the end, with the other work in the same proportion to the steps as so far; null: not known yet.
   */
  secondsLeft(steps: number): number | null {
    const { stepSeconds } = this.state;
    if (this.stepsPerSecond === 0 || stepSeconds === 0) return null;
    return (steps / this.stepsPerSecond) * (this.seconds() / stepSeconds);
  }

  keep(): ClockState {
    this.settle();
    return { ...this.state };
  }

  restore(state: ClockState): void {
    this.state = { ...state };
  }

  private warmedUp(): void {
    this.cold = false;
    const { warmUpSeconds = 0, warmUpSteps = 0 } = this.state;
    this.state.warmUpSeconds = warmUpSeconds + this.open;
    this.state.warmUpSteps = warmUpSteps + 1;
  }

  /**
   * A step that takes longer than usual slows the rate while it is under way: steps are recorded in no time, and the
   * device may take long over them.
   */
  private perSecond(count: number): number {
    this.settle();
    const { seconds, steps } = this.recent;
    if (seconds === 0) return 0;
    return count / (seconds + Math.max(0, this.open - seconds / steps));
  }

  private settle(): void {
    const now = this.now();
    const seconds = (now - this.since) / 1000;
    this.since = now;
    if (this.activity === 'other') this.state.otherSeconds += seconds;
    if (this.activity !== 'steps') return;
    this.state.stepSeconds += seconds;
    this.open += seconds;
  }
}
