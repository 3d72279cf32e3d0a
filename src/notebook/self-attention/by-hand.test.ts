import { beforeEach, describe, expect, test, vi } from 'vitest';
import { useProgress } from '../../store/progress.ts';
import { EMPTY_ROW, HAND_POINTS, HAND_STEPS, type HandStep, type HandTask, handId, handWork, judgeCell, judgeRow, solutionOf, taskOf, withCell } from './by-hand.ts'; // prettier-ignore
import { edit } from './changes.ts';
import { rowOf, rowsOf, showSolution, typeCell } from './hand-rows.ts';
import { compute, FIRST, LECTURE, type Settings } from './steps.ts';

vi.mock('../../storage/store.ts', async () => (await import('../../storage/notes.fixture.ts')).fakeNotes());

beforeEach(() => useProgress.setState({ exercises: {}, answers: {}, reports: {} }));

const why = (task: HandTask, step: HandStep, column: number, value: number | string): string => {
  const { state, why } = judgeCell(task, step, column, String(value));
  expect(state).toBe('wrong');
  return why;
};

const VARIANTS: Settings[] = [
  FIRST,
  LECTURE,
  { ...FIRST, causal: true },
  { ...FIRST, padding: 2, positions: true },
  { ...LECTURE, causal: true },
  { ...FIRST, size: 6, divisor: 3 },
];

describe('what is right', () => {
  test('two decimals of every step of every word, with masks and with the lecture’s numbers', () => {
    for (const settings of VARIANTS)
      for (const word of settings.words.keys()) {
        const task = taskOf(settings, word);
        for (const step of task.steps) {
          const cells = solutionOf(task, step);
          expect(judgeRow(task, step, { ...EMPTY_ROW, cells }), `${step} ${word}`).toMatchObject({
            right: true,
            missing: [],
            note: '',
          });
        }
      }
  });

  test('numbers computed from rounded ones, with a comma, or with the minus of print', () => {
    const task = taskOf(FIRST, 1);
    const { queries, keys } = task.shown;
    const byHand = (queries[1] ?? []).reduce((sum, q, i) => sum + q * (keys[2]?.[i] as number), 0);
    expect(judgeCell(task, 'scores', 2, byHand.toFixed(2)).state).toBe('right');
    expect(judgeCell(task, 'scores', 2, byHand.toFixed(2).replace('.', ',').replace('-', '−')).state).toBe(
      'right',
    );
    expect(judgeCell(task, 'scores', 2, (byHand + 0.1).toFixed(2)).state).toBe('wrong');
  });

  test('the lecture begins with its scores; a number of one’s own is given, one in what is asked is not', () => {
    expect(taskOf(LECTURE, 0).steps).toEqual(['scores', 'scaled', 'weights', 'output']);
    expect(
      ['scores', 'scaled', 'weights'].map((step) => solutionOf(taskOf(LECTURE, 0), step as HandStep)),
    ).toEqual([
      ['112', '96'],
      ['14', '12'],
      ['0.88', '0.12'],
    ]);
    const own = edit(edit(FIRST, 'embeddings', 1, 0, 3), 'scores', 1, 0, 50);
    const task = taskOf(own, 1);
    expect(task.exact.embeddings[1]?.[0]).toBe(3);
    expect(task.exact.scores[1]?.[0]).not.toBe(50);
  });
});

describe('what is wrong', () => {
  const task = taskOf({ ...FIRST, causal: true }, 2);
  const { exact } = task;

  test('typical mistakes are named', () => {
    const scored = (exact.scores[2]?.[1] as number).toFixed(2);
    expect(why(task, 'scaled', 1, scored)).toMatch(/not divided by √D/);
    expect(why(task, 'scores', 0, (exact.scores[0]?.[2] as number).toFixed(2))).toMatch(
      /Row and column are swapped/,
    );
    const x = exact.inputs[2] ?? [];
    const transposed = x.reduce((sum, value, i) => sum + value * (exact.W_q[1]?.[i] as number), 0);
    expect(why(task, 'queries', 1, transposed.toFixed(2))).toMatch(/transposed product/);
    expect(why(task, 'weights', 4, '0.05')).toMatch(/masked/);
    expect(judgeCell(task, 'weights', 4, '0').state).toBe('right');
  });

  test('a softmax of undivided scores, down the column, or over masked places', () => {
    const open = taskOf(FIRST, 1);
    const column = open.exact.scaled.map((row) => Math.exp(row[0] as number));
    const down = (column[1] as number) / column.reduce((a, b) => a + b, 0);
    expect(why(open, 'weights', 0, down.toFixed(3))).toMatch(/wrong axis/);
    const undivided = (open.exact.scores[1] ?? []).map(Math.exp);
    const share = (undivided[3] as number) / undivided.reduce((a, b) => a + b, 0);
    expect(why(open, 'weights', 3, share.toFixed(3))).toMatch(/not divided by √D/);
    const all = compute(FIRST).weights[2]?.[1] as number;
    expect(why(task, 'weights', 1, all.toFixed(3))).toMatch(/Masked places have a share/);
  });

  test('what is no number says so and is no try; others say how it is made', () => {
    expect(why(task, 'queries', 0, 'two')).toBe('“two” is not a number. Write it as 0.12 or -1.5.');
    expect(why(task, 'queries', 0, '99')).toMatch(/^Not yet\. Multiply x by column 1 of W_q/);
    const row = withCell(task, 'queries', EMPTY_ROW, 0, 'two');
    expect(row.wrong).toEqual([]);
    expect(withCell(task, 'queries', withCell(task, 'queries', row, 0, '9'), 0, '9').wrong).toHaveLength(1);
  });

  test('weights that do not add up to 1 are told so, and what is missing is known', () => {
    const row = { ...EMPTY_ROW, cells: ['0.5', '0.4', '0.4', '0', '0'] };
    expect(judgeRow(task, 'weights', row).note).toBe('Your weights add up to 1.30; those of a row make 1.');
    expect(judgeRow(task, 'weights', EMPTY_ROW).missing).toEqual([0, 1, 2, 3, 4]);
  });
});

describe('points', () => {
  const task = taskOf(FIRST, 1);
  const answerOf = (step: HandStep) => useProgress.getState().answers[handId(step)];
  const solve = (of: HandTask, step: HandStep): void =>
    solutionOf(of, step).forEach((text, j) => void typeCell(of, step, j, text));

  test('a row that is right gives them, they stay whatever comes after, and so does what was typed', () => {
    for (const step of HAND_STEPS) solve(task, step);
    const points = HAND_STEPS.map((step) => answerOf(step)?.points);
    expect(points).toEqual(HAND_STEPS.map((step) => HAND_POINTS[step]));
    expect(points.reduce<number>((sum, one) => sum + (one ?? 0), 0)).toBe(handWork.points);
    typeCell(task, 'scores', 0, '99');
    typeCell(taskOf(FIRST, 0), 'scores', 0, '98');
    expect(answerOf('scores')).toMatchObject({ points: 2, right: true });
    expect(rowOf(task, 'scores', answerOf('scores')?.given).cells[0]).toBe('99');
  });

  test('a solution that was shown gives none, the row of another word does', () => {
    showSolution(task, 'scores');
    expect(rowOf(task, 'scores', answerOf('scores')?.given)).toMatchObject({ shown: true });
    expect(answerOf('scores')).toMatchObject({ points: 0, right: false });
    solve(task, 'scores');
    expect(answerOf('scores')?.points).toBe(0);
    solve(taskOf(FIRST, 0), 'scores');
    expect(answerOf('scores')?.points).toBe(2);
  });

  test('one word alone gives none, and what cannot be read is as nothing', () => {
    const alone = taskOf({ ...FIRST, words: ['dog'] }, 0);
    solve(alone, 'weights');
    expect(answerOf('weights')?.points).toBe(0);
    expect(rowsOf('{"a":{"cells":[1]}}')).toEqual({});
    expect(rowsOf('<')).toEqual({});
  });
});
