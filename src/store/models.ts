import { create } from 'zustand';
import { type LabErrorData, toErrorData } from '../base/errors.ts';
import type { ModelFit } from '../recipe/model-fit.ts';
import type { KeptModel } from '../storage/types.ts';
import { dataClient } from '../worker/client.ts';
import type { JobProgress, ModelOffer, UnfinishedDownload } from '../worker/protocol.ts';
import { useDevice } from './device.ts';
import { importRun } from './run-actions.ts';

/** Published models: what is looked up, fetched and kept. One job at a time. */
interface ModelsState {
  /** Kept in this browser; null until asked for. */
  kept: readonly KeptModel[] | null;
  /** Of each that is kept, by its id, whether it fits this device. */
  fits: Readonly<Record<string, ModelFit>>;
  unfinished: readonly UnfinishedDownload[];
  /** What the hub has under the name that was looked up last. */
  offer: ModelOffer | null;
  job: { id: string; title: string; progress: JobProgress } | null;
  error: LabErrorData | null;
  /** What came of the files of a run: “… is opened as run 8.” */
  notice: string | null;
}

export const useModels = create<ModelsState>(() => ({
  kept: null,
  fits: {},
  unfinished: [],
  offer: null,
  job: null,
  error: null,
  notice: null,
}));

const { getState: get, setState: set } = useModels;

/** The device that the model would be put on; before it is known the one that needs no graphics card. */
const device = () => useDevice.getState().report?.kind ?? 'wasm';

/** Does one thing, with progress and a cancel; null where it failed or was cancelled, and the state says why. */
async function doing<T>(
  title: string,
  work: (jobId: string, onProgress: (progress: JobProgress) => void) => Promise<T>,
): Promise<T | null> {
  const { job } = get();
  if (job) {
    set({
      notice: `“${title}” was not begun: ${job.title} is still being opened. Give it again when that is done.`,
    });
    return null;
  }
  const id = crypto.randomUUID();
  set({
    job: { id, title, progress: { phase: 'beginning', done: 0, total: null } },
    error: null,
    notice: null,
  });
  try {
    return await work(id, (progress) => {
      if (get().job?.id === id) set({ job: { id, title, progress } });
    });
  } catch (error) {
    const data = toErrorData(error);
    if (data.code !== 'cancelled') set({ error: data });
    return null;
  } finally {
    set({ job: null });
    await refreshModels();
  }
}

/** Asks what is kept. A browser that keeps nothing has an empty list. */
export async function refreshModels(): Promise<void> {
  try {
    set(await dataClient().models(device()));
  } catch {
    set({ kept: get().kept ?? [] });
  }
}

export function cancelModelJob(): void {
  const { job } = get();
  if (job) void dataClient().cancel(job.id);
}

export async function lookUpModel(name: string): Promise<void> {
  set({ offer: null });
  const offer = await doing(name, (job, onProgress) =>
    dataClient().lookUpModel(job, name, device(), onProgress),
  );
  if (offer) set({ offer });
}

/** Fetches a model from the hub, or goes on with what has arrived of it. */
export async function fetchModel(id: string): Promise<KeptModel | null> {
  const model = await doing(id, (job, onProgress) => dataClient().fetchModel(job, id, device(), onProgress));
  if (model) set({ offer: null });
  return model;
}

/** Opens files of a published model; a run of the lab among them is listed as one, and nothing comes back. */
export async function openModelFiles(
  files: { path: string; file: Blob }[],
  lesson: string,
): Promise<KeptModel | null> {
  const opened = await doing('the files', async (job, onProgress) => {
    const found = await dataClient().openModelFiles(job, files, device(), onProgress);
    if (found.kind === 'model') return found.model;
    const { number, recipe } = await importRun(found.zip, lesson);
    set({ notice: `“${recipe.name}” is opened as run ${number}: it stands in the tables below.` });
    return null;
  });
  return opened;
}

export async function removeModel(id: string): Promise<void> {
  try {
    await dataClient().removeModel(id);
  } catch (error) {
    set({ error: toErrorData(error) });
  }
  await refreshModels();
}

export const dismissModelError = (): void => set({ error: null });
