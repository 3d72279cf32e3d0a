import { describe, expect, it } from 'vitest';
import { bertOperations, bertTable, countByKind, countByPart, keptByBert } from './bert-size.ts';
import { type BertModelSpec, type RecipeInput, recipeSchema } from './recipe.ts';
import { estimateMemory, parameterCount } from './size.ts';

const of = (model: Partial<BertModelSpec>, more: RecipeInput = {}) =>
  recipeSchema.parse({ task: 'pretrain', ...more, model: { kind: 'bert', ...model } });
const specOf = (recipe: ReturnType<typeof of>) => recipe.model as BertModelSpec;

describe('the size of a BERT', () => {
  it('is that of bert-base-uncased, part by part', () => {
    const base = of({ layers: 12, hidden: 768, heads: 12, positions: 512 });
    const table = bertTable(specOf(base), 30522, 2, 'pretrain');
    // transformers' BertForPreTraining(BertConfig()).num_parameters(): 110,106,428.
    expect(parameterCount(table)).toBe(110_106_428);
    const parts = new Map(countByPart(table).map(({ part, count }) => [part, count]));
    expect(parts.get('embedding')).toBe(30522 * 768 + 2 * 768);
    expect(parts.get('layer 12, attention')).toBe(4 * (768 * 768 + 768) + 2 * 768);
    expect(parts.get('layer 1, feed-forward')).toBe(2 * 768 * 3072 + 3072 + 768 + 2 * 768);
    // BertForSequenceClassification has 109,483,778 with two classes.
    expect(parameterCount(bertTable(specOf(base), 30522, 2, 'classify'))).toBe(109_483_778);
  });

  it('is told by kind of part, all layers together', () => {
    const base = of({ layers: 12, hidden: 768, heads: 12, positions: 512 });
    const table = bertTable(specOf(base), 8000, 2, 'pretrain');
    const kinds = countByKind(table);
    const feedForward = 12 * (2 * 768 * 3072 + 3072 + 768 + 2 * 768);
    const attention = 12 * (4 * (768 * 768 + 768) + 2 * 768);
    expect(kinds.map(({ part }) => part)).toEqual(['embeddings', 'attention', 'feed-forward', 'heads']);
    expect(kinds.map(({ count }) => count)).toEqual([
      (8000 + 512 + 2 + 2) * 768,
      attention,
      feedForward,
      768 * 768 + 768 + 8000 + 768 * 768 + 768 + 2 * 768 + 2 * 768 + 2,
    ]);
    expect(kinds.reduce((sum, { count }) => sum + count, 0)).toBe(parameterCount(table));
    const distil = bertTable(
      specOf(of({ layers: 6, hidden: 768, heads: 12, architecture: 'distilbert' }, { task: 'classify' })),
      30522,
      2,
      'classify',
    );
    expect(countByKind(distil).map(({ part }) => part)).toEqual([
      'embeddings',
      'attention',
      'feed-forward',
      'heads',
    ]);
  });

  it('takes memory that grows with the length, not with its square', () => {
    const recipe = of({});
    const [short, long] = [
      keptByBert(recipe, specOf(recipe), 8000, 24),
      keptByBert(recipe, specOf(recipe), 8000, 48),
    ];
    expect(long).toBe(2 * short);
    expect(estimateMemory(recipe, 8000, 2, 48).total).toBeGreaterThan(
      4 * 5 * parameterCount(bertTable(specOf(recipe), 8000, 2, 'pretrain')),
    );
  });

  it('takes time by its weights, its length and its words; a third of it where the encoder is frozen', () => {
    const recipe = of({});
    const work = (tokens: number, vocabularySize = 8000, given = recipe) =>
      bertOperations(given, specOf(given), { vocabularySize, texts: 10, tokens });
    // 393,216 weights of the encoder, 2 · 2 · 20 · 128 for looking, 0.15 of the words' head; 6 for each, 200 tokens.
    expect(work(20)).toBeCloseTo(6 * 200 * (393_216 + 10_240 + 0.15 * (16_384 + 1_024_000)), 0);
    expect(work(40) / work(20)).toBeGreaterThan(2);
    const frozen = of(
      { init: { kind: 'run', id: 'a', epoch: null, freeze: 'all', take: 'all' } },
      { task: 'classify' },
    );
    const free = of(
      { init: { kind: 'run', id: 'a', epoch: null, freeze: 'none', take: 'all' } },
      { task: 'classify' },
    );
    expect(work(20, 8000, free)).toBe(3 * work(20, 8000, frozen));
  });
});
