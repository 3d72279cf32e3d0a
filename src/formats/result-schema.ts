import { z } from 'zod';
import type { RunResult } from '../runs/types.ts';

/** What `metrics.json` may hold. JSON has no NaN and no infinity: both were written as null and come back as NaN. */

const number = z
  .number()
  .nullable()
  .transform((value) => value ?? NaN);
const count = z.int().min(0);
const evaluated = z.enum(['validation', 'test']);

const scores = { loss: number, accuracy: number, macroF1: number, microF1: number, weightedF1: number };
const translated = { perplexity: number, bleu: number, aer: number.nullable() };
const pretraining = {
  maskedLoss: number,
  orderLoss: number,
  orderAccuracy: number,
  unigramEntropy: number,
};
const translation = z.object({
  ...translated,
  sentences: count,
  byLength: z.array(z.object({ from: count, to: count, sentences: count, bleu: number })).max(100),
  beam: z.object({ width: count, lengthPenalty: number, bleu: number }).nullable(),
  examples: z
    .array(z.object({ source: z.string(), reference: z.string(), translation: z.string() }))
    .max(100),
});
const point = z.object({
  ...scores,
  translation: z.object(translated).optional(),
  pretraining: z.object(pretraining).optional(),
  step: count,
  epoch: number,
  split: evaluated,
});

/** @param classes number of labels, which confusion matrix and reports must have */
function evaluationSchema(classes: number) {
  const classList = z.array(count.max(classes - 1)).max(classes);
  return z.object({
    ...scores,
    translation: translation.optional(),
    pretraining: z.object(pretraining).optional(),
    split: evaluated,
    thresholds: z.array(number).length(classes).optional(),
    confusion: z.array(z.array(count).length(classes)).length(classes),
    perClass: z
      .array(z.object({ label: z.string(), precision: number, recall: number, f1: number, support: count }))
      .length(classes),
    guesses: z
      .array(
        z.object({
          kind: z.enum(['majority', 'every-label']),
          ...{ accuracy: number, macroF1: number, microF1: number, weightedF1: number },
        }),
      )
      .max(2)
      .optional(),
    wrong: z
      .array(
        z.object({
          row: count,
          label: count.max(classes - 1),
          predicted: count.max(classes - 1),
          loss: number,
          sets: z.object({ labels: classList, predicted: classList }).optional(),
          probabilities: z.array(number).length(classes),
        }),
      )
      .max(1000),
  });
}

export function resultSchema(classes: number): z.ZodType<RunResult | null> {
  return z
    .object({
      steps: count,
      seconds: number,
      secondsPerStep: number,
      best: point.nullable(),
      last: point.nullable(),
      validation: evaluationSchema(classes),
      test: evaluationSchema(classes),
    })
    .nullable();
}
