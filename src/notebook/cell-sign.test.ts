import { expect, test } from 'vitest';
import type { CheckReport } from '../exercises/types.ts';
import type { ProgressState } from '../store/progress.ts';
import { signOf } from './cell-sign.ts';

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
