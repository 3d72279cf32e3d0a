import { forwardOperations } from '../recipe/bert-size.ts';
import type { Recipe } from '../recipe/recipe.ts';

/** Without gradients a batch needs less memory; larger ones are faster, smaller ones let messages through sooner. */
export const EVALUATION_BATCH = 128;

/** A batch of more operations would keep the worker silent for many seconds where there is no graphics card. */
const MOST_OPERATIONS = 64e9;

/** Texts that are read at a time where nothing learns: fewer, the larger the model is. @param maxLength in tokens, without marks */
export function evaluationBatch(recipe: Recipe, maxLength: number): number {
  const { model } = recipe;
  if (model.kind !== 'bert') return EVALUATION_BATCH;
  const perText = forwardOperations(recipe, model, { vocabularySize: 0, tokens: maxLength + 2 });
  return Math.max(1, Math.min(EVALUATION_BATCH, Math.floor(MOST_OPERATIONS / perText)));
}
