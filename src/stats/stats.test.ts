import { describe, expect, it } from 'vitest';
import fixture from './fixtures/statistics.json' with { type: 'json' };
import { stratifiedFolds } from './folds.ts';
import { accuracyOf, fitLogistic, likeliest, probabilitiesOf } from './logistic.ts';
import { fitPca, projected, symmetricEigen } from './pca.ts';
import { countsAt, rocCurve } from './roc.ts';
import { takeRows } from './table.ts';

const named = <T extends { name: string }>(cases: T[]) => cases.map((each) => [each.name, each] as const);

function expectNear(found: ArrayLike<number>, wanted: ArrayLike<number>, off = 1e-6): void {
  expect(found.length).toBe(wanted.length);
  for (let i = 0; i < found.length; i++)
    expect(Math.abs(found[i]! - wanted[i]!), `at ${i}`).toBeLessThan(off);
}

describe('logistic regression', () => {
  it.each(named(fixture.logistic))('agrees with scikit-learn: %s', async (_, c) => {
    const table = { width: c.width, values: Float32Array.from(c.x) };
    const model = await fitLogistic(table, c.y, c.classes, { C: c.C });
    expect(model.converged).toBe(true);
    expectNear(model.weights, c.coef, 1e-4);
    expectNear(model.intercepts, c.intercept, 1e-3);
    const probabilities = probabilitiesOf(model, table);
    expectNear(probabilities.subarray(0, c.probabilities.length), c.probabilities, 1e-5);
    expect(accuracyOf(likeliest(probabilities, c.classes), c.y)).toBeCloseTo(c.accuracy, 10);
    const curves = c.auc.map((_auc, k) =>
      rocCurve(
        c.y.map((__, i) => probabilities[i * c.classes + k]!),
        (i) => c.y[i] === k,
      ),
    );
    expectNear(
      curves.map(({ auc }) => auc),
      c.auc,
    );
    expect(curves.reduce((sum, { auc }) => sum + auc, 0) / c.classes).toBeCloseTo(c.macroAuc, 6);
  });

  it('says when it was cut short, stops when it is told to, and refuses what cannot be fitted', async () => {
    const table = { width: 1, values: Float32Array.of(0, 1, 2, 3) };
    const cut = await fitLogistic(table, [0, 1, 0, 1], 2, { C: 1, mostIterations: 1 });
    expect(cut).toMatchObject({ converged: false, iterations: 1 });
    const stop = () => Promise.reject(new Error('enough'));
    await expect(fitLogistic(table, [0, 1, 0, 1], 2, { C: 1, after: stop })).rejects.toThrow('enough');
    await expect(fitLogistic(table, [0, 1], 2, { C: 1 })).rejects.toThrow('2 labels against 4 rows');
    await expect(fitLogistic(table, [0, 0, 0, 0], 1, { C: 1 })).rejects.toThrow('nothing to tell apart');
  });
});

describe('a ROC curve', () => {
  it.each(named(fixture.roc))('agrees with scikit-learn: %s', (_, c) => {
    const { fpr, tpr, thresholds, auc } = rocCurve(c.scores, (i) => c.y[i] === 1);
    expectNear(fpr, c.fpr);
    expectNear(tpr, c.tpr);
    expect(thresholds[0]).toBe(Infinity);
    expectNear(thresholds.slice(1), c.thresholds);
    expect(auc).toBeCloseTo(c.auc, 10);
  });

  it('has its points where counting at their thresholds puts them', () => {
    const { scores, y } = fixture.roc[1]!;
    const positive = (i: number) => y[i] === 1;
    const { fpr, tpr, thresholds } = rocCurve(scores, positive);
    thresholds.forEach((threshold, k) => {
      const { tp, fp, fn, tn } = countsAt(scores, positive, threshold);
      expect(tp / (tp + fn)).toBeCloseTo(tpr[k]!, 12);
      expect(fp / (fp + tn)).toBeCloseTo(fpr[k]!, 12);
      expect(tp + fp + fn + tn).toBe(scores.length);
    });
    expect(rocCurve([1, 2], () => true).auc).toBeNaN();
  });
});

describe('principal components', () => {
  it.each(named(fixture.pca))('agree with scikit-learn up to sign: %s', (_, c) => {
    const table = { width: c.width, values: Float32Array.from(c.x) };
    const pca = fitPca(table);
    const points = projected(pca, takeRows(table, [0, 1, 2, 3]));
    expectNear(pca.variance, c.variance, 1e-5 * c.variance[0]!);
    expectNear(pca.ratio, c.ratio);
    pca.components.forEach((component, k) => {
      const wanted = c.components[k]!;
      const sign = Math.sign(component.reduce((sum, x, j) => sum + x * wanted[j]!, 0));
      expectNear(
        component.map((x) => sign * x),
        wanted,
        1e-5,
      );
      c.first.forEach((row, i) => expect(sign * points[2 * i + k]!).toBeCloseTo(row[k]!, 3));
    });
  });

  it('are found where rows do not differ at all, and in a wide table', () => {
    expect(fitPca({ width: 3, values: new Float32Array(9).fill(2) }).ratio).toEqual([0, 0]);
    // One direction with a deviation of 5 among 300 with 1 or less.
    const values = Float32Array.from(
      { length: 200 * 300 },
      (_, i) => Math.sin(i * i * 0.37) * (i % 300 === 7 ? 10 : 1),
    );
    expect(Math.abs(fitPca({ width: 300, values }).components[0]![7]!)).toBeGreaterThan(0.9);
  });

  it('come from eigenvectors that are such', () => {
    const matrix = [Float64Array.of(2, 1, 0), Float64Array.of(1, 3, -1), Float64Array.of(0, -1, 1)];
    for (const { value, vector } of symmetricEigen(matrix))
      matrix.forEach((row, i) => {
        const product = row.reduce((sum, x, j) => sum + x * vector[j]!, 0);
        expect(product).toBeCloseTo(value * vector[i]!, 10);
      });
  });
});

describe('stratified folds', () => {
  it('differ by one row at most, in each class and in all, and follow the seed', () => {
    const labels = Array.from({ length: 103 }, (_, i) => (i % 10 < 6 ? 0 : i % 10 < 9 ? 1 : 2));
    const folds = stratifiedFolds(labels, 5, 1);
    const sizes = (of: (label: number) => boolean) =>
      Array.from({ length: 5 }, (_, f) => labels.filter((label, i) => folds[i] === f && of(label)).length);
    for (const of of [() => true, ...[0, 1, 2].map((k) => (label: number) => label === k)]) {
      const counts = sizes(of);
      expect(Math.max(...counts) - Math.min(...counts)).toBeLessThanOrEqual(1);
    }
    expect(stratifiedFolds(labels, 5, 1)).toEqual(folds);
    expect(stratifiedFolds(labels, 5, 2)).not.toEqual(folds);
    expect(() => stratifiedFolds(labels, 1, 0)).toThrow('two at least');
  });
});
