import { SINGLE_MARKS } from '../data/pretraining.ts';
import type { PreparedData } from '../data/types.ts';
import { textsInAPiece } from '../recipe/bert-size.ts';
import type { Recipe } from '../recipe/recipe.ts';

/** How many texts of so many tokens, marks not counted, go through a model at a time in training. */
export type MostTexts = (tokens: number) => number;

export function mostTexts(recipe: Recipe, { vocabulary }: Pick<PreparedData, 'vocabulary'>): MostTexts {
  const { model } = recipe;
  if (model.kind !== 'bert') return () => Infinity;
  const vocabularySize = vocabulary.length;
  return (tokens) => textsInAPiece(recipe, model, { vocabularySize, tokens: tokens + SINGLE_MARKS });
}

/**
 * The batches of a step, each cut into pieces of like size where it is too large to go through the model at once: the
 * micro-batches whose gradients are added up.
 * @param lengthOf tokens of a text that the model reads
 */
export function cutIntoPieces(
  batches: readonly Uint32Array[],
  lengthOf: (text: number) => number,
  most: MostTexts,
): Uint32Array[] {
  return batches.flatMap((batch) => {
    const longest = batch.reduce((length, text) => Math.max(length, lengthOf(text)), 0);
    const size = Math.ceil(batch.length / Math.ceil(batch.length / most(longest)));
    if (size >= batch.length) return [batch];
    return Array.from({ length: Math.ceil(batch.length / size) }, (_, i) =>
      batch.subarray(i * size, (i + 1) * size),
    );
  });
}
