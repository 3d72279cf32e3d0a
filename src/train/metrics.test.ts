import { describe, expect, it } from 'vitest';
import fixture from './fixtures/metrics.json' with { type: 'json' };
import { classificationScores, confusionMatrix } from '../stats/scores.ts';
import { balancedWeights, classReport } from './metrics.ts';

describe('classification scores', () => {
  it.each(fixture.map((c) => [c.name, c] as const))('agree with scikit-learn: %s', (_, c) => {
    const labels = Int32Array.from(c.true);
    const confusion = confusionMatrix(labels, Int32Array.from(c.predicted), c.classes);
    expect(confusion).toEqual(c.confusion);
    const scores = classificationScores(confusion);
    expect(scores.accuracy).toBeCloseTo(c.accuracy, 12);
    for (const average of ['macro', 'micro', 'weighted'] as const)
      for (const score of ['precision', 'recall', 'f1'] as const)
        expect(scores[average][score], `${average} ${score}`).toBeCloseTo(c[average][score], 12);
    scores.perClass.forEach((report, k) => {
      for (const score of ['precision', 'recall', 'f1', 'support'] as const)
        expect(report[score], `${score} of class ${k}`).toBeCloseTo(c.perClass[k]![score], 12);
    });
    balancedWeights(labels, c.classes).forEach((weight, k) => expect(weight).toBeCloseTo(c.balanced[k]!, 6));
  });

  it('are 0 without a single text', () => {
    const scores = classificationScores(confusionMatrix(new Int32Array(), new Int32Array(), 2));
    expect(scores.accuracy).toBe(0);
    expect(scores.macro.f1).toBe(0);
    expect(scores.weighted.f1).toBe(0);
  });

  it('refuse classes and lengths that do not fit', () => {
    const one = Int32Array.of(0);
    expect(() => confusionMatrix(Int32Array.of(2), one, 2)).toThrow('class 2');
    expect(() => confusionMatrix(one, Int32Array.of(-1), 2)).toThrow('class -1');
    expect(() => confusionMatrix(one, Int32Array.of(0, 1), 2)).toThrow('1 labels against 2');
  });

  it('stand under the names of the classes', () => {
    const scores = classificationScores([
      [1, 0],
      [1, 2],
    ]);
    expect(classReport(scores, ['good', 'bad'])).toMatchObject([
      { label: 'good', precision: 0.5, recall: 1, support: 1 },
      { label: 'bad', precision: 1, support: 3 },
    ]);
  });
});
