import { LabError } from '../../base/errors.ts';
import { parseRecipe } from '../../recipe/parse.ts';
import type { Freeze, Recipe } from '../../recipe/recipe.ts';
import type { KeptModel } from '../../storage/types.ts';
import { SHIPPED } from '../bert/shipped.ts';
import { beginWithModel } from './begin-with.ts';
import { backboneOfRecipe, inOrder, wayRecipe } from './ways.ts';

/** The recipe of the model that ships with the lab. @throws LabError `model/missing` */
export async function shippedRecipe(): Promise<Recipe> {
  const response = await fetch(`models/${SHIPPED}/recipe.json`).catch(() => null);
  if (!response?.ok)
    throw new LabError(
      'model/missing',
      'The model of the lab could not be fetched.',
      'Check the network, and try again.',
    );
  return parseRecipe(await response.json());
}

/** Names a backbone among the choices: `published:NAME`. */
export const keyOf = (from: { kind: string; id?: string; name?: string }): string =>
  `${from.kind}:${from.id ?? from.name ?? ''}`;

export const keyOfRecipe = (recipe: Recipe): string | null => {
  const { model } = recipe;
  return model.kind === 'bert' && model.init.kind !== 'scratch' ? keyOf(model.init) : null;
};

/** Backbones at hand beside that of the recipe. */
export function othersAtHand(recipe: Recipe, kept: readonly KeptModel[]): { value: string; label: string }[] {
  return [
    { value: keyOf({ kind: 'builtin', id: SHIPPED }), label: SHIPPED },
    ...kept.map(({ id }) => ({ value: keyOf({ kind: 'published', id }), label: id })),
  ].filter(({ value }) => value !== keyOfRecipe(recipe));
}

/**
 * The recipes of all ways with all backbones, backbone by backbone, the recipe's own first.
 * @param also backbones by `keyOf`; one that is no longer kept is left out
 */
export async function allRecipes(
  recipe: Recipe,
  also: readonly string[],
  kept: readonly KeptModel[],
  ways: readonly Freeze[],
  headRate: number | null,
): Promise<Recipe[]> {
  backboneOfRecipe(recipe);
  const bases = [recipe];
  for (const key of also) {
    if (key === keyOfRecipe(recipe)) continue;
    const model = kept.find(({ id }) => keyOf({ kind: 'published', id }) === key);
    if (model) bases.push(beginWithModel(recipe, model.recipe, { kind: 'published', id: model.id }));
    else if (key === keyOf({ kind: 'builtin', id: SHIPPED }))
      bases.push(beginWithModel(recipe, await shippedRecipe(), { kind: 'builtin', id: SHIPPED }));
  }
  return bases.flatMap((base) => {
    const layers = base.model.kind === 'bert' ? base.model.layers : 0;
    // A smaller model has fewer layers to freeze.
    const own = ways.map((way) => (typeof way === 'number' ? Math.min(way, layers) : way));
    const named = bases.length > 1 ? `, ${keyOfRecipe(base)?.replace(/^\w+:/, '') ?? ''}` : '';
    return inOrder([...new Set(own)]).map((way) => {
      const next = wayRecipe(base, way, headRate);
      return { ...next, name: `${next.name}${named}`.slice(0, 200) };
    });
  });
}
