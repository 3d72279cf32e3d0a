import { LabError } from '../../base/errors.ts';
import type { RunSummary } from '../../runs/record.ts';
import { mainScore, mainValue } from '../../runs/score.ts';
import type { CellRunner } from '../../store/cells.ts';
import { loadRuns } from '../../store/run-keep.ts';
import { comparableNow, isFinished, runsOfLesson } from './use-runs.ts';

/** What the evaluation and report cells leave behind. */
export interface BestResult {
  runId: string;
}

/** The finished run with the best score of its task on validation; the test split has no say in the choice. */
export function bestFinished<R extends Pick<RunSummary, 'result' | 'recipe'>>(runs: readonly R[]): R | null {
  let best: R | null = null;
  for (const run of runs) {
    if (!run.result) continue;
    const by = mainScore(run.recipe);
    if (!best?.result || mainValue(run.result.validation, by) > mainValue(best.result.validation, by))
      best = run;
  }
  return best;
}

/** The run with the best validation score so far, whether it came to its end or not: its weights are kept. */
export function bestReached<R extends Pick<RunSummary, 'best' | 'recipe'>>(runs: readonly R[]): R | null {
  let found: { run: R; score: number } | null = null;
  for (const run of runs) {
    const score = run.best && mainValue(run.best, mainScore(run.recipe));
    if (score !== null && (!found || score > found.score)) found = { run, score };
  }
  return found?.run ?? null;
}

/** Chooses the best finished run of the lesson on the data chosen now. */
export const bestRunRunner: CellRunner = {
  async suffices(lesson) {
    await loadRuns();
    return runsOfLesson(lesson).some(isFinished);
  },
  async run({ lesson }): Promise<BestResult> {
    await loadRuns();
    const best = bestFinished(comparableNow(lesson, isFinished));
    if (best) return { runId: best.id };
    throw new LabError(
      'evaluation/no-run',
      'No run has come to its end yet, so there is nothing to evaluate.',
      'Train the baseline to the end first.',
    );
  },
};
