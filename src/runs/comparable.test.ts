import { expect, test } from 'vitest';
import { parseRecipe } from '../recipe/parse.ts';
import type { RecipeInput } from '../recipe/recipe.ts';
import { apart, comparableRuns } from './comparable.ts';

type DataInput = NonNullable<RecipeInput['data']>;
const TINY: DataInput = { source: { kind: 'builtin', id: 'wordnet-tiny' } };
const OWN: DataInput = { source: { kind: 'file', name: 'own.csv' } };

const run = (id: number, data: DataInput, score: number | null, more: RecipeInput = {}, datasetId = 'd') => ({
  id,
  recipe: parseRecipe({ ...more, data }),
  datasetId,
  score,
});
type Run = ReturnType<typeof run>;
const among = (runs: Run[], data: DataInput, more: RecipeInput = {}) =>
  comparableRuns(runs, parseRecipe({ ...more, data }), ({ score }) => score !== null).map(({ id }) => id);

test('runs on other data are not compared, however high their score', () => {
  const runs = [run(1, TINY, 0.5), run(2, TINY, 0.6), run(3, OWN, 0.8), run(4, OWN, null)];
  expect(among(runs, TINY)).toEqual([1, 2]);
  expect(among(runs, OWN)).toEqual([3, 4]);
});

test('data without a score leave the newest that have one', () => {
  const runs = [run(1, TINY, 0.5), run(2, OWN, null)];
  expect(among(runs, OWN)).toEqual([1]);
  expect(among([run(1, TINY, null), run(2, OWN, null)], OWN)).toEqual([1, 2]);
  expect(among([], OWN)).toEqual([]);
});

test('two files of one name are two data sets', () => {
  const runs = [run(1, OWN, 0.9, {}, 'first'), run(2, OWN, 0.4, {}, 'second')];
  expect(among(runs, OWN)).toEqual([2]);
});

test('another task is another question, and a pretraining is judged by itself alone', () => {
  const pretrain: RecipeInput = {
    task: 'pretrain',
    model: { kind: 'bert' },
    text: { tokenizer: { kind: 'wordpiece' } },
  };
  const runs = [run(1, TINY, 0.9, pretrain), run(2, TINY, 0.5)];
  expect(among(runs, TINY, pretrain)).toEqual([2]);
  expect(among(runs.slice(0, 1), TINY, pretrain)).toEqual([1]);
  // … and the data that it chooses are those of its fine-tunings.
  expect(among([...runs, run(3, OWN, 0.7)], TINY, pretrain)).toEqual([2]);
});

test('the other direction is another question, for runs that translate', () => {
  const translate: RecipeInput = { task: 'translate', model: { kind: 'seq2seq' } };
  const [there, back] = [TINY, { ...TINY, swap: true }];
  const runs = [run(1, there, 90, translate), run(2, back, 95, translate), run(3, there, 80, translate)];
  expect(among(runs, there, translate)).toEqual([1, 3]);
  expect(among(runs, back, translate)).toEqual([2]);
  expect(apart(run(1, there, 90, translate), run(2, back, 95, translate))).toBe('direction');
  // of a classification there is none
  expect(apart(run(1, there, 0.5), run(2, back, 0.5))).toBeNull();
});
