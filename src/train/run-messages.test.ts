import { expect, test } from 'vitest';
import type { Evaluation } from '../runs/types.ts';
import { pointOf } from './run-messages.ts';
import type { Bench } from './step.ts';

const bench = { task: { stepsPerEpoch: 10 } } as unknown as Bench;

const evaluation: Evaluation = {
  ...{ split: 'validation', loss: 0.5, accuracy: 0.1, macroF1: 0.25, microF1: 0.3, weightedF1: 0.4 },
  confusion: [],
  perClass: [0.5, 0].map((f1, i) => ({ label: `label ${i}`, precision: f1, recall: f1, f1, support: 1 })),
  wrong: [],
};

test('with several labels a text, each evaluation says the F1 of each', () => {
  expect(pointOf({ ...evaluation, thresholds: [0.5, 0.5] }, 15, bench)).toMatchObject({
    epoch: 1.5,
    macroF1: 0.25,
    classF1: [0.5, 0],
  });
  expect(pointOf(evaluation, 15, bench)).not.toHaveProperty('classF1');
});
