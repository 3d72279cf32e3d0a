import { expect, test } from 'vitest';
import type { CheckReport } from '../exercises/types.ts';
import type { ProgressState } from '../store/progress.ts';
import { recipeSchema } from '../recipe/recipe.ts';
import { inputFingerprint } from '../store/cells.ts';
import type { Notebook } from '../store/notebook.ts';
import { pointsOfCells } from './exercise/use-points.ts';
import { countDone, isBegun, shareDone, signOf } from './cell-sign.ts';

const cell = { scored: ['rnn/step'], points: 6 };
const code = { tries: 1, honest: [], solvedAt: 1, opened: null, earlier: [], at: 1 };
const report: CheckReport = { outcomes: [], points: 6, of: 6, console: [], dropped: 0, problem: null };
const progress = (best: number, stands: string, checked: string): ProgressState => ({
  loaded: true,
  exercises: { 'rnn/step': { ...code, best, code: stands } },
  answers: {},
  reports: { 'rnn/step': { code: checked, report, at: 1 } },
});

test('a cell with points is done where all of them were had by the code that stands there', () => {
  expect(signOf('done', cell, progress(6, 'a', 'a'))).toBe('done');
  expect(signOf('done', cell, progress(5, 'a', 'a'))).toBe('partly');
  expect(signOf('done', cell, progress(6, '// broken now', 'a'))).toBe('stale');
  expect(signOf('running', cell, progress(6, '// broken now', 'a'))).toBe('running');
  expect(signOf('done', {}, progress(0, 'a', 'b'))).toBe('done');
});

test('cells whose checks ran and failed are not counted as done', () => {
  const plan = (id: string) => ({ id, dependsOn: [], reads: [], title: id });
  const cells = [plan('data'), { ...plan('step'), ...cell }];
  const recipe = recipeSchema.parse({});
  const record = (id: string) => ({
    outcome: 'done' as const,
    ranWith: inputFingerprint(cells, recipe, id),
    finishedAt: 1,
    seconds: 1,
    error: null,
    result: null,
  });
  const records = { data: record('data'), step: record('step') };
  const notebook = {
    plans: cells,
    recipe,
    records,
    loaded: true,
    running: null,
    queue: [],
  } as unknown as Notebook;
  expect(countDone(cells, notebook, progress(2, 'a', 'a'))).toBe(1);
  expect(countDone(cells, notebook, progress(6, 'a', 'a'))).toBe(2);
  expect(countDone(cells, notebook, progress(6, 'b', 'a'))).toBe(1);
  expect(countDone(cells, undefined, progress(6, 'a', 'a'))).toBe(0);
  // The bar of the course counts points as well.
  expect(shareDone(cells, notebook, progress(2, 'a', 'a'))).toBeCloseTo((1 + 2 / 6) / 2);
  expect(shareDone(cells, undefined, progress(3, 'a', 'a'))).toBeCloseTo(1 / 4);
  expect(shareDone(cells, notebook, progress(6, 'a', 'a'))).toBe(1);
  expect(shareDone([], notebook, progress(6, 'a', 'a'))).toBe(0);
});

test('a lesson is begun once anything was written, tried or answered in it', () => {
  const cells = [{ id: 'step', dependsOn: [], title: 'Step', ...cell }];
  const nothing: ProgressState = { loaded: true, exercises: {}, answers: {}, reports: {} };
  expect(isBegun(cells, undefined, nothing)).toBe(false);
  expect(isBegun(cells, undefined, progress(0, 'a', 'a'))).toBe(true);
  const given = { given: '7', tries: 1, points: 0, right: false, at: 1 };
  expect(isBegun(cells, undefined, { ...nothing, answers: { 'rnn/step': given } })).toBe(true);
  expect(isBegun(cells, undefined, { ...nothing, answers: { 'lstm/step': given } })).toBe(false);
});

test('no cell counts more points than it has', () => {
  expect(pointsOfCells([cell, { scored: ['lstm/step'], points: 3 }], progress(1000, 'a', 'a'))).toBe(6);
});
