import { describe, expect, it } from 'vitest';
import { fitOf } from './model-fit.ts';
import { recipeSchema } from './recipe.ts';

const bert = (layers: number, hidden: number, architecture: 'bert' | 'distilbert' = 'bert') =>
  recipeSchema.parse({
    text: { tokenizer: { kind: 'wordpiece' } },
    model: { kind: 'bert', architecture, layers, hidden, heads: 12, positions: 512 },
  });
const limits = (gigabytes: number, largestArray: number | null = null) => ({
  memory: gigabytes * 1e9,
  largestArray,
});

describe('whether a model fits', () => {
  it('counts the weights as they are known: BERT base, DistilBERT', () => {
    expect(fitOf(bert(12, 768), 30_522, 440e6, limits(8)).parameters).toBe(109_483_778);
    expect(fitOf(bert(6, 768, 'distilbert'), 30_522, 268e6, limits(8)).parameters).toBe(66_955_010);
  });

  it('says what fits, and with which batch', () => {
    const roomy = fitOf(bert(6, 768, 'distilbert'), 30_522, 268e6, limits(8));
    expect(roomy).toMatchObject({ verdict: 'go', training: { batch: 128 } });
    expect(roomy.advice).toMatch(/in batches of 128, 2 texts at a time/);
    // Of a small model a piece is many texts: there it is the batch that takes the memory.
    const narrow = fitOf(bert(3, 312), 30_000, 50e6, limits(0.5));
    expect(narrow.verdict).toBe('go');
    expect(narrow.training?.batch).toBeLessThan(128);
    expect(narrow.advice).toMatch(/take a batch size of \d+ and \d+ batches a step/);
    expect(narrow.training?.bytes).toBeLessThan(0.5e9);
  });

  it('says where it does not, and what would', () => {
    expect(fitOf(bert(12, 768), 30_522, 440e6, limits(2))).toMatchObject({
      verdict: 'frozen',
      training: null,
    });
    const no = fitOf(bert(24, 1024), 30_522, 1340e6, limits(2));
    expect(no).toMatchObject({ verdict: 'no', training: null });
    expect(no.advice).toMatch(
      /Reading alone needs about 3\.\d GB, and a page has about 2\.0 GB here\. Models of up to about \d+ million/,
    );
    expect(fitOf(bert(12, 768), 119_547, 700e6, limits(8, 128e6)).advice).toMatch(
      /largest weight has 367 MB, and this graphics device takes 128 MB/,
    );
  });

  it('says the same most of a refused model however wide it is, and a model of about that many weights does fit', () => {
    const most = (layers: number, hidden: number): number => {
      const { advice, parameters } = fitOf(bert(layers, hidden), 30_522, 0, limits(1));
      const bytes = 4 * parameters;
      const again = fitOf(bert(layers, hidden), 30_522, bytes, limits(1));
      expect(again.verdict, advice).toBe('no');
      return Number(/up to about (\d+) million/.exec(again.advice)?.[1]);
    };
    const narrow = most(24, 1020);
    expect(most(24, 2040)).toBe(narrow);
    expect(most(12, 4092)).toBe(narrow);
    // DistilBERT has 66 million.
    const distil = fitOf(bert(6, 768, 'distilbert'), 30_522, 268e6, limits(1));
    expect(distil.verdict === 'no').toBe(narrow < 66);
    const little = fitOf(bert(24, 1020), 30_522, 1340e6, limits(0.25));
    const least = Number(/up to about (\d+) million/.exec(little.advice)?.[1]);
    expect(least).toBeGreaterThan(0);
    expect(least).toBeLessThan(narrow);
  });

  it('says how many upper layers can be trained where all of it cannot', () => {
    const { verdict, advice } = fitOf(bert(12, 768), 30_522, 440e6, limits(2.4));
    expect(verdict).toBe('frozen');
    const [, upper, below] =
      /The upper (\d+) of 12 layers can be trained.* up to layer (\d+)/.exec(advice) ?? [];
    expect(Number(upper) + Number(below)).toBe(12);
  });
});
