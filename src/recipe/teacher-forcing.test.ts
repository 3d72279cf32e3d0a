import { expect, test } from 'vitest';
import { stepsOfRun } from './teacher-forcing.ts';

test('a run has as many steps as its texts give, not as those of a full data set', () => {
  // 600 captions less their validation and test
  expect(stepsOfRun(600, { batchSize: 32, accumulate: 1, epochs: 2 })).toBe(38);
  expect(stepsOfRun(600, { batchSize: 32, accumulate: 4, epochs: 6 })).toBe(30);
  expect(stepsOfRun(29_000, { batchSize: 32, accumulate: 1, epochs: 6 })).toBe(5442);
});
