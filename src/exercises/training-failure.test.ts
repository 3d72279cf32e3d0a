import { expect, test } from 'vitest';
import { notFinite } from '../train/failures.ts';
import { problemWords, trainingFailure, untrainable } from './training-failure.ts';
import type { CheckOutcome } from './types.ts';

const lost = (step: number) =>
  trainingFailure(notFinite({ step, loss: NaN, lr: 0, gradNorm: NaN }, step > 1 ? 1 : null, 0).toData());

test('a loss of NaN at the first step is not laid to the learning rate', () => {
  expect(lost(1).message).toBe(
    'With your code the loss is NaN at the very first step, before any weight has changed: the learning rate is not the reason.',
  );
  expect(lost(1).hint).toMatch(/division by 0/);
  expect(lost(12).message).toBe('With your code the loss became NaN at step 12.');
});

test('an error without a place of its own is said to come of the code; others stay as they are', () => {
  expect(trainingFailure({ code: 'unexpected', message: 'shapes differ' })).toMatchObject({
    code: 'exercise/code',
    message: 'The training failed in what your code gave: shapes differ',
  });
  const own = { code: 'exercise/code', message: 'Your code threw Error: later (line 3)' };
  expect(trainingFailure(own)).toMatchObject({ ...own, hint: expect.any(String) });
  const other = { code: 'train/out-of-memory', message: 'There was not enough memory.' };
  expect(trainingFailure(other)).toBe(other);
});

test('code that cannot be read is not trained; code that fails checks is', () => {
  const problem = { message: 'Your code cannot be read: x.', line: 4, column: null };
  const outcome = (state: CheckOutcome['state']): CheckOutcome => ({
    id: 'a',
    state,
    points: 0,
    reason: null,
    evidence: [],
    milliseconds: 0,
  });
  const report = { points: 0, of: 1, console: [], dropped: 0, problem };
  expect(untrainable({ ...report, outcomes: [outcome('not-run')] })?.message).toBe(
    'Your code cannot be read: x (line 4).',
  );
  expect(untrainable({ ...report, outcomes: [outcome('failed'), outcome('not-run')] })).toBeNull();
  expect(untrainable({ ...report, problem: null, outcomes: [outcome('failed')] })).toBeNull();
  expect(problemWords({ message: 'In line 4: no.', line: 4, column: 1 })).toBe('In line 4: no.');
});
