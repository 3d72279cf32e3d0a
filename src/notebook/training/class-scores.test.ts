import { expect, test } from 'vitest';
import type { EvaluationPoint } from '../../runs/types.ts';
import { newestScored } from './class-scores.ts';
import { overlaid } from './measures.ts';

const point = (step: number, more: Partial<EvaluationPoint> = {}): EvaluationPoint => ({
  ...{ step, epoch: 1, split: 'validation', loss: 1, accuracy: 0.1, macroF1: 0.2, microF1: 0.3 },
  weightedF1: 0.4,
  ...more,
});

test('F1 of each label is that of the newest evaluation on validation that says it', () => {
  const points = [
    point(10, { classF1: [0.1, 0] }),
    point(20, { classF1: [0.2, 0.4] }),
    point(30, { split: 'test', classF1: [1, 1] }),
    point(40),
  ];
  expect(newestScored(points)?.step).toBe(20);
  expect(newestScored([point(1)])).toBeNull();
});

test('runs with several labels a text can be laid over each other by micro F1 too', () => {
  const micro = overlaid('multilabel').find(({ label }) => label === 'micro F1');
  expect(micro?.of(point(1))).toBe(0.3);
  expect(overlaid('classify').map(({ label }) => label)).not.toContain('micro F1');
});
