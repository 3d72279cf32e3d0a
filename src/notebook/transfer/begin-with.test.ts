import { describe, expect, it } from 'vitest';
import { recipeSchema } from '../../recipe/recipe.ts';
import { beginWithModel, forcedOf, givenUpInWords, sizeWords, wantedOf } from './begin-with.ts';

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

  it('goes back to what was wanted where a model can do that, and says so where it cannot', () => {
    const whole = recipeSchema.parse({ ...trained, model: { ...trained.model, architecture: 'bert' } });
    const roomy = {
      ...whole,
      model: { ...whole.model, pooling: 'pooler', positions: 512 },
    } as typeof whole;
    const use = (from: typeof recipe, model: typeof trained, givenUp: Parameters<typeof wantedOf>[1]) => {
      const wanted = wantedOf(from, givenUp);
      const next = beginWithModel(from, model, { kind: 'published', id: 'a/b' }, wanted);
      return { next, givenUp: { wanted, got: forcedOf(next) } };
    };
    const small = use(recipe, trained, null);
    expect(forcedOf(small.next)).toEqual({ pooling: 'mean', maxLength: 61 });
    expect(givenUpInWords(small.next, small.givenUp)).toEqual([
      'It has no pooler, so the head reads the mean of all tokens.',
      'It has room for 61 pieces of a text, so no more are read, not 128.',
    ]);
    // The same one again forgets nothing.
    const again = use(small.next, trained, small.givenUp);
    const back = use(again.next, roomy, again.givenUp);
    expect(forcedOf(back.next)).toEqual({ pooling: 'pooler', maxLength: 128 });
    expect(givenUpInWords(back.next, back.givenUp)).toEqual([]);
    // What the person set meanwhile stays.
    const text = { ...small.next.text, maxLength: { kind: 'fixed' as const, value: 40 } };
    expect(forcedOf(use({ ...small.next, text }, roomy, small.givenUp).next).maxLength).toBe(40);
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
