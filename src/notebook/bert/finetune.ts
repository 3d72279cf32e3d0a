import { LabError } from '../../base/errors.ts';
import { diffRecipes } from '../../recipe/diff.ts';
import type { InitSpec, Recipe } from '../../recipe/recipe.ts';
import { isUnfinished, type RunSummary } from '../../runs/record.ts';

/** The ways to begin that are compared. */
export const BEGINNINGS = [
  {
    id: 'scratch',
    title: 'From scratch',
    about: 'The same pieces of words, weights drawn at random: what has it to go by?',
  },
  {
    id: 'pretrained',
    title: 'Pretrained',
    about: 'Begins with the encoder of the pretraining, and trains all of it.',
  },
  {
    id: 'frozen',
    title: 'Frozen',
    about: 'The pretrained encoder stays as it is: only the head on top learns.',
  },
] as const;
export type Beginning = (typeof BEGINNINGS)[number]['id'];

/** How a run begins, from its recipe. */
export function beginningOf({ model }: Recipe): Beginning {
  if (model.kind !== 'bert' || model.init.kind === 'scratch' || model.init.take === 'vocabulary')
    return 'scratch';
  return model.init.freeze === 'all' ? 'frozen' : 'pretrained';
}

/**
 * The recipe of a fine-tuning: data, text and sizes of the pretraining, all else of the lesson.
 * @param pretraining the run it begins with
 */
export function finetuneRecipe(
  lesson: Recipe,
  pretraining: Pick<RunSummary, 'id' | 'recipe'>,
  beginning: Beginning,
  seed: number,
): Recipe {
  const { recipe } = pretraining;
  if (recipe.model.kind !== 'bert' || lesson.model.kind !== 'bert')
    throw new LabError('finetune/no-bert', 'This run is of no BERT.', 'Choose a run that pretrained one.');
  const init: InitSpec = {
    ...{ kind: 'run', id: pretraining.id, freeze: beginning === 'frozen' ? 'all' : 'none' },
    // With the same pieces of words: what differs are the weights.
    take: beginning === 'scratch' ? 'vocabulary' : 'all',
  };
  const { dropout, attentionDropout } = lesson.model;
  const { title } = BEGINNINGS.find(({ id }) => id === beginning) ?? BEGINNINGS[0];
  return {
    ...lesson,
    name: title,
    seed,
    data: { ...recipe.data, trainLimit: lesson.data.trainLimit },
    text: recipe.text,
    model: { ...recipe.model, dropout, attentionDropout, init },
  };
}

/** A finished or waiting run of the same recipe: it is not trained again. */
export const sameRun = <R extends Pick<RunSummary, 'status' | 'recipe'>>(
  recipe: Recipe,
  runs: readonly R[],
): R | undefined =>
  runs.findLast(
    (run) =>
      (run.status === 'done' || isUnfinished(run.status)) && diffRecipes(run.recipe, recipe).length === 0,
  );

export interface Compared {
  beginning: Beginning;
  title: string;
  /** Weighted F1 on test, a run each. */
  scores: number[];
  mean: number;
  /** Standard deviation over the runs; null of a single one. */
  deviation: number | null;
}

/** Finished fine-tunings by how they began. */
export function compared(runs: readonly Pick<RunSummary, 'recipe' | 'result'>[]): Compared[] {
  return BEGINNINGS.flatMap(({ id, title }) => {
    const scores = runs
      .filter(({ recipe, result }) => result && beginningOf(recipe) === id)
      .map(({ result }) => result?.test.weightedF1 ?? 0);
    if (scores.length === 0) return [];
    const mean = scores.reduce((a, b) => a + b, 0) / scores.length;
    const squares = scores.reduce((sum, score) => sum + (score - mean) ** 2, 0);
    const deviation = scores.length > 1 ? Math.sqrt(squares / (scores.length - 1)) : null;
    return [{ beginning: id, title, scores, mean, deviation }];
  });
}
