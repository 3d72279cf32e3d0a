import type { HeadMove } from '../../data/head-profile.ts';
import type { Recipe } from '../../recipe/recipe.ts';
import type { RunSummary } from '../../runs/record.ts';
import { runTitle } from '../training/run-words.ts';
import { backboneName, backboneOfRecipe } from './ways.ts';

/** Runs that begin with the same model and read texts alike: each stands beside what it began with. */
export interface Beginning<R> {
  /** Names the model that they began with: "bert-wordnet". No two have the same. */
  name: string;
  /** Of one of them: what it begins with is what all of them begin with. */
  recipe: Recipe;
  runs: R[];
}

type Run = Pick<RunSummary, 'id' | 'number' | 'recipe'>;

/** All that the model before a fine-tuning follows from: weights, and how it reads a text. */
function keyOfBeginning(recipe: Recipe): string {
  const { model, text } = recipe;
  const positions = model.kind === 'bert' ? model.positions : 0;
  return JSON.stringify([{ ...backboneOfRecipe(recipe), freeze: null }, text, positions]);
}

/**
 * Runs by what they began with, in the order in which they come.
 * @param all runs that a backbone may be, to name it by
 */
export function byBeginning<R extends Run>(
  runs: readonly R[],
  all: readonly Pick<RunSummary, 'id' | 'number'>[],
): Beginning<R>[] {
  const groups = new Map<string, Beginning<R>>();
  const names = new Map<string, number>();
  for (const run of runs) {
    const key = keyOfBeginning(run.recipe);
    const known = groups.get(key);
    if (known) {
      known.runs.push(run);
      continue;
    }
    const own = backboneName(run.recipe, all);
    const times = (names.get(own) ?? 0) + 1;
    names.set(own, times);
    // The same weights again: what differs is how texts are read.
    const name = times === 1 ? own : `${own}, text read another way${times > 2 ? ` (${times - 1})` : ''}`;
    groups.set(key, { name, recipe: run.recipe, runs: [run] });
  }
  return [...groups.values()];
}

/** "Run 3 · Frozen, bert-wordnet": with the backbone, also where a person has called the run otherwise. */
export function titleWithBackbone(
  run: Pick<RunSummary, 'number' | 'recipe'>,
  all: readonly Pick<RunSummary, 'id' | 'number'>[],
): string {
  const [title, backbone] = [runTitle(run), backboneName(run.recipe, all)];
  return title.includes(backbone) ? title : `${title}, ${backbone}`;
}

export const moveOf = (
  moves: readonly HeadMove[] | null | undefined,
  layer: number,
  head: number,
): HeadMove | undefined => moves?.find((move) => move.layer === layer && move.head === head);
