import { stableJson } from '../base/fingerprint.ts';
import type { Recipe } from '../recipe/recipe.ts';
import type { RunSummary } from './record.ts';

type Judged = Pick<RunSummary, 'recipe' | 'datasetId'>;

/** Why the scores of two runs say nothing about each other: another task, other texts, or the same ones translated the other way. */
export type Apart = 'task' | 'data' | 'direction';

/** What keeps two runs from being compared; null where one score can be better than the other. */
export function apart(a: Judged, b: Judged): Apart | null {
  if (a.recipe.task !== b.recipe.task) return 'task';
  const [source, other] = [a.recipe.data.source, b.recipe.data.source];
  if (stableJson(source) !== stableJson(other)) return 'data';
  // Two files may have one name; the id of what was opened is that of its content.
  const known = a.datasetId !== null && b.datasetId !== null;
  if (source.kind === 'file' && known && a.datasetId !== b.datasetId) return 'data';
  return a.recipe.task === 'translate' && a.recipe.data.swap !== b.recipe.data.swap ? 'direction' : null;
}

/** Whether two runs were judged by the same texts and the same question, so that one score can be better than the other. */
export const sameData = (a: Judged, b: Judged): boolean => apart(a, b) === null;

/**
 * Whether a run was judged by the data and task that a recipe names. A lesson that pretrains chooses the data of its
 * fine-tunings as well.
 */
export function isOnData(run: Judged, { task, data }: Pick<Recipe, 'task' | 'data'>): boolean {
  const asked = task === 'pretrain' && run.recipe.task === 'classify' ? run.recipe.task : task;
  return sameData(run, { recipe: { ...run.recipe, task: asked, data }, datasetId: null });
}

/**
 * Of a lesson's runs those among which a best one can be named: on the data that are chosen now, or, while none of these
 * has a score, on the data of the newest run that has one. A pretraining answers another question than what is trained
 * from it, and is not judged where there is such a run. Without any score all runs come back.
 *
 * @param runs by number
 */
export function comparableRuns<R extends Judged>(
  runs: readonly R[],
  chosen: Pick<Recipe, 'task' | 'data'>,
  hasScore: (run: R) => boolean,
): R[] {
  const scored = runs.filter(hasScore);
  const fine = scored.filter(({ recipe }) => recipe.task !== 'pretrain');
  const judged = fine.length > 0 ? fine : scored;
  const reference = judged.findLast((run) => isOnData(run, chosen)) ?? judged.at(-1);
  return reference ? runs.filter((run) => sameData(run, reference)) : [...runs];
}
