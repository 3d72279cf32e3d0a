import type { Recipe } from '../recipe/recipe.ts';

export type MainScore = 'accuracy' | 'macroF1' | 'weightedF1';

/** The score that runs of a task are compared by; of a fine-tuned BERT, whose classes are of very unlike size, weighted F1. */
export function mainScore({ task, model }: Pick<Recipe, 'task' | 'model'>): MainScore {
  if (task === 'multilabel') return 'macroF1';
  return task === 'classify' && model.kind === 'bert' ? 'weightedF1' : 'accuracy';
}
