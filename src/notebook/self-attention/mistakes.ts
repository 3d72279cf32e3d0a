import type { HandStep, HandTask } from './by-hand.ts';
import { divisorOf, maskedScores, type Matrix, maySee, product, softmaxRows, type Step } from './steps.ts';

/** A number that a typical mistake makes, and what was mixed up. */
export interface HandMistake {
  value: number;
  why: string;
}

const MATRIX: Partial<Record<HandStep, Step>> = { queries: 'W_q', keys: 'W_k', values: 'W_v' };

/** The mistakes of a step at one number of the row, the likeliest first. */
export function mistakesOf(task: HandTask, step: HandStep, column: number): HandMistake[] {
  const right = task.exact[step][task.word]?.[column] as number;
  const all = [
    ...OF_STEP[step](task, column),
    { value: -right, why: 'The sign is the other way round.' },
    ...misplaced(task, step, column),
  ];
  return all.filter(({ value }) => Number.isFinite(value));
}

/** Right numbers in wrong places. */
function misplaced(
  { exact, word, settings: { words } }: HandTask,
  step: HandStep,
  column: number,
): HandMistake[] {
  const ofWords = (j: number): string => `of “${words[j]}” (column ${j + 1})`;
  const pairs = step === 'scores' || step === 'scaled' || step === 'weights';
  return [
    ...(exact[step][word] ?? []).flatMap((value, j) =>
      j === column
        ? []
        : [{ value, why: `That is the number ${pairs ? ofWords(j) : `of column ${j + 1}`}.` }],
    ),
    ...exact[step].flatMap((row, i) =>
      i === word
        ? []
        : [
            {
              value: row[column] as number,
              why: `That is the row of “${words[i]}” (word ${i + 1}), not of yours.`,
            },
          ],
    ),
  ];
}

function projection({ exact, word, settings }: HandTask, step: HandStep, j: number): HandMistake[] {
  const own = MATRIX[step] as Step;
  const x: Matrix = [exact.inputs[word] ?? []];
  const at = (matrix: Matrix): number => matrix[0]?.[j] as number;
  return [
    {
      value: at(product(x, exact[own], true)),
      why: `That is a transposed product: x goes with column ${j + 1} of ${own}, not with its row ${j + 1}.`,
    },
    ...(['W_q', 'W_k', 'W_v'] as const)
      .filter((other) => other !== own)
      .map((other) => ({
        value: at(product(x, exact[other])),
        why: `That is x · ${other}; here it is ${own}.`,
      })),
    ...(settings.positions
      ? [
          {
            value: at(product([exact.embeddings[word] ?? []], exact[own])),
            why: 'That is made of the embedding alone: the position is to be added to it first.',
          },
        ]
      : []),
  ];
}

const swapped = 'Row and column are swapped: that is the query of the other word with the key of yours.';

const OF_STEP: Record<HandStep, (task: HandTask, column: number) => HandMistake[]> = {
  queries: (task, j) => projection(task, 'queries', j),
  keys: (task, j) => projection(task, 'keys', j),
  values: (task, j) => projection(task, 'values', j),
  scores: ({ exact, word, settings }, j) => {
    const dot = (a: Matrix, i: number, b: Matrix, k: number): number =>
      product([a[i] ?? []], [b[k] ?? []], true)[0]?.[0] as number;
    const { queries, keys, values } = exact;
    return [
      { value: exact.scores[j]?.[word] as number, why: swapped },
      {
        value: (exact.scores[word]?.[j] as number) / divisorOf(settings),
        why: 'That is divided already: here the score itself is wanted.',
      },
      { value: dot(queries, word, queries, j), why: 'That is query · query: the other word gives its key.' },
      { value: dot(keys, word, keys, j), why: 'That is key · key: your word asks with its query.' },
      {
        value: dot(queries, word, values, j),
        why: 'That is query · value: values come only after the softmax.',
      },
    ];
  },
  scaled: ({ exact, word, settings }, j) => {
    const score = exact.scores[word]?.[j] as number;
    const divisor = divisorOf(settings);
    const root = settings.divisor === null ? '√D' : 'the divisor';
    return [
      { value: score, why: `That is not divided by ${root} yet.` },
      {
        value: score / divisor ** 2,
        why: settings.divisor === null ? 'That is divided by D: √D is meant.' : 'That is divided twice.',
      },
      { value: score * divisor, why: `That is multiplied by ${root}: divide.` },
      { value: exact.scaled[j]?.[word] as number, why: swapped },
    ];
  },
  weights: ({ exact, word, settings }, j) => {
    const masked = maskedScores(settings, exact.scaled);
    const row = masked[word] ?? [];
    const powers = row.map(Math.exp);
    const turned = masked.map((_, i) => masked.map((other) => other[i] as number));
    const seen = row.filter((score) => score !== -Infinity);
    const hidden = row.some((_, at) => !maySee(settings, word, at));
    return [
      {
        value: softmaxRows(maskedScores(settings, exact.scores))[word]?.[j] as number,
        why: 'That is the softmax of scores not divided by √D.',
      },
      ...(hidden
        ? [
            {
              value: softmaxRows(exact.scaled)[word]?.[j] as number,
              why: 'Masked places have a share in that: they get none, and the others share the whole 1.',
            },
          ]
        : []),
      {
        value: softmaxRows(turned)[j]?.[word] as number,
        why: 'That is a softmax over the wrong axis: down the column. Each row adds up to 1.',
      },
      {
        value: powers[j] as number,
        why: 'That is e to the power of the score: divide by the sum of the row.',
      },
      {
        value: (row[j] as number) / seen.reduce((a, b) => a + b, 0),
        why: 'That is a share of the scores themselves: e to the power of each comes first.',
      },
      {
        value: 1 / seen.length,
        why: 'That is an equal share for all: the greater score has the greater one.',
      },
    ];
  },
  output: ({ exact, word }, j) => {
    const weights = exact.weights[word] ?? [];
    const mixed = (of: Matrix, by: readonly number[]): number =>
      by.reduce((sum, weight, i) => sum + weight * (of[i]?.[j] as number), 0);
    const each = weights.map(() => 1);
    return [
      { value: mixed(exact.keys, weights), why: 'That is a mixture of keys: values are mixed.' },
      {
        value: mixed(
          exact.values,
          exact.weights.map((row) => row[word] as number),
        ),
        why: 'Row and column are swapped: those are the weights that others give to your word.',
      },
      { value: mixed(exact.values, each), why: 'That is the sum of the values: each goes by its weight.' },
      {
        value: mixed(exact.values, each) / each.length,
        why: 'That is the mean of the values: each goes by its weight.',
      },
      {
        value: exact.values[word]?.[j] as number,
        why: 'That is the value of your word alone: all are mixed.',
      },
    ];
  },
};
