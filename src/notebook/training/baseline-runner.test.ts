import { expect, test } from 'vitest';
import { toErrorData } from '../../base/errors.ts';
import { recipeSchema } from '../../recipe/recipe.ts';
import { newRun, type RunSummary } from '../../runs/record.ts';
import { demandDone } from './baseline-runner.ts';

const run = (change: Partial<RunSummary>): RunSummary => ({
  ...newRun(
    { id: 'a', number: 3, lesson: 'rnn', recipe: recipeSchema.parse({}), parent: null, datasetId: null },
    0,
  ),
  ...change,
});
const codeOf = (change: Partial<RunSummary>): string | null => {
  try {
    demandDone(run(change));
    return null;
  } catch (error) {
    return toErrorData(error).code;
  }
};

test('a cell says of its run what the run says: interrupted is not failed', () => {
  const error = { code: 'run/interrupted', message: 'The page was closed.' };
  expect(codeOf({ status: 'done' })).toBeNull();
  expect(codeOf({ status: 'stopped' })).toBe('cancelled');
  expect(codeOf({ status: 'interrupted', error })).toBe('cancelled');
  expect(codeOf({ status: 'failed', error: { code: 'run/diverged', message: 'NaN' } })).toBe('run/diverged');
  expect(codeOf({ status: 'failed' })).toBe('run/unfinished');
});
