import { expect, test } from 'vitest';
import { attentionQuestions } from './attention/questions.ts';
import { bertMaskQuestions } from './bert/mask-questions.ts';
import { bertModelQuestions } from './bert/model-questions.ts';
import { bertQuestions } from './bert/questions.ts';
import { lstmQuestions } from './lstm/questions.ts';
import { freeQuestions } from './free-questions.ts';
import { choiceOrder, gradedPoints, judge, type NumberQuestion, type Question } from './questions.ts';
import { rnnQuestions } from './rnn/questions.ts';
import { seq2seqQuestions } from './seq2seq/questions.ts';
import { transferQuestions } from './transfer/questions.ts';

const ALL = [
  ...rnnQuestions,
  ...lstmQuestions,
  ...seq2seqQuestions,
  ...attentionQuestions,
  ...bertMaskQuestions,
  ...bertQuestions,
  ...bertModelQuestions,
  ...transferQuestions,
];

const choices = [
  { text: 'A', right: true, why: 'why A' },
  { text: 'B', right: false, why: 'why B' },
  { text: 'C', right: true, why: 'why C' },
];
const several: Question = { kind: 'several', id: 'x/several', text: '?', points: 2, choices };
const single: Question = { ...several, kind: 'single', choices: choices.slice(0, 2) };
const number: NumberQuestion = {
  kind: 'number',
  id: 'x/number',
  text: '?',
  points: 3,
  answer: 1.5,
  tolerance: 0.25,
  unit: 'nats',
  why: 'so it is',
  mistakes: [{ value: 4, why: 'squared' }],
};

test('one choice: the right one alone has the points, a wrong one says why', () => {
  expect(judge(single, [0])).toEqual({ right: true, points: 2, why: ['why A'] });
  expect(judge(single, [1])).toEqual({ right: false, points: 0, why: ['why B'] });
  expect(judge(single, [])).toEqual({ right: false, points: 0, why: [] });
  expect(judge(single, '0').right).toBe(false);
});

test('several choices: what is wrongly taken is explained, what is left out is counted and not named', () => {
  expect(judge(several, [2, 0])).toEqual({ right: true, points: 2, why: ['why A', 'why C'] });
  expect(judge(several, [0, 1])).toEqual({ right: false, points: 0, why: ['B: why B', 'One more is true.'] });
  expect(judge(several, [0, 1, 2]).why).toEqual(['B: why B']);
  expect(judge(several, []).why).toEqual(['2 more are true.']);
});

test('a number is right up to its tolerance, with a point or a comma, with its unit or without', () => {
  for (const given of ['1.5', ' 1,5 ', '1.25', '1.75', '15e-1', '1.5 nats', '1,5nats'])
    expect(judge(number, given), given).toEqual({ right: true, points: 3, why: ['so it is'] });
  expect(judge(number, '1.76')).toEqual({ right: false, points: 0, why: ['Too large.'] });
  expect(judge(number, '-1.5').why).toEqual(['Too small.']);
});

test('where a whole number is asked for, none beside it is right', () => {
  const units: NumberQuestion = { ...number, answer: 109, tolerance: 0, unit: 'units' };
  for (const given of ['109 units', '109 unit', '109units', '109 hidden units', '109 Hidden Units'])
    expect(judge(units, given).right, given).toBe(true);
  expect(judge(units, '109 bytes')).toMatchObject({
    right: false,
    why: ['It is wanted in units, not in bytes.'],
  });
  expect(judge(units, '110 bytes').why).toEqual(['Too large.']);
  expect(judge(units, '109.3 units').why).toEqual(['A whole number is wanted.']);
  expect(judge(units, '110').why).toEqual(['Too large.']);
});

test('a great number may be written in groups of thousands', () => {
  const great: NumberQuestion = {
    ...number,
    answer: 2_101_248,
    tolerance: 0.5,
    unit: 'parameters',
    mistakes: [],
  };
  for (const given of ['2101248', '2,101,248', '2 101 248', '2.101.248 parameters'])
    expect(judge(great, given).right, given).toBe(true);
  expect(judge({ ...great, answer: 16_384 }, '16 384').right).toBe(true);
  // One comma may be a decimal one, or stand before thousands: either is right where it is the answer.
  for (const given of ['1,000', '1.000', '1 000', '1000'])
    expect(judge({ ...great, answer: 1000, tolerance: 0 }, given).right, given).toBe(true);
  const wrong = (answer: number, given: string) => judge({ ...great, answer, tolerance: 0 }, given).why;
  expect(wrong(1000, '1,200')).toEqual(['Too large. It was read as 1,200.']);
  expect(wrong(500, '1,000')).toEqual(['Too large. It was read as 1,000.']);
  expect(wrong(1.5, '1,200')).toEqual(['Too small. It was read as 1.2.']);
  expect(wrong(1000, '0.125')).toEqual(['A whole number is wanted.']);
  expect(judge({ ...great, answer: 2.101, tolerance: 1e-9 }, '2,101').right).toBe(true);
});

test('a typical wrong number is named, within the same tolerance', () => {
  expect(judge(number, '4.2').why).toEqual(['squared']);
  expect(judge(number, '4.3').why).toEqual(['Too large.']);
});

test('what is no number says so', () => {
  for (const given of ['', '  ', 'two', 'Infinity', 'nats'])
    expect(judge(number, given), given).toEqual({ right: false, points: 0, why: ['That is not a number.'] });
  for (const given of ['1,5,0', 'ln 4', '3/2', '2 ** 2'])
    expect(judge(number, given).why, given).toEqual([
      'That is not a number: work it out, and give its digits.',
    ]);
});

test('free text is kept and not graded', () => {
  const free: Question = { kind: 'free', id: 'x/free', text: '?', points: 0 };
  expect(judge(free, 'what I think')).toEqual({ right: true, points: 0, why: [] });
  expect(gradedPoints([free, { ...free, points: 5 }, single, number])).toBe(5);
});

test('every choice of the lessons explains itself, and the answers can be told apart', () => {
  expect(new Set(ALL.map(({ id }) => id)).size).toBe(ALL.length);
  for (const question of ALL) {
    if (question.kind === 'free') continue;
    expect(question.points, question.id).toBeGreaterThan(0);
    if (question.kind === 'number') {
      expect(judge(question, String(question.answer)).right, question.id).toBe(true);
      for (const { value, why } of question.mistakes)
        expect(judge(question, String(value)), question.id).toEqual({ right: false, points: 0, why: [why] });
      continue;
    }
    if (question.kind === 'formula') {
      expect(judge(question, question.answer).right, question.id).toBe(true);
      for (const { formula, why } of question.mistakes)
        expect(judge(question, formula).why, question.id).toEqual([why]);
      continue;
    }
    const whys = question.choices.map(({ why }) => why);
    expect(new Set(whys).size, question.id).toBe(whys.length);
    expect(Math.min(...whys.map(({ length }) => length)), question.id).toBeGreaterThan(20);
    const right = question.choices.filter((choice) => choice.right).length;
    if (question.kind === 'single') expect(right, question.id).toBe(1);
    else expect(right, question.id).toBeGreaterThan(0);
  }
});

test('choices stand in an order of their own, the same every time, and the right one anywhere', () => {
  const places = ALL.flatMap((question) => {
    if (question.kind !== 'single') return [];
    const order = choiceOrder(question.id, question.choices);
    expect([...order].sort()).toEqual([...question.choices.keys()]);
    expect(choiceOrder(question.id, question.choices)).toEqual(order);
    return [order.findIndex((i) => question.choices[i]?.right)];
  });
  const share = (place: number): number => places.filter((at) => at === place).length / places.length;
  for (const place of [0, 1, 2]) {
    expect(share(place)).toBeGreaterThan(0.15);
    expect(share(place)).toBeLessThan(0.55);
  }
});

test('the hidden size of the LSTM with as many parameters as the RNN follows from the shapes of the weights', () => {
  // weight_ih [gates · H, E], weight_hh [gates · H, H], bias_ih and bias_hh [gates · H]
  const parameters = (gates: number, hidden: number, biases = 2): number =>
    gates * hidden * (100 + hidden + biases);
  const nearest = (biases: number): number => {
    const distance = (hidden: number): number =>
      Math.abs(parameters(4, hidden, biases) - parameters(1, 256, biases));
    return Array.from({ length: 400 }, (_, i) => 64 + i).reduce((a, b) =>
      distance(b) < distance(a) ? b : a,
    );
  };
  const question = lstmQuestions.find(({ id }) => id === 'lstm/parameters') as NumberQuestion;
  expect(nearest(2)).toBe(question.answer);
  // One bias a gate leads to the same answer.
  expect(nearest(1)).toBe(question.answer);
  // The figures that its explanations name.
  expect([parameters(1, 256), ...[109, 108, 64, 256].map((hidden) => parameters(4, hidden))]).toEqual([
    91_648, 91_996, 90_720, 42_496, 366_592,
  ]);
});

test('what a layer of BERT costs follows from the shapes of its products', () => {
  const asked = (id: string): NumberQuestion =>
    [...bertMaskQuestions, ...bertModelQuestions].find((question) => question.id === id) as NumberQuestion;
  const [width, inside, heads] = [128, 4 * 128, 2];
  /** Multiplications of [m, k] × [k, n]. */
  const product = (m: number, k: number, n: number): number => m * k * n;
  const feedForward = (length: number): number =>
    product(length, width, inside) + product(length, inside, width);
  const looking = (length: number): number => {
    const size = width / heads;
    return heads * (product(length, size, length) + product(length, length, size));
  };
  const firstWhere = (holds: (n: number) => boolean): number =>
    Array.from({ length: 2000 }, (_, i) => i + 1).find(holds) as number;
  expect(asked('bert/feed-forward-cost').answer).toBe(feedForward(64));
  expect(asked('bert/looking-cost').answer).toBe(looking(64));
  expect(asked('bert/break-even').answer).toBe(firstWhere((n) => looking(n) >= feedForward(n)));
  expect(asked('bert/attention-memory').answer).toBe(firstWhere((n) => heads * n * n >= n * inside));
  expect(asked('bert/layer-cost').answer).toBe(4 * width ** 2 + 2 * width * inside);
  expect(asked('bert/divided-by').answer).toBe(Math.sqrt(width / heads));
  for (const given of ['4.27', '4.3', '4,265'])
    expect(judge(asked('bert/minimum-length'), given).why.join(' '), given).toMatch(/whole tokens/);
  expect(judge(asked('bert/minimum-length'), '4').why.join(' ')).toMatch(/just too few\.$/);
  expect(judge(asked('bert/minimum-length'), '3.3').why.join(' ')).toMatch(/do not add up/);
  expect(asked('bert/minimum-length').answer).toBe(firstWhere((n) => 1 - 0.85 ** n >= 0.5));
});

test('every free question of the course is found by the report of its lesson', async () => {
  const free = ALL.filter(({ kind }) => kind === 'free');
  const lessons = [...new Set(ALL.map(({ id }) => id.split('/')[0] ?? ''))];
  const found = await Promise.all(lessons.map(freeQuestions));
  expect(free.length).toBeGreaterThan(3);
  expect(found.flat().map(({ id }) => id)).toEqual(free.map(({ id }) => id));
  expect(await freeQuestions('none')).toEqual([]);
});
