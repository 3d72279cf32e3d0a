import { create } from 'zustand';
import { LabError, type LabErrorData, toErrorData } from '../base/errors.ts';
import { fingerprint } from '../base/fingerprint.ts';
import type { DataReport, DatasetInfo, ReadOptions } from '../data/types.ts';
import type { Recipe, Source } from '../recipe/recipe.ts';
import { dataClient } from '../worker/client.ts';
import type { JobProgress, OpenRequest } from '../worker/protocol.ts';
import { forgetDataErrors } from './notebook.ts';
import { useRecipe } from './recipe.ts';
import { type JobControl, SharedJob } from './shared-job.ts';

/** The data sets of this session and what is known about the one under the recipe. The rows stay in the data worker. */
export interface DatasetsState {
  /** Opened in this session, by `sourceKey`. */
  opened: Record<string, DatasetInfo>;
  /** How the person wants the files of a source to be read, by `sourceKey`. */
  read: Record<string, ReadOverrides>;
  /** The last report, and what it was made of (`reportKey`). */
  report: { key: string; info: DatasetInfo; report: DataReport } | null;
  /** What the person chose and is being opened. */
  job: { id: string; title: string; progress: JobProgress } | null;
  /** Why the last choice came to nothing. */
  error: LabErrorData | null;
  /** Kept in this browser; null until asked for. */
  kept: readonly DatasetInfo[] | null;
}

export interface ReadOverrides {
  read?: Partial<ReadOptions>;
  testRead?: Partial<ReadOptions>;
}

export const useDatasets = create<DatasetsState>(() => ({
  opened: {},
  read: {},
  report: null,
  job: null,
  error: null,
  kept: null,
}));

const { getState: get, setState: set } = useDatasets;

export const sourceKey = (source: Source): string => fingerprint(source);

/** Names all that a report follows from. */
export const reportKey = (info: DatasetInfo, { task, data, text, seed }: Recipe): string =>
  fingerprint([info.id, info.addedAt, task, data, text, seed]);

const ignore = (): void => undefined;

/** A job of the data worker that ends when the signal says so. */
async function job<T>(control: JobControl, start: (id: string) => Promise<T>): Promise<T> {
  const { signal } = control;
  signal?.throwIfAborted();
  const id = crypto.randomUUID();
  const cancel = (): void => void dataClient().cancel(id);
  signal?.addEventListener('abort', cancel);
  try {
    return await start(id);
  } finally {
    signal?.removeEventListener('abort', cancel);
  }
}

/**
 * Opens a source, or takes it as it was opened before. Files are given for a new upload only: later on the browser
 * has them.
 * @throws LabError where it cannot be had or read; `cancelled`
 */
export async function openDataset(
  request: OpenRequest,
  control: JobControl & { again?: boolean } = {},
): Promise<DatasetInfo> {
  const key = sourceKey(request.source);
  const known = get().opened[key];
  if (known && !request.file && !request.aligned && !control.again) return known;
  const info = await job(control, (id) => dataClient().open(id, request, control.onProgress ?? ignore));
  set({ opened: { ...get().opened, [key]: info } });
  return info;
}

const reporting = new Map<string, SharedJob<DataReport>>();

/**
 * What a person sees of the data before training, under these settings. Computed once for the same settings.
 * @throws LabError where the data cannot be had or the settings do not fit it; `cancelled`
 */
export async function reportOn(
  recipe: Recipe,
  control: JobControl = {},
): Promise<{ info: DatasetInfo; report: DataReport }> {
  const info = await openDataset({ source: recipe.data.source }, control);
  const key = reportKey(info, recipe);
  const last = get().report;
  if (last?.key === key) return last;
  let running = reporting.get(key);
  if (!running) {
    const shared = new SharedJob((inner: Required<JobControl>) =>
      job(inner, (id) => dataClient().report(id, info.id, recipe, inner.onProgress)),
    );
    running = shared;
    reporting.set(key, shared);
    shared.whenOver(() => {
      if (reporting.get(key) === shared) reporting.delete(key);
    });
  }
  const report = await running.join(control);
  set({ report: { key, info, report } });
  return { info, report };
}

const choices = new Map<string, AbortController>();

/**
 * The person chose other data: opens it and, when that went well, puts it into the recipe. Progress, cancel and errors
 * are in the store. Resolves with null where it failed or was cancelled: the recipe is then as it was.
 */
export async function chooseData(title: string, request: OpenRequest): Promise<DatasetInfo | null> {
  for (const other of choices.values()) other.abort();
  // The person may be in another lesson when it is open.
  const { lesson } = useRecipe.getState();
  const id = crypto.randomUUID();
  const aborter = new AbortController();
  choices.set(id, aborter);
  const show = (progress: JobProgress): void => {
    // A last word may come when the job is over.
    if (choices.has(id) && !aborter.signal.aborted) set({ job: { id, title, progress } });
  };
  set({ error: null, job: { id, title, progress: { phase: 'opening', done: 0, total: null } } });
  try {
    const key = sourceKey(request.source);
    const before = get().opened[key];
    const info = await openDataset(request, { signal: aborter.signal, onProgress: show, again: true });
    aborter.signal.throwIfAborted();
    const { read, testRead } = request;
    set({ read: { ...get().read, [key]: { ...(read && { read }), ...(testRead && { testRead }) } } });
    adoptSource(lesson, info, before);
    void refreshKept();
    return info;
  } catch (error) {
    const data = toErrorData(error);
    if (data.code !== 'cancelled') set({ error: data });
    return null;
  } finally {
    choices.delete(id);
    if (get().job?.id === id) set({ job: null });
  }
}

export function cancelChoice(): void {
  for (const aborter of choices.values()) aborter.abort();
}

export const dismissDataError = (): void => set({ error: null });

const columnNames = ({ table }: DatasetInfo): string => table.columns.map(({ name }) => name).join('\n');

/** Columns are found anew where they are others than before: the old choice means nothing there. */
function adoptSource(lesson: string | null, info: DatasetInfo, before: DatasetInfo | undefined): void {
  if (lesson === null) return;
  useRecipe.getState().changeOf(lesson, (recipe) => withSource(recipe, info, before));
  forgetDataErrors(lesson);
}

function withSource(recipe: Recipe, info: DatasetInfo, before: DatasetInfo | undefined): Recipe {
  const { source } = info;
  const sameSource = sourceKey(recipe.data.source) === sourceKey(source);
  if (sameSource && (!before || columnNames(before) === columnNames(info))) return recipe;
  const columns = {
    text: 'auto',
    label: 'auto',
    labels: null,
    source: 'auto',
    target: 'auto',
    alignment: 'auto',
    separator: 'auto',
    // Without classes there is nothing to be shared out evenly: where the file says what is train, that is meant. A
    // pretraining that drew its rows itself would read those that its fine-tunings are judged by.
    split: recipe.task === 'translate' || recipe.task === 'pretrain' ? 'auto' : null,
  } as const;
  return { ...recipe, data: { ...recipe.data, source, columns, mergeLabels: [] } };
}

/** Reads the files of the recipe's source again, in the way the person says. */
export function readAgain(title: string, overrides: ReadOverrides): Promise<DatasetInfo | null> {
  return chooseData(title, { source: useRecipe.getState().recipe.data.source, ...overrides });
}

export async function refreshKept(): Promise<void> {
  try {
    set({ kept: await dataClient().list() });
  } catch (error) {
    set({ error: toErrorData(error) });
  }
}

/**
 * Forgets a kept data set for good.
 * @throws LabError `data/in-use` for the one under the recipe
 */
export async function removeDataset(info: DatasetInfo): Promise<void> {
  const key = sourceKey(info.source);
  if (key === sourceKey(useRecipe.getState().recipe.data.source)) {
    throw new LabError(
      'data/in-use',
      `“${info.title}” is the data set of this lesson.`,
      'Choose another one first; then it can be removed.',
    );
  }
  await dataClient().remove(info.id);
  set({
    opened: Object.fromEntries(Object.entries(get().opened).filter(([other]) => other !== key)),
  });
  await refreshKept();
}
