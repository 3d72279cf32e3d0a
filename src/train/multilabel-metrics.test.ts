import { describe, expect, it } from 'vitest';
import fixture from './fixtures/multilabel.json' with { type: 'json' };
import { givenTogether, multilabelScores, positiveWeights, tunedThresholds } from './multilabel-metrics.ts';

const flat = (rows: number[][]): Uint8Array => Uint8Array.from(rows.flat());

describe('scores of several labels', () => {
  it.each(fixture.cases.map((c, i) => [i, c] as const))('agree with scikit-learn: case %i', (_, wanted) => {
    const got = multilabelScores(flat(wanted.truth), flat(wanted.given), wanted.perClass.length);
    expect(got.subsetAccuracy).toBeCloseTo(wanted.subsetAccuracy, 12);
    for (const kind of ['macro', 'micro', 'weighted'] as const)
      for (const of of ['precision', 'recall', 'f1'] as const)
        expect(got[kind][of], `${kind} ${of}`).toBeCloseTo(wanted[kind][of], 12);
    got.perClass.forEach((one, k) => {
      expect(one.support).toBe(wanted.perClass[k]?.support);
      expect(one.f1).toBeCloseTo(wanted.perClass[k]?.f1 ?? NaN, 12);
    });
  });

  it('a label that is never given counts as 0 in the mean', () => {
    const { macro, perClass } = multilabelScores(
      flat([
        [1, 1],
        [1, 0],
      ]),
      flat([
        [1, 0],
        [1, 0],
      ]),
      2,
    );
    expect(perClass.map(({ f1 }) => f1)).toEqual([1, 0]);
    expect(macro.f1).toBe(0.5);
  });

  it('without a text every score is 0', () => {
    const { macro, micro, subsetAccuracy } = multilabelScores(new Uint8Array(), new Uint8Array(), 3);
    expect([macro.f1, micro.f1, subsetAccuracy]).toEqual([0, 0, 0]);
  });

  it('counts what is given to the texts of a label', () => {
    expect(
      givenTogether(
        flat([
          [1, 1],
          [1, 0],
        ]),
        flat([
          [0, 1],
          [1, 1],
        ]),
        2,
      ),
    ).toEqual([
      [1, 2],
      [0, 1],
    ]);
  });
});

describe('thresholds', () => {
  it('each label gets the one with the best F1, found among all', () => {
    const probabilities = Float32Array.from([0.9, 0.1, 0.4, 0.3, 0.35, 0.05, 0.1, 0.02]);
    const truth = Uint8Array.from([1, 0, 1, 1, 0, 0, 0, 0]);
    const found = tunedThresholds(probabilities, truth, 2);
    expect(found[0]).toBeCloseTo(0.375, 6);
    expect(found[1]).toBeCloseTo(0.2, 6);
    const f1 = (threshold: number, k: number): number => {
      const given = Uint8Array.from(probabilities, (p, i) => (i % 2 === k && p >= threshold ? 1 : 0));
      return multilabelScores(truth, given, 2).perClass[k]?.f1 ?? 0;
    };
    for (const k of [0, 1])
      for (let t = 0.01; t < 1; t += 0.01) expect(f1(t, k)).toBeLessThanOrEqual(f1(found[k] ?? 0, k));
  });

  it('equal probabilities are given together, and a label nobody has keeps one half', () => {
    expect(tunedThresholds(Float32Array.from([0.4, 0.4, 0.4]), Uint8Array.from([1, 0, 0]), 1)[0]).toBeCloseTo(
      0.2,
    );
    expect(tunedThresholds(Float32Array.from([0.9, 0.1]), Uint8Array.from([0, 0]), 1)).toEqual([0.5]);
  });
});

it('positive weights are absent / present, their root, and 1 where nobody has the label', () => {
  expect([...positiveWeights([1, 0, 5], 10, 'balanced')]).toEqual([9, 1, 1]);
  expect([...positiveWeights([1, 0, 5], 10, 'sqrt')]).toEqual([3, 1, 1]);
});
