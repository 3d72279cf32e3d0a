import { describe, expect, it } from 'vitest';
import type { DataReport } from '../../data/types.ts';
import { recipeSchema } from '../../recipe/recipe.ts';
import { estimateOf, shapeOf } from './estimate.ts';

const report = {
  lengthCounts: [0, 0, 0, 0, 50, 0, 0, 0, 50],
  splitCounts: { train: 80, validation: 10, test: 10 },
  ...{ maxLength: 6, vocabularySize: 8000, labels: [] as string[] },
} as unknown as DataReport;
const of = (layers: number, hidden: number) =>
  recipeSchema.parse({
    task: 'pretrain',
    text: { tokenizer: { kind: 'wordpiece' } },
    model: { kind: 'bert', layers, hidden, heads: 2 },
    training: { epochs: 3 },
  });

describe('an estimate', () => {
  it('counts texts of train, and their tokens as they are cut, with three marks', () => {
    expect(shapeOf(report)).toEqual({ texts: 80, tokens: 5 + 3 });
  });

  it('says go for a small model and no go for one that takes hours or too much memory', () => {
    const small = estimateOf(of(2, 128), report, 20e9);
    expect(small.noGo).toBeNull();
    expect(small.secondsPerEpoch).toBeGreaterThan(0);
    expect(small.secondsInAll).toBe(3 * small.secondsPerEpoch);
    expect(estimateOf(of(2, 128), report, 10e9).secondsPerEpoch).toBeCloseTo(2 * small.secondsPerEpoch, 10);
    const many = { ...report, splitCounts: { ...report.splitCounts, train: 80_000 } };
    many.lengthCounts = report.lengthCounts.map((count) => 1000 * count);
    expect(estimateOf(of(12, 768), many, 10e9).noGo).toMatch(/hours/);
    // A large batch is cut into pieces, but what is left of it can be too much for a slow device.
    expect(estimateOf(of(12, 768), report, 1e9).noGo).toMatch(/Even a few texts take a minute/);
    expect(estimateOf(of(24, 1024), report, 1e15).noGo).toMatch(/memory/);
    expect(() => estimateOf(of(2, 127), report, 1e9)).toThrow(/no multiple/);
  });
});
