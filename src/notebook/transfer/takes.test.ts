import { describe, expect, it } from 'vitest';
import { durationWords } from '../../base/duration.ts';
import { recipeSchema } from '../../recipe/recipe.ts';
import { runTime, timeWords } from './takes.ts';

const report = {
  lengthCounts: [...new Array<number>(48).fill(0), 1280],
  splitCounts: { train: 1280, validation: 0, test: 0 },
  ...{ maxLength: 48, vocabularySize: 30_522 },
};
const recipe = (freeze: 'all' | 'none' | number) =>
  recipeSchema.parse({
    text: { tokenizer: { kind: 'wordpiece' } },
    model: {
      ...{ kind: 'bert', architecture: 'distilbert', layers: 6, hidden: 768, heads: 12 },
      init: { kind: 'published', id: 'a', freeze },
    },
    training: { batchSize: 64, accumulate: 2, epochs: 3 },
  });

describe('the time that a model takes', () => {
  it('follows from the operations and the speed of the device', () => {
    const { step, epoch, all } = runTime(recipe('none'), report, 30e9)!;
    // 51 tokens by 43 million weights, there and twice back: 13 billion operations a text, at 15 billion a second.
    expect(step).toBeGreaterThan(100);
    expect(step).toBeLessThan(125);
    expect(epoch).toBeCloseTo(10 * step);
    expect(all).toBeCloseTo(30 * step);
    const frozen = runTime(recipe('all'), report, 30e9)!;
    expect(frozen.all).toBeCloseTo(epoch / 3);
    expect(frozen.step).toBe(0);
    // Two of six layers: a third of the way there once, and of each epoch the rest there and back.
    const part = runTime(recipe(2), report, 30e9)!;
    expect(part.epoch).toBeCloseTo((2 / 3) * epoch);
    expect(part.all).toBeCloseTo((1 / 3) * (epoch / 3) + 3 * part.epoch);
    // Of texts that there is no room for, the way there is gone in every epoch.
    const many = { ...report, lengthCounts: report.lengthCounts.map((count) => 10 * count) };
    const much = { ...many, splitCounts: { ...report.splitCounts, train: 12_800 } };
    expect(runTime(recipe(2), much, 30e9)!.epoch).toBeCloseTo(10 * (1 + 2 * (2 / 3)) * (epoch / 3));
  });

  it('is said in words', () => {
    expect([0.2, 44, 200, 7300, 7200].map(durationWords)).toEqual([
      'less than 1 s',
      '44 s',
      '3 min',
      '2 h 2 min',
      '2 h',
    ]);
    const work = { tokens: 128, reading: 11e9, training: 33e9 };
    expect(timeWords({ work, verdict: 'go' }, 30e9)).toMatch(
      /a step of 128 texts with nothing frozen about 5 min, an epoch of 2,000 texts about 73 min; frozen .* 24 min\./,
    );
    expect(timeWords({ work, verdict: 'frozen' }, 30e9)).toBe(
      'Time on this device: 2,000 texts of 128 pieces are read once in about 24 min.',
    );
  });
});
