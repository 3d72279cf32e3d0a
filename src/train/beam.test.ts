import { expect, it } from 'vitest';
import { Random } from '../base/random.ts';
import { recipeSchema } from '../recipe/recipe.ts';
import { beamSearch, type NextWords } from './beam.ts';
import { forcingCoins, forcingRatio } from '../recipe/teacher-forcing.ts';

const EOS = 0;
const WORDS = 4;
const LONGEST = 4;

/** Log-probabilities drawn anew for each beginning, always the same for the same. */
function language(seed: number) {
  return (words: readonly number[]): number[] => {
    const random = new Random(seed, words.join(','));
    const powers = Array.from({ length: WORDS }, () => Math.exp(2 * random.normal()));
    const sum = powers.reduce((a, b) => a + b, 0);
    return powers.map((power) => Math.log(power / sum));
  };
}

/** The best of all translations there are. */
function bruteForce(next: (words: readonly number[]) => number[], lengthPenalty: number) {
  let best = { words: [] as number[], score: -Infinity };
  const visit = (words: number[], log: number): void => {
    const length = words.length + 1;
    next(words).forEach((own, word) => {
      const score = (log + own) / length ** lengthPenalty;
      const whole = word === EOS ? words : [...words, word];
      if ((word === EOS || length === LONGEST) && score > best.score) best = { words: whole, score };
      if (word !== EOS && length < LONGEST) visit(whole, log + own);
    });
  };
  visit([], 0);
  return best;
}

const search = (next: (words: readonly number[]) => number[], width: number, lengthPenalty: number) => {
  const step: NextWords = async (live) => live.map(({ words }) => next(words));
  return beamSearch(step, { width, lengthPenalty, maxLength: LONGEST, eos: EOS });
};

it.each([0, 0.6, 1, 1.5])(
  'a beam as wide as all beginnings finds what brute force finds (penalty %d)',
  async (penalty) => {
    for (let seed = 0; seed < 25; seed++) {
      const next = language(seed);
      const wanted = bruteForce(next, penalty);
      const [found, ...others] = await search(next, WORDS ** LONGEST, penalty);
      expect(found?.words).toEqual(wanted.words);
      expect(found?.score).toBeCloseTo(wanted.score, 10);
      for (const { score } of others) expect(score).toBeLessThanOrEqual(found?.score ?? NaN);
    }
  },
);

it('a beam of one is greedy where <eos> is the likeliest word or no word at all', async () => {
  for (let seed = 0; seed < 10; seed++) {
    // <eos> comes at the end only
    const next = (words: readonly number[]) =>
      language(seed)(words).map((log, word) => (word === EOS ? -50 : log));
    const words: number[] = [];
    for (let t = 0; t < LONGEST; t++) {
      const logs = next(words);
      words.push(logs.indexOf(Math.max(...logs)));
    }
    const found = await search(next, 1, 0);
    expect(found.map((one) => one.words)).toEqual([words]);
  }
});

it('always ends, also where <eos> never comes', async () => {
  const never = () => [-Infinity, Math.log(0.5), Math.log(0.25), Math.log(0.25)];
  const found = await search(never, 3, 1);
  expect(found.map(({ words }) => words.length)).toEqual([LONGEST, LONGEST, LONGEST]);
});

it('teacher forcing falls as its schedule says, and each step has a coin of its own', () => {
  const spec = (value: object) =>
    recipeSchema.parse({ training: { teacherForcing: value } }).training.teacherForcing;
  expect(forcingRatio(spec({ kind: 'constant', ratio: 0.5 }), 7, 10)).toBe(0.5);
  const linear = spec({ kind: 'linear', from: 1, to: 0.2 });
  expect([0, 4.5, 9].map((step) => forcingRatio(linear, step, 10))).toEqual([1, 0.6, expect.closeTo(0.2)]);
  const sigmoid = spec({ kind: 'sigmoid', k: 10 });
  expect(forcingRatio(sigmoid, 0, 100)).toBeCloseTo(10 / 11);
  expect(forcingRatio(sigmoid, 10 * Math.log(10), 100)).toBeCloseTo(0.5);
  expect(forcingRatio(sigmoid, 1e6, 100)).toBeCloseTo(0);
  const coins = forcingCoins(0.5, 1000, new Random(1));
  expect(coins[0]).toBe(true);
  const heads = coins.filter(Boolean).length;
  expect(heads > 420 && heads < 580).toBe(true);
  expect(forcingCoins(0, 4, new Random(1))).toEqual([true, false, false, false]);
});
