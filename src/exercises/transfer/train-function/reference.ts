import type { Kit } from '../../kit/kit.ts';
import { type Batch, CLASSES, FEATURES, type Loss, Machine, macroF1 } from './machine.ts';

export interface Case {
  weight: number[][];
  train: Batch[];
  valid: Batch[];
  epochs: number;
}

export function caseOf(kit: Kit, train: readonly number[], valid: readonly number[], epochs: number): Case {
  const batches = (sizes: readonly number[]): Batch[] =>
    sizes.map((size) => ({
      texts: Array.from({ length: size }, () => kit.numbers(FEATURES, 1.5)),
      classes: Array.from({ length: size }, () => kit.integer(0, CLASSES - 1)),
    }));
  return {
    weight: Array.from({ length: CLASSES }, () => kit.numbers(FEATURES)),
    train: batches(train),
    valid: batches(valid),
    epochs,
  };
}

/** How a training may go wrong. */
export interface Ways {
  zero?: 'never' | 'each epoch' | 'before step';
  scheduler?: 'never' | 'each batch' | 'first';
  /** `train` only before the first epoch. */
  trainOnce?: boolean;
  noMode?: boolean;
  noEval?: boolean;
  noBackward?: boolean;
  epochs?: number;
  stepEach?: 'epoch';
}

export interface Epoch {
  trainLoss: number;
  validLoss: number;
  macroF1: number;
}

export interface Run {
  weight: number[][];
  record: Epoch[];
  /** Means over batches, which are not asked for. */
  overBatches: Epoch[];
  /** Of the last batch alone. */
  last: Epoch[];
}

interface Tools {
  model: { train(): void; eval(): void; logits(batch: Batch): unknown };
  loss(logits: unknown, batch: Batch): Loss;
  optimizer: { zeroGrad(): void; step(): void };
  scheduler: { step(): void };
  noGrad<T>(work: () => T): T;
  answers(logits: unknown): number[];
}

const mean = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0) / values.length;

/** The training as the task has it, or with its mistakes. */
export function run(kit: Kit, one: Case, ways: Ways = {}): Run {
  const machine = new Machine(kit, one.weight);
  const tools = machine.tools(macroF1) as Tools;
  const { model, loss, optimizer, scheduler, noGrad, answers } = tools;
  const result: Run = { weight: machine.weight, record: [], overBatches: [], last: [] };
  for (let epoch = 0; epoch < (ways.epochs ?? one.epochs); epoch++) {
    if (!ways.noMode && (epoch === 0 || !ways.trainOnce)) model.train();
    if (ways.scheduler === 'first') scheduler.step();
    if (ways.zero === 'each epoch') optimizer.zeroGrad();
    const trained = one.train.map((batch) => {
      if (ways.zero === undefined) optimizer.zeroGrad();
      const found = loss(model.logits(batch), batch);
      if (!ways.noBackward) found.backward();
      if (ways.zero === 'before step') optimizer.zeroGrad();
      if (ways.stepEach !== 'epoch') optimizer.step();
      if (ways.scheduler === 'each batch') scheduler.step();
      return { value: found.item(), size: batch.classes.length };
    });
    if (ways.stepEach === 'epoch') optimizer.step();
    if (!ways.noMode && !ways.noEval) model.eval();
    const seen = noGrad(() =>
      one.valid.map((batch) => {
        const logits = model.logits(batch);
        const given = answers(logits);
        return {
          value: loss(logits, batch).item(),
          size: batch.classes.length,
          f1: macroF1(batch.classes, given),
          truth: batch.classes,
          given,
        };
      }),
    );
    if (ways.scheduler === undefined) scheduler.step();
    const byTexts = (all: readonly { value: number; size: number }[]): number =>
      all.reduce((sum, { value, size }) => sum + value * size, 0) /
      all.reduce((sum, { size }) => sum + size, 0);
    result.record.push({
      trainLoss: byTexts(trained),
      validLoss: byTexts(seen),
      macroF1: macroF1(
        seen.flatMap(({ truth }) => truth),
        seen.flatMap(({ given }) => given),
      ),
    });
    result.overBatches.push({
      trainLoss: mean(trained.map(({ value }) => value)),
      validLoss: mean(seen.map(({ value }) => value)),
      macroF1: mean(seen.map(({ f1 }) => f1)),
    });
    result.last.push({
      trainLoss: trained.at(-1)?.value ?? NaN,
      validLoss: seen.at(-1)?.value ?? NaN,
      macroF1: seen.at(-1)?.f1 ?? NaN,
    });
  }
  return result;
}
