import { LabError } from '../../base/errors.ts';
import { beginsPublished, valuesFor } from '../../recipe/published-values.ts';
import type { Freeze, InitSpec, Recipe } from '../../recipe/recipe.ts';
import { afterEpochs } from '../../recipe/words.ts';
import type { RunSummary } from '../../runs/record.ts';

type Beginning = Exclude<InitSpec, { kind: 'scratch' }>;

/** The pretrained model that a recipe begins with. @throws LabError `transfer/no-backbone` */
export function backboneOfRecipe({ model }: Recipe): Beginning {
  if (model.kind === 'bert' && model.init.kind !== 'scratch' && model.init.take === 'all') return model.init;
  throw new LabError(
    'transfer/no-backbone',
    'This recipe begins with no pretrained model.',
    'Choose one: the model that the lab brings, a run, or a published one.',
  );
}

/** Names a pretrained model, for tables. */
export function backboneName(recipe: Recipe, runs: readonly Pick<RunSummary, 'id' | 'number'>[]): string {
  const { model } = recipe;
  if (model.kind !== 'bert' || model.init.kind === 'scratch') return 'none';
  const { init } = model;
  if (init.kind === 'run') {
    const run = runs.find(({ id }) => id === init.id);
    const name = run ? `run ${run.number}` : 'a run';
    return init.epoch === null ? name : `${name}, ${afterEpochs(init.epoch)}`;
  }
  return init.kind === 'file' ? init.name : init.id;
}

/** How much of the backbone is frozen, in words. */
export function wayTitle(freeze: Freeze): string {
  if (freeze === 'all') return 'frozen';
  if (freeze === 'none') return 'nothing frozen';
  if (freeze === 0) return 'embeddings frozen';
  return freeze === 1 ? 'first layer frozen' : `first ${freeze} layers frozen`;
}

export const freezeOfRecipe = ({ model }: Recipe): Freeze =>
  model.kind === 'bert' && model.init.kind !== 'scratch' ? model.init.freeze : 'none';

/**
 * The recipe of one fine-tuning.
 * @param headRate of a head alone, where all below it is frozen; null: the one that suits the backbone
 */
export function wayRecipe(recipe: Recipe, freeze: Freeze, headRate: number | null): Recipe {
  const init = { ...backboneOfRecipe(recipe), freeze };
  const { optimizer } = recipe.training;
  return {
    ...recipe,
    name: wayTitle(freeze).replace(/^./, (letter) => letter.toUpperCase()),
    model: { ...recipe.model, init } as Recipe['model'],
    training: {
      ...recipe.training,
      optimizer:
        freeze === 'all'
          ? { ...optimizer, lr: headRate ?? valuesFor(beginsPublished(recipe)).headRate }
          : optimizer,
    },
  };
}

/** Frozen first, then the layers from below, the whole model last: the cheap ones before the dear ones. */
export function inOrder(ways: readonly Freeze[]): Freeze[] {
  const rank = (way: Freeze): number => (way === 'all' ? -1 : way === 'none' ? 1000 : 100 - way);
  return [...ways].sort((a, b) => rank(a) - rank(b));
}

/** It has come to its end, and began with a pretrained model. */
export const isFineTuned = ({
  recipe: { model, task },
  result,
}: Pick<RunSummary, 'recipe' | 'result'>): boolean =>
  result !== null &&
  task === 'classify' &&
  model.kind === 'bert' &&
  model.init.kind !== 'scratch' &&
  model.init.take === 'all';

/** Of two recipes whether they train on the same texts. */
const onSameData = (a: Recipe, b: Recipe): boolean => JSON.stringify(a.data) === JSON.stringify(b.data);

/**
 * Of each way with each backbone the newest finished run on the data of the newest of all: what is compared at first. The
 * backbone that was trained last stands first.
 */
export function newestOfEach<R extends Pick<RunSummary, 'recipe' | 'result'>>(runs: readonly R[]): R[] {
  const done = runs.filter(isFineTuned);
  const last = done.at(-1);
  if (!last) return [];
  const name = ({ recipe }: R): string => JSON.stringify({ ...backboneOfRecipe(recipe), freeze: null });
  const alike = done.filter(({ recipe }) => onSameData(recipe, last.recipe));
  const backbones = [...new Set(alike.map(name).reverse())];
  return backbones.flatMap((backbone) => {
    const own = alike.filter((run) => name(run) === backbone);
    return inOrder([...new Set(own.map(({ recipe }) => freezeOfRecipe(recipe)))]).flatMap((way) => {
      const found = own.findLast(({ recipe }) => freezeOfRecipe(recipe) === way);
      return found ? [found] : [];
    });
  });
}
