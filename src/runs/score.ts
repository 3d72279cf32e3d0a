import type { Recipe } from '../recipe/recipe.ts';

/** The score that runs of a task are compared by. */
export const mainScore = ({ task }: Pick<Recipe, 'task'>): 'accuracy' | 'macroF1' =>
  task === 'multilabel' ? 'macroF1' : 'accuracy';
