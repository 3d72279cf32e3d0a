import type { Tensor2D } from '@tensorflow/tfjs-core';
import type { Evaluation, WrongExample } from '../runs/types.ts';
import type { Batches, LabelledBatch } from './batches.ts';
import { MOST_WRONG } from './evaluate.ts';
import { givenTogether, HALF, multilabelScores, tunedThresholds } from './multilabel-metrics.ts';
import { targetsOf } from './targets.ts';
import type { Between } from './task.ts';

export interface EvaluateLabelsOptions {
  split: 'validation' | 'test';
  batches: Batches;
  labels: readonly string[];
  /** pos_weight of each label, as in training; null: 1. */
  weights: Float32Array | null;
  /** Probabilities from which a label is given. */
  thresholds: 'half' | 'tuned' | readonly number[];
  /** Logits [rows, labels] with dropout off. */
  forward: (batch: LabelledBatch) => Tensor2D;
  between: Between;
}

const sigmoid = (x: number): number => 1 / (1 + Math.exp(-x));

/** Puts a whole split through the model, the shortest texts first, and scores it label by label. */
export async function evaluateLabels(options: EvaluateLabelsOptions): Promise<Evaluation> {
  const { split, batches, labels, weights, forward, between } = options;
  const width = labels.length;
  const rows = Array.from({ length: batches.rows }, (_, i) => i);
  const truth = Uint8Array.from(targetsOf(batches.split, rows, width));
  const probabilities = new Float32Array(batches.rows * width);
  const losses = new Float32Array(batches.rows * width);
  let done = 0;
  for (const index of batches.inOrderOfLength()) {
    const logits = forward(batches.gather(index));
    try {
      const values = await logits.data();
      index.forEach((i, row) => {
        for (let k = 0; k < width; k++) {
          const x = values[row * width + k] as number;
          const is = truth[i * width + k] as number;
          // log(1 + e^−|x|) never overflows.
          const log = Math.log1p(Math.exp(-Math.abs(x)));
          probabilities[i * width + k] = sigmoid(x);
          losses[i * width + k] = is ? (weights?.[k] ?? 1) * (log + Math.max(-x, 0)) : log + Math.max(x, 0);
        }
      });
    } finally {
      logits.dispose();
    }
    done += index.length;
    await between({ what: `texts of ${split} scored`, done, total: batches.rows });
  }
  const thresholds =
    options.thresholds === 'tuned'
      ? tunedThresholds(probabilities, truth, width)
      : options.thresholds === 'half'
        ? labels.map(() => HALF)
        : [...options.thresholds];
  const given = Uint8Array.from(probabilities, (p, i) => (p >= (thresholds[i % width] as number) ? 1 : 0));
  const scores = multilabelScores(truth, given, width);
  return {
    split,
    loss: losses.length > 0 ? losses.reduce((a, b) => a + b, 0) / losses.length : 0,
    accuracy: scores.subsetAccuracy,
    macroF1: scores.macro.f1,
    microF1: scores.micro.f1,
    weightedF1: scores.weighted.f1,
    confusion: givenTogether(truth, given, width),
    thresholds,
    perClass: scores.perClass.map((report, k) => ({ label: labels[k] ?? `label ${k}`, ...report })),
    wrong: mostWrong({ truth, given, probabilities, losses }, batches, width),
  };
}

interface Outcome {
  truth: Uint8Array;
  given: Uint8Array;
  probabilities: Float32Array;
  losses: Float32Array;
}

function mostWrong(
  { truth, given, probabilities, losses }: Outcome,
  { split, rows }: Batches,
  width: number,
) {
  const of = (values: Float32Array | Uint8Array, i: number) => values.subarray(i * width, (i + 1) * width);
  const total = (i: number): number => losses.subarray(i * width, (i + 1) * width).reduce((a, b) => a + b, 0);
  const members = (values: Uint8Array): number[] => Array.from(values.keys()).filter((k) => values[k] === 1);
  return Array.from({ length: rows }, (_, i) => ({ i, loss: total(i) }))
    .filter(({ i }) => of(truth, i).some((is, k) => is !== given[i * width + k]))
    .sort((a, b) => b.loss - a.loss)
    .slice(0, MOST_WRONG)
    .map(({ i, loss }): WrongExample => {
      const costs = of(losses, i) as Float32Array;
      const worst = costs.reduce((best, cost, k) => (cost > (costs[best] as number) ? k : best), 0);
      return {
        row: split.rows[i] as number,
        label: worst,
        predicted: worst,
        sets: {
          labels: members(of(truth, i) as Uint8Array),
          predicted: members(of(given, i) as Uint8Array),
        },
        loss: loss / width,
        probabilities: Array.from(of(probabilities, i)),
      };
    });
}
