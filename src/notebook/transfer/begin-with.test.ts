import { describe, expect, it } from 'vitest';
import { recipeSchema } from '../../recipe/recipe.ts';
import { beginWithModel, sizeWords } from './begin-with.ts';

const recipe = recipeSchema.parse({
  text: {
    normalise: { lowercase: true, punctuation: 'remove', lemmas: 'english' },
    tokenizer: { kind: 'wordpiece', vocabularySize: 8000 },
    maxLength: { kind: 'fixed', value: 128 },
  },
  model: { kind: 'bert', layers: 4, dropout: 0.3, init: { kind: 'builtin', id: 'own', freeze: 3 } },
  training: { epochs: 7 },
});
const trained = recipeSchema.parse({
  task: 'pretrain',
  text: {
    normalise: { lowercase: false, punctuation: 'keep' },
    tokenizer: { kind: 'wordpiece', vocabularySize: 30_522, stripAccents: false },
  },
  model: {
    ...{ kind: 'bert', architecture: 'distilbert', layers: 2, hidden: 768, heads: 12, positions: 64 },
    ...{ pooling: 'mean', init: { kind: 'published', id: 'a/b' } },
  },
});

describe('a recipe that begins with another model', () => {
  it('takes its sizes and its tokenizer, and keeps what is the person’s own', () => {
    const next = beginWithModel(recipe, trained, { kind: 'published', id: 'a/b' });
    expect(next.model).toMatchObject({
      ...{ architecture: 'distilbert', layers: 2, hidden: 768, heads: 12, positions: 64, dropout: 0.3 },
      pooling: 'mean',
      // No more layers can be frozen than there are.
      init: { kind: 'published', id: 'a/b', freeze: 2, take: 'all' },
    });
    expect(next.text).toMatchObject({
      normalise: { lowercase: false, punctuation: 'remove', lemmas: 'english' },
      tokenizer: { vocabularySize: 30_522, stripAccents: false },
      maxLength: { value: 61 },
    });
    expect(next.training).toEqual({
      ...recipe.training,
      optimizer: { ...recipe.training.optimizer, lr: 5e-5 },
      batchSize: 128,
    });
    expect(recipeSchema.parse(next)).toEqual(next);
  });

  it('must be of a BERT, and is told in words', () => {
    const other = recipeSchema.parse({});
    expect(() => beginWithModel(other, trained, { kind: 'published', id: 'a/b' })).toThrow(/no BERT/);
    if (trained.model.kind === 'bert')
      expect(sizeWords(trained.model, 30_522)).toBe(
        'DistilBERT, 2 layers, 768 wide, 12 heads, 30,522 pieces of words',
      );
  });
});
