import { expect, test } from 'vitest';
import { bertModelQuestions } from './bert/model-questions.ts';
import { type FormulaAsked, judgeFormula } from './formula-question.ts';
import { judge, type Question } from './questions.ts';

const asked: FormulaAsked = {
  id: 'x/formula',
  variables: [
    { name: 'T', means: 'tokens' },
    { name: 'H', means: 'width' },
  ],
  answer: '8TH^2',
  why: 'so it is',
  mistakes: [{ formula: '8H^2', why: 'for one token' }],
};
const why = (typed: string, question = asked): string => {
  const verdict = judgeFormula(question, typed);
  expect(verdict.right, typed).toBe(false);
  return verdict.why.join(' ');
};

test('a formula is right by its values, however it is written', () => {
  for (const typed of [
    '8TH^2',
    '8 H² T',
    '2 * 4 * T * H * H',
    'T(3H)^2 - T H^2',
    '4TH*2H',
    '16TH²/2',
    '8t h^2',
  ])
    expect(judgeFormula(asked, typed), typed).toEqual({ right: true, why: ['so it is'] });
});

test('a wrong one has a reason: a known mistake, the factor, a power, or what it gives', () => {
  expect(why('8H²')).toBe('for one token');
  expect(why('4TH²')).toBe('Its powers are right; the factor in front is too small.');
  expect(why('16TH²')).toMatch(/too large/);
  expect(why('8T²H²')).toBe(
    'With T (tokens) doubled it becomes 4 times as much; it should be 2 times as much.',
  );
  expect(why('8TH')).toMatch(/^With H \(width\) doubled it becomes 2 times as much; it should be 4 times/);
  expect(why('8T')).toMatch(/H .* stays the same/);
  expect(why('8TH² + 1')).toMatch(/^At T = \d+ and H = \d+ it gives [\d,]+; counted, it is [\d,]+\.$/);
  expect(why('-8TH²')).toMatch(/gives -/);
});

test('what cannot be read, or has no value, is told in a sentence', () => {
  expect(why('')).toMatch(/no formula/);
  expect(why('8XH')).toMatch(/“XH” is not known here/);
  expect(why('1/(T - T)')).toMatch(/no value/);
  expect(why('H^H^H')).toMatch(/no value/);
  expect(why('H^2/2T')).toMatch(/brackets around more/);
});

test('the costs of a layer of BERT follow from its products, and each mistake is told from the others', () => {
  const product = (m: number, k: number, n: number): number => m * k * n;
  const counted: Record<string, (t: number, h: number) => number> = {
    'bert/feed-forward-formula': (t, h) => product(t, h, 4 * h) + product(t, 4 * h, h),
    'bert/attention-formula': (t, h) =>
      product(t, h, 3 * h) + product(t, h, t) + product(t, t, h) + product(t, h, h),
  };
  const formulas = bertModelQuestions.filter((question) => question.kind === 'formula');
  expect(formulas.map(({ id }) => id).sort()).toEqual(Object.keys(counted).sort());
  for (const question of formulas) {
    const { id, answer, mistakes, variables } = question;
    expect(variables.map(({ name }) => name)).toEqual(['T', 'H']);
    // Values of the layer, counted product by product, against those of the formula put into figures.
    for (const [t, h] of [
      [64, 128],
      [7, 768],
    ] as const) {
      const filled = answer.replaceAll('T', `(${t})`).replaceAll('H', `(${h})`);
      const one: FormulaAsked = {
        ...question,
        variables: [],
        answer: String(counted[id]!(t, h)),
        mistakes: [],
      };
      expect(judgeFormula(one, filled).right, id).toBe(true);
    }
    expect(judge(question, answer)).toMatchObject({ right: true, points: question.points });
    for (const { formula, why: reason } of mistakes)
      expect(judge(question, formula), formula).toEqual({ right: false, points: 0, why: [reason] });
    // Nothing above the answer gives it away.
    const before: readonly Question[] = bertModelQuestions.slice(0, bertModelQuestions.indexOf(question) + 1);
    for (const { text } of before) expect(text).not.toMatch(/T²|8TH|4TH|TH²/);
  }
});
