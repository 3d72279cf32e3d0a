import type { Recipe } from '../recipe/recipe.ts';
import { setPath } from '../recipe/set.ts';

/** An experiment as a person thinks of it: what it changes of the recipe it starts from. */
export interface Variant {
  id: string;
  title: string;
  /** One sentence: what is tried, and what to look at. */
  description: string;
  changes: readonly RecipeChange[];
}

export interface RecipeChange {
  /** `model.cell` */
  path: string;
  value: unknown;
}

/**
 * The recipe with the changes of a variant, under its title.
 * @throws LabError `recipe/invalid`
 */
export function withVariant(recipe: Recipe, { title, changes }: Pick<Variant, 'title' | 'changes'>): Recipe {
  return changes.reduce<Recipe>((changed, { path, value }) => setPath(changed, path, value), {
    ...recipe,
    name: title,
  });
}
