import { LabError } from '../../base/errors.ts';
import { diffRecipes } from '../../recipe/diff.ts';
import { nameOfRun } from '../../runs/name.ts';
import { isActive, isResumable, isUnfinished, type RunSummary } from '../../runs/record.ts';
import { type CellRunner, type RunContext } from '../../store/cells.ts';
import { useNotebooks } from '../../store/notebook.ts';
import { runCell } from '../../store/notebook-run.ts';
import { originalOf, useRecipe } from '../../store/recipe.ts';
import { resumeRun, stopRun } from '../../store/run-actions.ts';
import { loadRuns } from '../../store/run-keep.ts';
import { startRun, whenEnded } from '../../store/run-work.ts';
import { runOf, useRuns } from '../../store/runs.ts';
import { count } from './figures.ts';
import { doingWords, statusWord } from './run-words.ts';
import { baselineIdOf } from './use-runs.ts';

/** What the baseline cell leaves behind. */
export interface BaselineResult {
  runId: string;
}

/** The data set that the data cell opened; null where a run has to open it itself. */
export function datasetIdOf(dataResult: unknown): string | null {
  if (typeof dataResult !== 'object' || dataResult === null || !('datasetId' in dataResult)) return null;
  return typeof dataResult.datasetId === 'string' ? dataResult.datasetId : null;
}

/** How often the cell is told how far its run is. */
const TELL_MS = 400;

/** Follows a run until it ends: tells the cell how far it is and stops it when the cell is interrupted. */
export async function follow(
  id: string,
  { signal, report }: Pick<RunContext, 'signal' | 'report'>,
): Promise<RunSummary> {
  let toldAt = -Infinity;
  const tell = (): void => {
    const { status, progress } = runOf(id);
    const { preparing } = useRuns.getState();
    if (!isActive(status) || status === 'preparing') {
      report({ phase: preparing?.phase ?? statusWord(status), done: 0, total: null });
    } else if (progress) {
      const { epoch, epochs, step, totalSteps, doing } = progress;
      const at = `epoch ${epoch} of ${epochs}, step ${count(step)}`;
      const before = step === 0 && doing;
      const where = doing ? `${before ? '' : `${at} · `}${doingWords(doing)}` : at;
      report({
        phase: status === 'running' ? where : `${statusWord(status)} · ${where}`,
        done: before ? before.done : step,
        total: before ? before.total : totalSteps,
      });
    }
  };
  const unsubscribe = useRuns.subscribe((now, before) => {
    const [run, was] = [now.runs[id], before.runs[id]];
    if (!run || (run === was && now.preparing === before.preparing)) return;
    const at = performance.now();
    if (run.status === was?.status && at < toldAt + TELL_MS) return;
    toldAt = at;
    tell();
  });
  const stop = (): void => stopRun(id);
  signal.addEventListener('abort', stop);
  try {
    const ended = whenEnded(id);
    if (signal.aborted) stop();
    return await ended;
  } finally {
    unsubscribe();
    signal.removeEventListener('abort', stop);
  }
}

/** @throws LabError where the run did not come to its end; `cancelled` where it was stopped or cut off and can go on. */
export function demandDone({ status, error, number }: RunSummary): void {
  if (status === 'done') return;
  if (status === 'stopped') throw new LabError('cancelled', `Run ${number} was stopped.`);
  if (status === 'interrupted')
    throw new LabError('cancelled', error?.message ?? `Run ${number} was interrupted.`);
  throw LabError.fromData(
    error ?? { code: 'run/unfinished', message: `Run ${number} did not come to its end.` },
  );
}

/** Set for the next time the cell runs: go on with this run instead of beginning a new one. */
let toResume: string | null = null;

/** Trains the recipe under edit. */
export const baselineRunner: CellRunner = {
  async run(context): Promise<BaselineResult> {
    const { lesson, recipe, result, signal } = context;
    const wanted = toResume;
    toResume = null;
    await loadRuns();
    signal.throwIfAborted();
    const datasetId = datasetIdOf(result('data'));
    const named = { ...recipe, name: nameOfRun(originalOf(lesson), recipe) };
    const id = wanted ?? (await startRun({ lesson, recipe: named, datasetId, parent: null }));
    const following = follow(id, context);
    if (wanted !== null && !isUnfinished(runOf(wanted).status)) resumeRun(wanted);
    demandDone(await following);
    return { runId: id };
  },
};

/**
 * Goes on with a run. The baseline's goes on in its cell, so that the cell and what waits below it know of it; any
 * other goes on by itself.
 */
export function goOn(id: string): void {
  const run = runOf(id);
  const notebook = useNotebooks.getState()[run.lesson];
  const { lesson, recipe } = useRecipe.getState();
  const ofCell =
    isResumable(run.status) &&
    baselineIdOf(run.lesson) === id &&
    lesson === run.lesson &&
    diffRecipes(recipe, run.recipe).length === 0;
  if (!ofCell || !notebook || notebook.running !== null) {
    resumeRun(id);
    return;
  }
  toResume = id;
  // What the cell did not get to (something above it failed) is not done at another time.
  void runCell(run.lesson, 'baseline').finally(() => {
    toResume = null;
  });
}
