import { describe, expect, it } from 'vitest';
import { parseRecipe } from './parse.ts';
import type { RecipeInput } from './recipe.ts';
import { tooLarge } from './train-fit.ts';

const recipe = (model: RecipeInput['model'], training: RecipeInput['training'] = {}) =>
  parseRecipe({ model, training });
const HUGE = { cell: 'lstm', layers: 4, bidirectional: true, embedding: 2048, hidden: 2048 } as const;
const SIZES = { vocabularySize: 500, classes: 4, maxLength: 50 };
const WASM = { name: 'WASM', memory: 2 ** 32, largestArray: null };

describe('tooLarge', () => {
  it('refuses what surely does not fit, with what it takes, what there is, and what would fit', () => {
    const error = tooLarge(recipe(HUGE), SIZES, WASM);
    expect(error?.code).toBe('train/too-large');
    expect(error?.message).toMatch(
      /^This model is too large for WASM: its weights \(1\.5 GB\).* take 5\.9 GB, and there are 4\.3 GB at most\.$/,
    );
    expect(error?.hint).toBe(
      'Take a hidden size of 1024, which fits, or fewer layers or a smaller vocabulary.',
    );
  });

  it('counts no more than is surely needed', () => {
    // Weights and gradients alone: 3 GB.
    expect(tooLarge(recipe(HUGE, { optimizer: { kind: 'sgd', momentum: 0 } }), SIZES, WASM)).toBeNull();
    expect(tooLarge(recipe({}), { ...SIZES, vocabularySize: 20_000 }, WASM)).toBeNull();
    const unknown = { name: 'the plain CPU', memory: null, largestArray: null };
    expect(tooLarge(recipe(HUGE), SIZES, unknown)).toBeNull();
  });

  it('asks of a graphics device for its largest array only', () => {
    const gpu = { name: 'this graphics device', memory: null, largestArray: 128 * 2 ** 20 };
    const words = { ...SIZES, vocabularySize: 300_000 };
    expect(tooLarge(recipe({ embedding: 100 }), words, gpu)).toBeNull();
    const error = tooLarge(recipe({ embedding: 128 }), words, gpu);
    expect(error?.message).toContain('its largest weight, embedding.weight, takes 154 MB');
    expect(error?.message).toContain('one array may take 134 MB at most');
    expect(error?.hint).toContain('an embedding size of 64, which fits');
  });

  it('counts of a frozen BERT its weights only', () => {
    const bert = (freeze: 'all' | 'none') =>
      parseRecipe({
        model: { kind: 'bert', hidden: 768, layers: 12, heads: 12, init: { kind: 'run', id: 'a', freeze } },
        text: { tokenizer: { kind: 'wordpiece' } },
      });
    const limits = { ...WASM, memory: 1e9 };
    const sizes = { ...SIZES, vocabularySize: 30_000 };
    expect(tooLarge(bert('all'), sizes, limits)).toBeNull();
    expect(tooLarge(bert('none'), sizes, limits)?.code).toBe('train/too-large');
  });
});
