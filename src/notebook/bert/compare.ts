import { diffRecipes } from '../../recipe/diff.ts';
import type { Recipe } from '../../recipe/recipe.ts';
import type { RunSummary } from '../../runs/record.ts';
import { type Beginning, BEGINNINGS, startOf } from './finetune.ts';

/** What fine-tunings bring, by how they began and by how long their encoder was pretrained. */

type Ended = Pick<RunSummary, 'recipe' | 'result'>;

export interface Scores {
  /** Weighted F1 on test, a run each. */
  scores: number[];
  mean: number;
  /** Standard deviation over the runs; null of a single one. */
  deviation: number | null;
}

function summed(runs: readonly Ended[]): Scores {
  const scores = runs.map(({ result }) => result?.test.weightedF1 ?? 0);
  const mean = scores.reduce((a, b) => a + b, 0) / scores.length;
  const squares = scores.reduce((sum, score) => sum + (score - mean) ** 2, 0);
  const deviation = scores.length > 1 ? Math.sqrt(squares / (scores.length - 1)) : null;
  return { scores, mean, deviation };
}

/** The pretraining that a fine-tuning began with, or took its pieces of words from; null where that was no run. */
export const pretrainingOf = ({ model }: Recipe): string | null =>
  model.kind === 'bert' && model.init.kind === 'run' ? model.init.id : null;

/** What may differ between runs of one comparison: chance, and how they begin. */
const MAY_DIFFER = /^(seed$|model\.init\b)/;

/**
 * Of fine-tunings those whose scores can be put side by side: finished, from the same pretraining, and with the settings of
 * the newest of them. Those of the pretraining that is asked for, or, where none of them is finished, of the newest.
 * @param runs by number
 */
export function comparable<R extends Ended>(runs: readonly R[], pretraining: string | null): R[] {
  const done = runs.filter(({ result }) => result !== null);
  const newest = done.findLast(({ recipe }) => pretrainingOf(recipe) === pretraining) ?? done.at(-1);
  if (!newest) return [];
  return done.filter(
    ({ recipe }) =>
      pretrainingOf(recipe) === pretrainingOf(newest.recipe) &&
      diffRecipes(newest.recipe, recipe).every(({ path }) => MAY_DIFFER.test(path)),
  );
}

export interface Compared extends Scores {
  beginning: Beginning;
  title: string;
}

/** Finished fine-tunings by how they began, with the best weights of the pretraining where they took its weights. */
export function compared(runs: readonly Ended[]): Compared[] {
  return BEGINNINGS.flatMap(({ id, title }) => {
    const found = runs.filter(({ recipe, result }) => {
      const { beginning, epoch } = startOf(recipe);
      return result && beginning === id && epoch === null;
    });
    return found.length === 0 ? [] : [{ beginning: id, title, ...summed(found) }];
  });
}

export interface ComparedEpoch extends Scores {
  /** Of pretraining; 0: from scratch. May lie inside of an epoch, where the best weights are. */
  epoch: number;
}

/**
 * Finished fine-tunings of the whole model by the epochs of pretraining before them, rising.
 * @param bestEpoch where the best weights of the pretraining are; null: not known, and what began with them is left out
 */
export function comparedByEpochs(runs: readonly Ended[], bestEpoch: number | null): ComparedEpoch[] {
  const byEpoch = new Map<number, Ended[]>();
  for (const run of runs) {
    const { beginning, epoch } = startOf(run.recipe);
    const at = beginning === 'scratch' ? 0 : (epoch ?? bestEpoch);
    if (!run.result || beginning === 'frozen' || at === null) continue;
    byEpoch.set(at, [...(byEpoch.get(at) ?? []), run]);
  }
  return [...byEpoch].sort(([a], [b]) => a - b).map(([epoch, found]) => ({ epoch, ...summed(found) }));
}
