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
      /Reading alone needs about 3\.\d GB, and a page has about 2\.0 GB here\. Models of up to \d+ million/,
    );
    expect(fitOf(bert(12, 768), 119_547, 700e6, limits(8, 128e6)).advice).toMatch(
      /largest weight has 367 MB, and this graphics device takes 128 MB/,
    );
  });
});
