import type { Kit } from '../../kit/kit.ts';

/** A classifier small enough to be computed by hand, which notes down all that is done to it. */

export interface Batch {
  texts: number[][];
  classes: number[];
}

export const FEATURES = 3;
export const CLASSES = 3;
const RATE = 0.4;
const GAMMA = 0.5;
/** What is left of the features in training: stands for dropout. */
const TRAINING_FACTOR = 0.6;

export type Event =
  | { what: 'train' | 'eval' | 'zero' | 'backward' | 'step' | 'scheduler' }
  | { what: 'logits'; batch: Batch; training: boolean | null; recorded: boolean };

interface Logits {
  batch: Batch;
  rows: number[][];
  training: boolean;
  recorded: boolean;
}

function softmax(row: readonly number[]): number[] {
  const most = Math.max(...row);
  const powers = row.map((x) => Math.exp(x - most));
  const whole = powers.reduce((a, b) => a + b, 0);
  return powers.map((power) => power / whole);
}

/** The loss holds on to what it was computed from: it must not be kept. */
export class Loss {
  private readonly value: number;
  private readonly back: () => void;

  constructor(value: number, back: () => void) {
    this.value = value;
    this.back = back;
  }
  item(): number {
    return this.value;
  }
  backward(): void {
    this.back();
  }
}

export class Machine {
  readonly events: Event[] = [];
  /** What macroF1 was asked. */
  readonly asked: { truth: number[]; answers: number[] }[] = [];
  readonly weight: number[][];
  private readonly gradient: number[][];
  private training: boolean | null = null;
  private recording = true;
  private rate = RATE;
  private readonly kit: Kit;

  constructor(kit: Kit, weight: readonly (readonly number[])[]) {
    this.kit = kit;
    this.weight = weight.map((row) => [...row]);
    this.gradient = weight.map((row) => row.map(() => 0));
  }

  private note(event: Event): void {
    this.events.push(event);
    if (this.events.length % 200 === 0) this.kit.alive();
    if (this.events.length > 20_000) this.kit.fail('The training goes on without end.');
  }

  private forward(batch: Batch): Logits {
    if (!Array.isArray(batch?.texts))
      this.kit.fail('logits has to be given a batch.', { 'it was given': batch });
    const { training, recording } = this;
    this.note({ what: 'logits', batch, training, recorded: recording });
    const factor = training ? TRAINING_FACTOR : 1;
    const rows = batch.texts.map((x) =>
      this.weight.map((row) => row.reduce((sum, w, i) => sum + factor * w * (x[i] as number), 0)),
    );
    return { batch, rows, training: training === true, recorded: recording };
  }

  private lossOf(logits: Logits, batch: Batch): Loss {
    if (!Array.isArray(logits?.rows)) this.kit.fail('loss has to be given the logits and the batch.');
    const all = logits.rows.map(softmax);
    const count = batch.classes.length;
    const value = batch.classes.reduce((sum, c, b) => sum - Math.log(all[b]?.[c] as number), 0) / count;
    return new Loss(value, () => {
      if (!logits.recorded)
        this.kit.fail('backward() is asked of a loss from within noGrad: nothing was remembered for it.');
      this.note({ what: 'backward' });
      const factor = logits.training ? TRAINING_FACTOR : 1;
      all.forEach((p, b) =>
        p.forEach((share, c) => {
          const off = (share - Number(batch.classes[b] === c)) / count;
          (this.gradient[c] as number[]).forEach((_, i, row) => {
            row[i] = (row[i] as number) + off * factor * (batch.texts[b]?.[i] as number);
          });
        }),
      );
    });
  }

  /** What the student's code is given. */
  tools(macroF1: (truth: number[], answers: number[]) => number): unknown {
    const mode = (on: boolean) => (): void => {
      this.training = on;
      this.note({ what: on ? 'train' : 'eval' });
    };
    return {
      model: { train: mode(true), eval: mode(false), logits: (batch: Batch) => this.forward(batch) },
      loss: (logits: Logits, batch: Batch) => this.lossOf(logits, batch),
      optimizer: {
        zeroGrad: (): void => {
          this.note({ what: 'zero' });
          for (const row of this.gradient) row.fill(0);
        },
        step: (): void => {
          this.note({ what: 'step' });
          this.weight.forEach((row, c) =>
            row.forEach((w, i) => (row[i] = w - this.rate * (this.gradient[c]?.[i] as number))),
          );
        },
      },
      scheduler: {
        step: (): void => {
          this.note({ what: 'scheduler' });
          this.rate *= GAMMA;
        },
      },
      noGrad: <T>(work: () => T): T => {
        if (typeof work !== 'function') this.kit.fail('noGrad has to be given a function.');
        this.recording = false;
        try {
          return work();
        } finally {
          this.recording = true;
        }
      },
      answers: (logits: Logits): number[] => logits.rows.map((row) => row.indexOf(Math.max(...row))),
      macroF1: (truth: number[], answers: number[]): number => {
        this.asked.push({ truth: [...truth], answers: [...answers] });
        return macroF1(truth, answers);
      },
    };
  }
}

export function macroF1(truth: readonly number[], answers: readonly number[]): number {
  let sum = 0;
  for (let c = 0; c < CLASSES; c++) {
    const both = truth.filter((y, i) => y === c && answers[i] === c).length;
    const all = truth.filter((y) => y === c).length + answers.filter((y) => y === c).length;
    sum += all === 0 ? 0 : (2 * both) / all;
  }
  return sum / CLASSES;
}
