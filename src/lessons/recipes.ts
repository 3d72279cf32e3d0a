import { LabError } from '../base/errors.ts';
import type { Recipe } from '../recipe/recipe.ts';
import { attentionRecipes } from './attention/recipes.ts';
import { bertRecipes } from './bert/recipes.ts';
import { lstmRecipes } from './lstm/recipes.ts';
import { rnnRecipes } from './rnn/recipes.ts';
import { seq2seqRecipes } from './seq2seq/recipes.ts';
import { transferRecipes } from './transfer/recipes.ts';

/** A recipe that ships with the lab. Pure data: the page, the command line and the tests all read it. */
export interface BuiltInRecipe {
  /** Lesson and name: `rnn/baseline`. */
  id: string;
  title: string;
  /** One sentence: what is tried, and what to look at. */
  description: string;
  recipe: Recipe;
  /** Id of the recipe it was derived from. */
  parent: string | null;
}

export const builtInRecipes: readonly BuiltInRecipe[] = [
  ...rnnRecipes,
  ...lstmRecipes,
  ...seq2seqRecipes,
  ...attentionRecipes,
  ...bertRecipes,
  ...transferRecipes,
];

/** @throws LabError `recipe/unknown` that names those there are. */
export function builtInRecipe(id: string): BuiltInRecipe {
  const found = builtInRecipes.find((candidate) => candidate.id === id);
  if (found) return found;
  throw new LabError(
    'recipe/unknown',
    `There is no built-in recipe “${id}”.`,
    `There are: ${builtInRecipes.map((recipe) => recipe.id).join(', ')}.`,
  );
}
