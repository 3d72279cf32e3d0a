import type { Tensor2D } from '@tensorflow/tfjs-core';
import type { Evaluation, WrongExample } from '../runs/types.ts';
import type { Batches, LabelledBatch } from './batches.ts';
import { classificationScores, confusionMatrix } from '../stats/scores.ts';
import { classReport } from './metrics.ts';
import type { Between } from './task.ts';

/** The examples a model got most wrong: at most so many are kept. */
export const MOST_WRONG = 50;

export interface EvaluateOptions {
  split: 'validation' | 'test';
  batches: Batches;
  /** Names of the classes. */
  labels: readonly string[];
  /** Weight of each class in the loss, as in training; null: all weigh the same. */
  weights: Float32Array | null;
  /** Logits [rows, classes] with dropout off. */
  forward: (batch: LabelledBatch) => Tensor2D;
  between: Between;
}

/** What a split's logits say, gathered batch by batch; arrays are in the order of the split. */
interface Outcome {
  predicted: Int32Array;
  losses: Float64Array;
  /** rows × classes */
  probabilities: Float32Array;
}

/**
 * Puts a whole split through the model, the shortest texts first, and scores it. Between two batches messages are let
 * through. Loss is torch.nn.functional.cross_entropy with the same class weights as in training.
 */
export async function evaluate(options: EvaluateOptions): Promise<Evaluation> {
  const { split, batches, labels, forward, between } = options;
  const outcome: Outcome = {
    predicted: new Int32Array(batches.rows),
    losses: new Float64Array(batches.rows),
    probabilities: new Float32Array(batches.rows * labels.length),
  };
  let done = 0;
  for (const index of batches.inOrderOfLength()) {
    const batch = batches.gather(index);
    const logits = forward(batch);
    try {
      record(outcome, index, batch.labels, (await logits.data()) as Float32Array);
    } finally {
      logits.dispose();
    }
    done += index.length;
    await between({ what: `texts of ${split} scored`, done, total: batches.rows });
  }
  return summarise(outcome, options);
}

/** Softmax of a row of logits, in double precision. */
export function softmax(logits: ArrayLike<number>): number[] {
  const values = Array.from(logits);
  const greatest = values.reduce((a, b) => Math.max(a, b), -Infinity);
  const powers = values.map((value) => Math.exp(value - greatest));
  const sum = powers.reduce((a, b) => a + b, 0);
  return powers.map((power) => power / sum);
}

function record(outcome: Outcome, index: Uint32Array, labels: Int32Array, logits: Float32Array): void {
  const classes = logits.length / index.length;
  index.forEach((i, row) => {
    const scores = logits.subarray(row * classes, (row + 1) * classes);
    const greatest = scores.reduce((a, b) => Math.max(a, b), -Infinity);
    const logSum = greatest + Math.log(scores.reduce((sum, score) => sum + Math.exp(score - greatest), 0));
    outcome.losses[i] = logSum - (scores[labels[row] as number] as number);
    outcome.predicted[i] = Math.max(0, scores.indexOf(greatest));
    outcome.probabilities.set(softmax(scores), i * classes);
  });
}

function summarise(outcome: Outcome, { split, batches, labels, weights }: EvaluateOptions): Evaluation {
  const truth = batches.split.labels;
  const confusion = confusionMatrix(truth, outcome.predicted, labels.length);
  const scores = classificationScores(confusion);
  let loss = 0;
  let whole = 0;
  truth.forEach((label, i) => {
    const weight = weights?.[label] ?? 1;
    loss += weight * (outcome.losses[i] as number);
    whole += weight;
  });
  return {
    split,
    loss: whole > 0 ? loss / whole : 0,
    accuracy: scores.accuracy,
    macroF1: scores.macro.f1,
    microF1: scores.micro.f1,
    weightedF1: scores.weighted.f1,
    confusion,
    perClass: classReport(scores, labels),
    wrong: mostWrong(outcome, batches, labels.length),
  };
}

function mostWrong(
  { predicted, losses, probabilities }: Outcome,
  { split }: Batches,
  classes: number,
): WrongExample[] {
  const wrong = Array.from(predicted.keys()).filter((i) => predicted[i] !== split.labels[i]);
  wrong.sort((a, b) => (losses[b] as number) - (losses[a] as number));
  return wrong.slice(0, MOST_WRONG).map((i) => ({
    row: split.rows[i] as number,
    label: split.labels[i] as number,
    predicted: predicted[i] as number,
    loss: losses[i] as number,
    probabilities: Array.from(probabilities.subarray(i * classes, (i + 1) * classes)),
  }));
}
