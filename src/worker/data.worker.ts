import { expose, releaseProxy, transfer } from 'comlink';
import { toErrorData } from '../base/errors.ts';
import { CATALOGUE } from '../data/catalogue.ts';
import { Job } from '../data/job.ts';
import { buffersOf, SPLITS } from '../data/types.ts';
import * as store from '../storage/store.ts';
import { DatasetLibrary } from './dataset-library.ts';
import type { DataApi, JobProgress, Result } from './protocol.ts';

/** The data worker: reads files, keeps tables, splits and encodes. No tensor. */

/** The folder of the page: a built worker lies in its folder `assets`, the development server serves from its root. */
const root = import.meta.env.DEV
  ? new URL(import.meta.env.BASE_URL, self.location.origin).href
  : new URL('../', import.meta.url).href;

const library = new DatasetLibrary(store, root);
const jobs = new Map<string, AbortController>();

async function attempt<T>(work: () => Promise<T>): Promise<Result<T>> {
  try {
    return { ok: true, value: await work() };
  } catch (error) {
    return { ok: false, error: toErrorData(error) };
  }
}

/** Work that can be cancelled by its id and tells how far it is (a job does so ten times a second). */
async function run<T>(
  id: string,
  onProgress: (progress: JobProgress) => void,
  work: (job: Job) => Promise<T>,
): Promise<Result<T>> {
  const controller = new AbortController();
  jobs.set(id, controller);
  try {
    return await attempt(() => work(new Job(controller.signal, onProgress)));
  } finally {
    jobs.delete(id);
    // Comlink keeps a port open for every callback until it is let go.
    (onProgress as { [releaseProxy]?: () => void })[releaseProxy]?.();
  }
}

const api: DataApi = {
  open: (jobId, request, onProgress) => run(jobId, onProgress, (job) => library.open(request, job)),
  async cancel(jobId) {
    jobs.get(jobId)?.abort();
  },
  list: () => library.list(),
  remove: (datasetId) => attempt(() => library.remove(datasetId)),
  async catalogue() {
    return [...CATALOGUE];
  },
  rows: (datasetId, spec, text, offset, count, seed) =>
    attempt(async () => (await library.bench(datasetId)).rows(spec, text, offset, count, seed)),
  texts: (datasetId, spec, rows, task) =>
    attempt(async () => (await library.bench(datasetId)).texts(spec, rows, task)),
  report: (jobId, datasetId, recipe, onProgress) =>
    run(jobId, onProgress, async (job) => (await library.bench(datasetId)).report(recipe, job)),
  tokenSample: (datasetId, recipe, text) =>
    attempt(async () => (await library.bench(datasetId)).tokenSample(recipe, text)),
  async prepare(jobId, datasetId, recipe, onProgress) {
    const result = await run(jobId, onProgress, async (job) =>
      (await library.bench(datasetId)).prepare(recipe, job),
    );
    if (!result.ok) return result;
    const { splits } = result.value;
    return transfer(
      result,
      SPLITS.flatMap((split) => buffersOf(splits[split])),
    );
  },
};

expose(api);
