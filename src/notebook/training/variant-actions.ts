import { LabError } from '../../base/errors.ts';
import { diffRecipes } from '../../recipe/diff.ts';
import type { Recipe } from '../../recipe/recipe.ts';
import { isUnfinished, type RunSummary } from '../../runs/record.ts';
import { type Variant, withVariant } from '../../runs/variant.ts';
import type { CellRunner } from '../../store/cells.ts';
import { loadRuns } from '../../store/run-keep.ts';
import { startRun } from '../../store/run-work.ts';
import { runsOfLesson, trainedBaselineOf } from './use-runs.ts';
import { followAll } from './follow-all.ts';

/** Queues a run of this recipe, derived from `parent`. Resolves with its id. */
export function startVariant(
  parent: Pick<RunSummary, 'lesson' | 'datasetId' | 'id'>,
  recipe: Recipe,
): Promise<string> {
  const { lesson, datasetId, id } = parent;
  return startRun({ lesson, recipe, datasetId, parent: id });
}

/**
 * The run of the same recipe that already is, finished or under way.
 * @param any failed and stopped ones count as well
 */
export function runWith<R extends Pick<RunSummary, 'status' | 'recipe'>>(
  recipe: Recipe,
  runs: readonly R[],
  any = false,
): R | undefined {
  return runs.findLast(
    (run) =>
      (any || run.status === 'done' || isUnfinished(run.status)) &&
      diffRecipes(run.recipe, recipe).length === 0,
  );
}

/** Runs all variants of the baseline that there are no runs of yet, one after the other. */
export function experimentsRunner(variants: readonly Variant[]): CellRunner {
  return {
    async run(context) {
      const { lesson, recipe, signal, report, whole } = context;
      // The whole lesson shows the way to the report; the experiments are the person's own to start.
      if (whole) return { runs: [] };
      await loadRuns();
      const mine = runsOfLesson(lesson);
      const baseline = trainedBaselineOf(mine, recipe);
      if (baseline === undefined) {
        throw new LabError(
          'experiments/no-baseline',
          'There is no baseline to change anything of.',
          'Run the baseline first.',
        );
      }
      const due = variants
        .map((variant) => withVariant(baseline.recipe, variant))
        .filter((recipe) => !runWith(recipe, mine));
      const ids: string[] = [];
      for (const recipe of due) ids.push(await startVariant(baseline, recipe));
      await followAll(ids, { signal, report });
      return { runs: ids };
    },
  };
}
