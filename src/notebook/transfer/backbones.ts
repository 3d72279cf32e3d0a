import { LabError } from '../../base/errors.ts';
import { parseRecipe } from '../../recipe/parse.ts';
import type { Freeze, Recipe } from '../../recipe/recipe.ts';
import type { RunSummary } from '../../runs/record.ts';
import type { KeptModel } from '../../storage/types.ts';
import type { GivenUp } from '../../store/transfer.ts';
import { SHIPPED } from '../bert/shipped.ts';
import { beginWithModel, wantedOf } from './begin-with.ts';
import { backboneName, backboneOfRecipe, inOrder, wayRecipe } from './ways.ts';

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

interface BackboneContext {
  /** What the recipe's own model could not do: another may. */
  givenUp?: GivenUp | null;
  /** Runs that the backbone may be one of, to name it. */
  runs?: readonly Pick<RunSummary, 'id' | 'number'>[];
}

/**
 * The recipe with each backbone, its own first.
 * @param also backbones by `keyOf`; one that is no longer kept is left out
 */
export async function withEachBackbone(
  recipe: Recipe,
  also: readonly string[],
  kept: readonly KeptModel[],
  givenUp: GivenUp | null,
): Promise<Recipe[]> {
  backboneOfRecipe(recipe);
  const wanted = wantedOf(recipe, givenUp);
  const bases = [recipe];
  for (const key of also) {
    if (key === keyOfRecipe(recipe)) continue;
    const model = kept.find(({ id }) => keyOf({ kind: 'published', id }) === key);
    if (model) bases.push(beginWithModel(recipe, model.recipe, { kind: 'published', id: model.id }, wanted));
    else if (key === keyOf({ kind: 'builtin', id: SHIPPED }))
      bases.push(beginWithModel(recipe, await shippedRecipe(), { kind: 'builtin', id: SHIPPED }, wanted));
  }
  return bases;
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
  { givenUp = null, runs = [] }: BackboneContext = {},
): Promise<Recipe[]> {
  const bases = await withEachBackbone(recipe, also, kept, givenUp);
  return bases.flatMap((base) => {
    const layers = base.model.kind === 'bert' ? base.model.layers : 0;
    // A smaller model has fewer layers to freeze.
    const own = ways.map((way) => (typeof way === 'number' ? Math.min(way, layers) : way));
    const named = `, ${backboneName(base, runs)}`;
    return inOrder([...new Set(own)]).map((way) => {
      const next = wayRecipe(base, way, headRate);
      return { ...next, name: `${next.name}${named}`.slice(0, 200) };
    });
  });
}
