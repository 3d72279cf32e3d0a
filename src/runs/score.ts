import type { Recipe } from '../recipe/recipe.ts';

export type MainScore = 'accuracy' | 'macroF1' | 'weightedF1';

/**
 * The score that runs of a task are compared by; of a fine-tuned BERT, whose classes are of very unlike size, weighted F1,
 * or macro F1 where that chooses its best epoch.
 */
export function mainScore({ task, model, training }: Pick<Recipe, 'task' | 'model' | 'training'>): MainScore {
  if (task === 'multilabel') return 'macroF1';
  if (task !== 'classify' || model.kind !== 'bert') return 'accuracy';
  return training.monitor === 'macroF1' ? 'macroF1' : 'weightedF1';
}
