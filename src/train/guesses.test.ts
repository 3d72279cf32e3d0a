import { expect, test } from 'vitest';
import { guessesOfClass, guessesOfLabels } from './guesses.ts';

// As sklearn.dummy.DummyClassifier(strategy='most_frequent') and f1_score(zero_division=0) say.
test('the most frequent class of train, whatever is frequent in the split', () => {
  const [guess] = guessesOfClass(Int32Array.of(1, 1, 1, 0, 2), Int32Array.of(0, 0, 1, 2), 3);
  expect(guess).toEqual({
    kind: 'majority',
    accuracy: 0.25,
    macroF1: expect.closeTo(0.4 / 3, 12) as number,
    microF1: 0.25,
    weightedF1: expect.closeTo(0.1, 12) as number,
  });
});

test('with several labels: what most texts say of each, and every label', () => {
  // Label 0 is on three of four texts of train, label 1 on one.
  const truth = Uint8Array.of(1, 0, 1, 1, 0, 1, 1, 0);
  const [majority, every] = guessesOfLabels([3, 1], 4, truth);
  expect(majority).toEqual({
    kind: 'majority',
    accuracy: 0.5,
    macroF1: expect.closeTo(6 / 7 / 2, 12) as number,
    microF1: expect.closeTo(6 / 9, 12) as number,
    weightedF1: expect.closeTo((6 / 7) * 0.6, 12) as number,
  });
  // f1_score(truth, ones): 2 · 3 / (4 + 3) and 2 · 2 / (4 + 2).
  expect(every?.macroF1).toBeCloseTo((6 / 7 + 4 / 6) / 2, 12);
});
