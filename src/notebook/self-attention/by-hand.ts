import { fingerprint } from '../../base/fingerprint.ts';
import { numberOf } from '../number-text.ts';
import { mistakesOf } from './mistakes.ts';
import { beginsWithQueries, compute, divisorOf, maskedScores, type Matrices, type Matrix, maySee, product, type Settings, softmaxRows, type Step, STEPS } from './steps.ts'; // prettier-ignore

/** Self-attention computed by the person: the row of one word, step after step. Pure. */

export const HAND_STEPS = ['queries', 'keys', 'values', 'scores', 'scaled', 'weights', 'output'] as const;
export type HandStep = (typeof HAND_STEPS)[number];

/** Points of each step, had once its row was right without the solution having been shown. */
export const HAND_POINTS: Readonly<Record<HandStep, number>> = {
  queries: 1,
  keys: 1,
  values: 1,
  scores: 2,
  scaled: 1,
  weights: 2,
  output: 2,
};

export const handId = (step: HandStep): string => `attention/by-hand-${step}`;

/** What the cell of a lesson says of its points. */
export const handWork = {
  byHand: true,
  points: HAND_STEPS.reduce((sum, step) => sum + HAND_POINTS[step], 0),
  scored: HAND_STEPS.map(handId),
} as const;

/** Numbers asked of a query; of keys, values and outputs, which are made alike, fewer. */
const MOST_ASKED: Partial<Record<HandStep, number>> = { queries: 4, keys: 2, values: 2, output: 2 };

export interface HandTask {
  settings: Settings;
  /** Place of the word whose row is computed. */
  word: number;
  steps: readonly HandStep[];
  exact: Matrices;
  /** As they stand on the screen, two decimals: what the person computes with. */
  shown: Matrices;
  /** Points are for a task that has something to compute: at least two words of two numbers. */
  counts: boolean;
}

const rounded = (matrix: Matrix): Matrix =>
  matrix.map((row) => row.map((value) => (Number.isFinite(value) ? Number(value.toFixed(2)) : value)));

const GIVENS: readonly Step[] = ['embeddings', 'positions', 'inputs', 'W_q', 'W_k', 'W_v'];

/** What is written into later matrices is what is asked here: the person's own numbers count in the givens alone. */
export function taskOf(settings: Settings, word: number): HandTask {
  const late = beginsWithQueries(settings);
  const givens = late ? [...GIVENS, 'queries', 'keys', 'values'] : GIVENS;
  const edited = Object.fromEntries(
    Object.entries(settings.edited).filter(([step]) => givens.includes(step as Step)),
  );
  const plain: Settings = { ...settings, edited };
  const exact = compute(plain);
  return {
    settings: plain,
    word: Math.min(Math.max(0, word), settings.words.length - 1),
    steps: late ? HAND_STEPS.slice(3) : HAND_STEPS,
    exact,
    shown: Object.fromEntries(STEPS.map((step) => [step, rounded(exact[step])])) as Matrices,
    counts: settings.words.length >= 2 && settings.size >= 2,
  };
}

/** The row of a step, computed from the numbers on the screen. */
function fromShown({ settings, word, shown }: HandTask, step: HandStep): readonly number[] {
  const row = (name: Step): Matrix => [shown[name][word] ?? []];
  const first = (matrix: Matrix): readonly number[] => matrix[0] ?? [];
  switch (step) {
    case 'queries':
      return first(product(row('inputs'), shown.W_q));
    case 'keys':
      return first(product(row('inputs'), shown.W_k));
    case 'values':
      return first(product(row('inputs'), shown.W_v));
    case 'scores':
      return first(product(row('queries'), shown.keys, true));
    case 'scaled':
      return first(row('scores')).map((score) => score / divisorOf(settings));
    case 'weights':
      return softmaxRows(maskedScores(settings, shown.scaled))[word] ?? [];
    case 'output':
      return first(product(row('weights'), shown.values));
  }
}

/** Columns of the row that the person fills in; the others are given. */
export function askedOf({ exact, word }: HandTask, step: HandStep): number {
  const width = exact[step][word]?.length ?? 0;
  return Math.min(width, MOST_ASKED[step] ?? width);
}

/** How far a number computed by hand with two decimals may be off, beside what rounding before it does. */
export const toleranceOf = (value: number): number => 0.015 + 0.003 * Math.abs(value);

/** With the minus sign of print as well. */
const typedNumber = (text: string): number | null => numberOf(text.replace('−', '-'));

export interface CellVerdict {
  state: 'empty' | 'right' | 'wrong';
  /** What is wrong, as a sentence. */
  why: string;
}

/** How each step is made, for who is stuck. */
const HOW: Record<HandStep, (column: number) => string> = {
  queries: (j) => `Multiply x by column ${j + 1} of W_q, number by number, and add up.`,
  keys: (j) => `Multiply x by column ${j + 1} of W_k, number by number, and add up.`,
  values: (j) => `Multiply x by column ${j + 1} of W_v, number by number, and add up.`,
  scores: () => 'Multiply the query by the key of this column, number by number, and add up.',
  scaled: () => 'Divide the score by the divisor.',
  weights: () => 'e to the power of this score, over the sum of these powers of all that may be looked at.',
  output: (j) => `Multiply each weight by number ${j + 1} of its word’s value, and add up.`,
};

/** Of one number: whether it is right, or which mistake makes it. */
export function judgeCell(task: HandTask, step: HandStep, column: number, text: string): CellVerdict {
  if (text.trim() === '') return { state: 'empty', why: '' };
  const value = typedNumber(text);
  if (value === null)
    return { state: 'wrong', why: `“${text.trim()}” is not a number. Write it as 0.12 or -1.5.` };
  const exact = task.exact[step][task.word]?.[column] as number;
  const screen = fromShown(task, step)[column] as number;
  if (step === 'weights' && !maySee(task.settings, task.word, column))
    return Math.abs(value) < 1e-9
      ? { state: 'right', why: '' }
      : {
          state: 'wrong',
          why: 'This place is masked: its score is −∞, e to the power of that is 0, and so is its weight.',
        };
  const tolerance = toleranceOf(exact);
  const [low, high] = [Math.min(exact, screen) - tolerance, Math.max(exact, screen) + tolerance];
  // 0.015 is 0.015000000000000013 off.
  if (value >= low - 1e-9 && value <= high + 1e-9) return { state: 'right', why: '' };
  const mistake = mistakesOf(task, step, column).find(
    (one) => Math.abs(one.value - value) <= toleranceOf(one.value) + 1e-9,
  );
  return { state: 'wrong', why: mistake?.why ?? `Not yet. ${HOW[step](column)}` };
}

/** A step as the person left it. */
export interface HandRow {
  cells: readonly string[];
  /** Wrong numbers that were tried, `column:number`, each once. */
  wrong: readonly string[];
  /** The solution was shown. */
  shown: boolean;
}

export const EMPTY_ROW: HandRow = { cells: [], wrong: [], shown: false };
/** Wrong tries after which the solution of a step can be shown. */
export const HAND_TRIES = 3;

export interface RowVerdict {
  cells: readonly CellVerdict[];
  right: boolean;
  /** Columns that are empty or wrong. */
  missing: readonly number[];
  /** A word on the row as a whole. */
  note: string;
}

export function judgeRow(task: HandTask, step: HandStep, { cells }: HandRow): RowVerdict {
  const verdicts = Array.from({ length: askedOf(task, step) }, (_, j) =>
    judgeCell(task, step, j, cells[j] ?? ''),
  );
  const missing = verdicts.flatMap(({ state }, j) => (state === 'right' ? [] : [j]));
  const sum = cells.reduce((total, text) => total + (typedNumber(text) ?? NaN), 0);
  const full = verdicts.every(({ state }) => state !== 'empty');
  const off = step === 'weights' && full && missing.length > 0 && Math.abs(sum - 1) > 0.03;
  return {
    cells: verdicts,
    right: missing.length === 0,
    missing,
    note: off ? `Your weights add up to ${sum.toFixed(2)}; those of a row make 1.` : '',
  };
}

/** The row with one number more; a wrong one that is new counts as a try. */
export function withCell(
  task: HandTask,
  step: HandStep,
  row: HandRow,
  column: number,
  text: string,
): HandRow {
  const cells = Array.from({ length: askedOf(task, step) }, (_, j) =>
    j === column ? text : (row.cells[j] ?? ''),
  );
  const { state } = judgeCell(task, step, column, text);
  const tried = `${column}:${text.trim()}`;
  const again = row.wrong.includes(tried) || typedNumber(text) === null;
  return { ...row, cells, wrong: state === 'wrong' && !again ? [...row.wrong, tried].slice(-99) : row.wrong };
}

/** The row filled in, two decimals. */
export function solutionOf(task: HandTask, step: HandStep): string[] {
  return Array.from({ length: askedOf(task, step) }, (_, j) => {
    const value = task.exact[step][task.word]?.[j] as number;
    return String(Number(value.toFixed(2)));
  });
}

/** Names the numbers of a step: what was typed for others is not for these. */
export const nameOf = (task: HandTask, step: HandStep): string =>
  fingerprint([
    task.settings.words,
    task.word,
    task.exact[step].map((row) => row.map((value) => value.toFixed(4))),
  ]);
