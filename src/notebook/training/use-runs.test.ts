import { expect, test } from 'vitest';
import type { RunStatus } from '../../runs/types.ts';
import { recipeSchema } from '../../recipe/recipe.ts';
import { trainedBaselineOf } from './use-runs.ts';

const device = { kind: 'wasm' } as never;
const topics = recipeSchema.parse({});
const tiny = recipeSchema.parse({ data: { source: { kind: 'builtin', id: 'wordnet-tiny' } } });
const run = (number: number, status: RunStatus, parent: string | null = null) => ({
  number,
  status,
  parent,
  device,
  recipe: topics,
  datasetId: null,
});

test('variants follow the last baseline that trained, not one that failed after it', () => {
  const runs = [run(1, 'done'), run(2, 'done'), run(3, 'done', 'a'), run(4, 'failed'), run(5, 'interrupted')];
  expect(trainedBaselineOf(runs, topics)?.number).toBe(2);
  expect(trainedBaselineOf([...runs, run(6, 'running')], topics)?.number).toBe(6);
  expect(trainedBaselineOf([run(1, 'failed'), run(2, 'stopped')], topics)?.number).toBe(2);
  expect(trainedBaselineOf([run(3, 'done', 'a')], topics)).toBeUndefined();
  // One that came out of a zip has no data here.
  expect(
    trainedBaselineOf([run(1, 'done'), { ...run(2, 'done'), device: null as never }], topics)?.number,
  ).toBe(1);
});

test('variants follow the baseline on the data chosen now, while there is one', () => {
  const runs = [run(1, 'done'), { ...run(2, 'done'), recipe: tiny }, { ...run(3, 'failed'), recipe: tiny }];
  expect(trainedBaselineOf(runs, topics)?.number).toBe(1);
  expect(trainedBaselineOf(runs, tiny)?.number).toBe(2);
  const other = recipeSchema.parse({ data: { source: { kind: 'file', name: 'a.csv' } } });
  expect(trainedBaselineOf(runs, other)?.number).toBe(2);
});
