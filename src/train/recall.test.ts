import { describe, expect, it } from 'vitest';
import type { EvaluationPoint, RunEvent } from '../runs/types.ts';
import { Recall } from './recall.ts';

const step = (n: number, measures?: Record<string, number[]>): RunEvent => ({
  ...{ type: 'steps', step: [n], loss: [1 / n], lr: [0.1], gradNorm: [n] },
  ...(measures && { measures }),
});
const evaluation = (n: number): RunEvent => ({
  type: 'evaluation',
  point: { step: n, split: 'validation' } as EvaluationPoint,
  best: false,
});

const translations = (n: number): RunEvent => ({ type: 'translations', step: n, epoch: 1, examples: [] });

describe('what a checkpoint remembers of the curves', () => {
  it('is what was told, and a copy of it', () => {
    const recall = new Recall();
    for (let n = 1; n <= 5; n++) recall.listen(step(n));
    recall.listen(evaluation(5));
    recall.listen(translations(5));
    recall.listen({ type: 'note', message: 'not of the curves' });
    const kept = recall.keep();
    recall.listen(step(6));
    expect(kept.steps).toEqual({
      step: [1, 2, 3, 4, 5],
      loss: [1, 1 / 2, 1 / 3, 1 / 4, 1 / 5],
      lr: [0.1, 0.1, 0.1, 0.1, 0.1],
      gradNorm: [1, 2, 3, 4, 5],
    });
    expect(kept.points).toEqual([evaluation(5), translations(5)]);
  });

  it('goes on where it is restored, and begins anew with a checkpoint of an older version', () => {
    const recall = new Recall();
    recall.listen(step(1));
    const kept = recall.keep();
    const next = new Recall();
    next.listen(step(9));
    next.restore(kept);
    next.listen(step(2));
    expect(next.keep().steps.step).toEqual([1, 2]);
    next.restore(undefined);
    expect(next.keep()).toEqual({ steps: { step: [], loss: [], lr: [], gradNorm: [] }, points: [] });
  });

  it('is only the newest of a long run, with the evaluations of these steps', () => {
    const recall = new Recall();
    for (let n = 1; n <= 10_000; n++) {
      recall.listen(step(n, { speed: [n + 0.5] }));
      if (n % 1000 === 0) recall.listen(evaluation(n));
    }
    const { steps, points } = recall.keep();
    expect([steps.step[0], steps.step.at(-1), steps.step.length]).toEqual([7953, 10_000, 2048]);
    expect(steps.measures!['speed']!.slice(0, 2)).toEqual([7953.5, 7954.5]);
    expect(points).toEqual([evaluation(8000), evaluation(9000), evaluation(10_000)]);
  });

  it('has no value where a measure was not there from the beginning', () => {
    const recall = new Recall();
    recall.listen(step(1));
    recall.listen(step(2, { speed: [3] }));
    expect(recall.keep().steps.measures).toEqual({ speed: [NaN, 3] });
  });
});
