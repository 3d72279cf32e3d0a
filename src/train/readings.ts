import { concat, reshape, type Scalar, stack, type Tensor, type Tensor1D, tidy } from '@tensorflow/tfjs-core';

/** Numbers of one optimizer step, still on the device. They belong to the Readings once pushed. */
export interface StepTensors {
  step: number;
  lr: number;
  loss: Scalar;
  gradNorm: Scalar;
  /** |gradient| of each weight, [2, weights]: means, then maxima; null: not measured in this step. */
  flow: Tensor | null;
  /** What the task measures beside the loss: [measures]; null: nothing. */
  measures: Tensor | null;
}

export interface StepReading {
  step: number;
  lr: number;
  loss: number;
  gradNorm: number;
  flow: { mean: number[]; max: number[] } | null;
  measures: number[];
}

interface Pending {
  step: number;
  lr: number;
  /** Loss, gradient norm, measures, and the flow if it was measured. */
  values: Tensor1D;
  measures: number;
}

/** A reading gathers about so many milliseconds of steps … */
const READING_MS = 50;
/** … but never more steps than this. */
const MOST_STEPS = 64;

/**
 * Brings losses and norms back from the device in few reads that run beside the training. At most one read is
 * under way: the next one waits for it, so the host never gets more than two readings ahead of the device.
 */
export class Readings {
  private readonly onRead: (readings: StepReading[]) => void;
  private readonly guard: <T>(promise: Promise<T>) => Promise<T>;
  private pending: Pending[] = [];
  private underWay: Promise<{ error: unknown } | null> = Promise.resolve(null);
  private size = 1;
  private readAt = performance.now();

  /**
   * @param onRead gets the readings in order; what it throws comes out of the next `push` or `drain`.
   * @param guard rejects a promise that the device will never keep.
   */
  constructor(onRead: (readings: StepReading[]) => void, guard: <T>(promise: Promise<T>) => Promise<T>) {
    this.onRead = onRead;
    this.guard = guard;
  }

  async push({ step, lr, loss, gradNorm, flow, measures }: StepTensors): Promise<void> {
    const values = tidy(() => {
      const scalars = stack([loss, gradNorm]) as Tensor1D;
      const rest = [measures, flow].flatMap((given) => (given ? [reshape(given, [-1]) as Tensor1D] : []));
      return rest.length > 0 ? concat([scalars, ...rest]) : scalars;
    });
    loss.dispose();
    gradNorm.dispose();
    flow?.dispose();
    measures?.dispose();
    this.pending.push({ step, lr, values, measures: measures?.size ?? 0 });
    if (this.pending.length >= this.size) await this.next();
  }

  /** Waits until everything pushed has been read. */
  async drain(): Promise<void> {
    await this.next();
    await this.settled();
  }

  dispose(): void {
    for (const { values } of this.pending) values.dispose();
    this.pending = [];
  }

  private async next(): Promise<void> {
    await this.settled();
    const batch = this.pending;
    if (batch.length === 0) return;
    this.pending = [];
    this.underWay = this.read(batch).then(
      () => null,
      (error: unknown) => ({ error }),
    );
  }

  private async settled(): Promise<void> {
    const failure = await this.underWay;
    if (failure) throw failure.error;
  }

  private async read(batch: Pending[]): Promise<void> {
    const all = batch.length === 1 ? (batch[0] as Pending).values : concat(batch.map(({ values }) => values));
    const sizes = batch.map(({ values }) => values.size);
    if (batch.length > 1) for (const { values } of batch) values.dispose();
    try {
      const numbers = Array.from(await this.guard(all.data()));
      let at = 0;
      this.onRead(
        batch.map(({ step, lr, measures: count }, i) => {
          const [loss, gradNorm, ...rest] = numbers.slice(at, (at += sizes[i] as number)) as [number, number];
          const [measures, flow] = [rest.slice(0, count), rest.slice(count)];
          const half = flow.length / 2;
          const measured = half > 0 ? { mean: flow.slice(0, half), max: flow.slice(half) } : null;
          return { step, lr, loss, gradNorm, measures, flow: measured };
        }),
      );
    } finally {
      all.dispose();
    }
    const now = performance.now();
    const perStep = (now - this.readAt) / batch.length;
    this.readAt = now;
    this.size = Math.max(1, Math.min(MOST_STEPS, Math.round(READING_MS / perStep)));
  }
}
