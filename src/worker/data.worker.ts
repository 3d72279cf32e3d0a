import { expose, releaseProxy, transfer } from 'comlink';
import { toErrorData } from '../base/errors.ts';
import { CATALOGUE } from '../data/catalogue.ts';
import { Job } from '../data/job.ts';
import { buffersOf, SPLITS } from '../data/types.ts';
import type { Workbench } from '../data/workbench.ts';
import type { TextSpec } from '../recipe/recipe.ts';
import * as store from '../storage/store.ts';
import { backboneOf } from './backbone.ts';
import { DatasetLibrary } from './dataset-library.ts';
import { ensureLemmas } from './lemma-file.ts';
import * as models from './model-library.ts';
import type { DataApi, JobProgress, Result } from './protocol.ts';
import { root } from './root.ts';
import { ensureOpened, openTokenizer } from './tokenizer-files.ts';

/** The data worker: reads files, keeps tables, splits and encodes. No tensor. */

const library = new DatasetLibrary(store, root);
/** A data set with all that reading its texts under these settings needs. */
async function benchFor(datasetId: string, text: TextSpec): Promise<Workbench> {
  await ensureLemmas(text, root);
  await ensureOpened(text);
  return library.bench(datasetId);
}

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
  rows: (datasetId, spec, text, offset, count, seed, task) =>
    attempt(async () => (await benchFor(datasetId, text)).rows(spec, text, offset, count, seed, task)),
  texts: (datasetId, spec, rows, task) =>
    attempt(async () => (await library.bench(datasetId)).texts(spec, rows, task)),
  testRows: (datasetId, recipe, mostBytes) =>
    attempt(async () => (await library.bench(datasetId)).testRows(recipe, mostBytes)),
  report: (jobId, datasetId, recipe, onProgress) =>
    run(jobId, onProgress, async (job) =>
      (await benchFor(datasetId, recipe.text)).report(
        recipe,
        job,
        // Data can be looked at before the model that will read them is there.
        await backboneOf(recipe, root).catch(() => null),
      ),
    ),
  tokenSample: (datasetId, recipe, text, side) =>
    attempt(async () => (await benchFor(datasetId, recipe.text)).tokenSample(recipe, text, side)),
  reading: (jobId, datasetId, recipe, onProgress) =>
    run(jobId, onProgress, async (job) =>
      (await benchFor(datasetId, recipe.text)).reading(recipe, job, await backboneOf(recipe, root)),
    ),
  maskedSample: (datasetId, recipe, count, draw) =>
    attempt(async () => (await benchFor(datasetId, recipe.text)).maskedSample(recipe, count, draw)),
  tokenizerFiles: (datasetId, recipe) =>
    attempt(async () => (await benchFor(datasetId, recipe.text)).tokenizerFiles(recipe)),
  compareTokenizers: (jobId, datasetId, recipe, text, onProgress) =>
    run(jobId, onProgress, async (job) =>
      (await benchFor(datasetId, recipe.text)).compareTokenizers(recipe, text, job),
    ),
  openTokenizer: (files) => attempt(() => openTokenizer(files)),
  lookUpModel: (jobId, id, device, onProgress) =>
    run(jobId, onProgress, (job) => models.offerOf(id, device, job)),
  fetchModel: (jobId, id, device, onProgress) =>
    run(jobId, onProgress, (job) => models.fetchModel(id, device, job)),
  openModelFiles: (jobId, files, device, onProgress) =>
    run(jobId, onProgress, (job) => models.openFiles(files, device, job)),
  models: (device) => attempt(() => models.listModels(device)),
  removeModel: (id) => attempt(() => models.removeModel(id)),
  async prepare(jobId, datasetId, recipe, onProgress, init) {
    const result = await run(jobId, onProgress, async (job) =>
      (await benchFor(datasetId, recipe.text)).prepare(recipe, job, await backboneOf(recipe, root, init)),
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
