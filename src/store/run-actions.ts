import { LabError } from '../base/errors.ts';
import { isActive, isResumable, type RunSummary, summaryOf } from '../runs/record.ts';
import { endLab, labClient } from '../worker/client.ts';
import type { ImportedRun } from '../worker/protocol.ts';
import { cancelPreparing, testRowsOf } from './run-data.ts';
import { dropForGood, keepNow, keepSoon, nextNumber } from './run-keep.ts';
import { end, enqueue, leaveQueue } from './run-work.ts';
import { changeRun, hideRun, putRuns, runOf, setWish, showRun, unhideRun, useRuns } from './runs.ts';

/** What a person does with a run. Each is shown as asked at once and obeyed within one step. */

export function pauseRun(id: string): void {
  setWish(id, 'pause');
  void labClient().pause();
}

/** Trains to the end of the epoch under way, then pauses. */
export function finishEpoch(id: string): void {
  setWish(id, 'finish');
  void labClient().finishEpoch();
}

/** A paused run goes on; one that ended before its time waits for its turn and goes on from its checkpoint. */
export function resumeRun(id: string): void {
  const { status } = runOf(id);
  if (isResumable(status)) void enqueue(id);
  else if (isActive(status)) {
    setWish(id, 'resume');
    void labClient().resume();
  }
}

export function stopRun(id: string): void {
  const { status } = runOf(id);
  if (status === 'queued') {
    leaveQueue(id);
    end(id, 'stopped', null);
    void keepNow(id);
    return;
  }
  if (!isActive(status)) return;
  setWish(id, 'stop');
  if (status === 'preparing') void cancelPreparing(id);
  void labClient().stop();
}

/** For a stop that is not obeyed: ends the worker itself. The run can go on from its checkpoint. */
export function stopAtOnce(id: string): void {
  setWish(id, 'stop');
  endLab();
}

export function renameRun(id: string, name: string): void {
  const trimmed = name.trim();
  if (trimmed === '') return;
  changeRun(id, { recipe: { ...runOf(id).recipe, name: trimmed.slice(0, 200) } });
  keepSoon(id);
}

/** How long a deleted run can be had back. */
const UNDO_MS = 15_000;
const drops = new Map<string, ReturnType<typeof setTimeout>>();

/** A run that works or waits is stopped first. Until it is dropped for good it can be had back. */
export function deleteRun(id: string): void {
  stopRun(id);
  hideRun(id);
  drops.set(
    id,
    setTimeout(() => void drop(id), UNDO_MS),
  );
}

async function drop(id: string): Promise<void> {
  drops.delete(id);
  // Its worker still writes: it is dropped when that is over.
  if (useRuns.getState().active === id)
    drops.set(
      id,
      setTimeout(() => void drop(id), UNDO_MS),
    );
  else await dropForGood(id);
}

export function undoDelete(id: string): void {
  clearTimeout(drops.get(id));
  drops.delete(id);
  unhideRun(id);
}

const slug = (text: string): string =>
  text
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '-')
    .replace(/^-+|-+$/g, '');

/**
 * The zip to take home, and the name it should have.
 * @throws LabError where the run has no weights yet
 */
export async function exportRun(id: string): Promise<{ blob: Blob; name: string }> {
  const { number, recipe, best, checkpoint, result } = runOf(id);
  if (!best && !checkpoint && !result)
    throw new LabError(
      'run/no-weights',
      `Run ${number} has no weights yet.`,
      'Let it train to its first evaluation.',
    );
  // The zip is made of what is kept: the newest curves belong to it.
  await keepNow(id);
  const blob = await labClient().exportRun(id, await testRowsOf(runOf(id)));
  return { blob, name: `seqlab-run-${number}-${slug(recipe.name)}.zip` };
}

/** Opens a zip that the lab once gave: its run is listed as a finished one. */
export const importRun = async (zip: Blob, lesson: string): Promise<RunSummary> =>
  listed(await labClient().importBundle(zip), lesson);

/**
 * … and a model that ships with the lab, under a name that tells it from what was trained here.
 * @throws LabError `model/missing`
 */
export async function openShippedModel(id: string, name: string, lesson: string): Promise<RunSummary> {
  const imported = await labClient().importBuiltIn(id);
  return listed({ ...imported, recipe: { ...imported.recipe, name } }, lesson);
}

async function listed(imported: ImportedRun, lesson: string): Promise<RunSummary> {
  const { runId: id, recipe, history, result, labels, vocabularySize, parameters, weights } = imported;
  const run = summaryOf({
    id,
    number: await nextNumber(),
    lesson,
    recipe,
    parent: null,
    datasetId: null,
    status: 'done',
    error: null,
    createdAt: Date.now(),
    device: null,
    parameters,
    weights,
    labels,
    vocabularySize,
    progress: null,
    checkpoint: null,
    history,
    result,
    notes: [],
  });
  putRuns([{ run, history }]);
  showRun(id, true);
  await keepNow(id);
  return run;
}
