import { expect, it } from 'vitest';
import { recipeSchema } from '../recipe/recipe.ts';
import { evaluationBatch } from './evaluation-batch.ts';

it('reads as many texts at a time as the size of the model allows', () => {
  const of = (model: object, length: number) =>
    evaluationBatch(recipeSchema.parse({ text: { tokenizer: { kind: 'wordpiece' } }, model }), length);
  expect(of({}, 50)).toBe(128);
  expect(of({ kind: 'bert', layers: 2, hidden: 128 }, 48)).toBe(128);
  // DistilBERT: 130 tokens by 43 million weights, twice.
  expect(of({ kind: 'bert', layers: 6, hidden: 768, heads: 12, positions: 512 }, 128)).toBe(5);
  expect(of({ kind: 'bert', layers: 24, hidden: 4096, heads: 64, positions: 512 }, 500)).toBe(1);
});
