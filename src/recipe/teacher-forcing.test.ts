import { expect, test } from 'vitest';
import { fittingK, forcingRatio, stepsOfRun, unfittingK } from './teacher-forcing.ts';

test('a run has as many steps as its texts give, not as those of a full data set', () => {
  // 600 captions less their validation and test
  expect(stepsOfRun(600, { batchSize: 32, accumulate: 1, epochs: 2 })).toBe(38);
  expect(stepsOfRun(600, { batchSize: 32, accumulate: 4, epochs: 6 })).toBe(30);
  expect(stepsOfRun(29_000, { batchSize: 32, accumulate: 1, epochs: 6 })).toBe(5442);
});

test('a k that a run is too short or too long for is told, with one that has half of the words in the middle', () => {
  expect(unfittingK({ kind: 'sigmoid', k: 200 }, 57)).toBe(
    'k = 200 is too large for 57 steps: at the end the ratio is still 0.99. With k = 11.6 half of the words are true ones in the middle of the run.',
  );
  expect(unfittingK({ kind: 'sigmoid', k: 10 }, 5000)).toMatch(
    /^k = 10 is too small for 5,000 steps: .* 0\.00 already\./,
  );
  for (const steps of [8, 57, 400, 5442]) {
    const k = fittingK(steps);
    expect(unfittingK({ kind: 'sigmoid', k }, steps)).toBeNull();
    expect(forcingRatio({ kind: 'sigmoid', k }, steps / 2, steps)).toBeCloseTo(0.5, 1);
  }
  expect(unfittingK({ kind: 'constant', ratio: 1 }, 57)).toBeNull();
});
