import { LabError } from '../base/errors.ts';
import { download } from '../data/download.ts';
import { type HubModel, hubId, lookUp } from '../data/hub.ts';
import type { Job } from '../data/job.ts';
import { downloadResumable } from '../data/resumable.ts';
import { CONFIG, type ModelFiles } from '../formats/published/files.ts';
import { openModel, readDescription, recipeOf } from '../formats/published/open.ts';
import { packModel } from '../formats/published/pack.ts';
import { readConfig } from '../formats/published/config.ts';
import { writeZip } from '../formats/zip.ts';
import { fitOf, type ModelFit } from '../recipe/model-fit.ts';
import type { Recipe } from '../recipe/recipe.ts';
import { BERT_TEXT } from '../text/bert-text.ts';
import * as store from '../storage/models.ts';
import type { KeptModel } from '../storage/types.ts';
import { deviceLimits } from './device-limits.ts';
import type { DeviceKind } from '../runs/types.ts';
import type { ModelOffer, ModelsAtHand, OpenedFiles, UnfinishedDownload } from './protocol.ts';

/** Published models: looked up on the hub, fetched, opened from files, kept in this browser. */

/** Files that only a run of the lab leaves: then it is opened as one, history and all. */
const OF_A_RUN = ['recipe.json', 'vocabulary.json', 'labels.json', 'history.csv'] as const;

/** How much of it the first look needs: a classifier of the model's sizes. */
const asClassifier = (recipe: Recipe): Recipe => ({ ...recipe, task: 'classify' });

function checkFit(id: string, fit: ModelFit): void {
  if (fit.verdict !== 'no') return;
  throw new LabError('model/too-large', `${id} does not fit this device.`, fit.advice);
}

const sizeOf = (files: readonly { bytes: number | null }[]): number | null =>
  files.reduce<number | null>((sum, { bytes }) => (sum === null || bytes === null ? null : sum + bytes), 0);

/** What the hub has under a name, and whether it would fit. @throws LabError */
export async function offerOf(typed: string, device: DeviceKind, job: Job): Promise<ModelOffer> {
  const id = hubId(typed);
  const found = await lookUp(id, job);
  const config = readConfig(await found.config.text());
  const files = [...found.tokenizer, ...found.weights];
  const bytes = sizeOf(found.weights);
  // The tokenizer is not there yet: what it does to a text does not matter for the size.
  const recipe = recipeOf(
    id,
    {
      config,
      tokenizer: {
        words: Array.from({ length: config.vocabularySize }, String),
        order: null,
        text: BERT_TEXT,
      },
    },
    true,
  );
  const fit = fitOf(
    asClassifier(recipe),
    config.vocabularySize,
    bytes ?? 4 * config.vocabularySize * config.sizes.hidden,
    await deviceLimits(device),
  );
  const arrived = (await store.keptDownloads().catch(() => []))
    .filter(({ owner }) => owner === id)
    .reduce((sum, { done }) => sum + done, 0);
  return {
    id,
    files: files.map(({ name, bytes: size }) => ({ name, bytes: size })),
    bytes: sizeOf(files),
    arrived,
    kept: (await store.keptModel(id).catch(() => undefined)) !== undefined,
    sizes: config.sizes,
    vocabularySize: config.vocabularySize,
    fit,
  };
}

/** Fetches a model from the hub and keeps it. What has arrived stays until it is whole. @throws LabError */
export async function fetchModel(typed: string, device: DeviceKind, job: Job): Promise<KeptModel> {
  const id = hubId(typed);
  const found = await lookUp(id, job);
  const files = new Map<string, Blob>([[CONFIG, found.config]]);
  if (found.index) files.set(found.index.name, found.index.blob);
  for (const { name, url } of found.tokenizer) files.set(name, await download(url, job, `fetching ${name}`));
  // Whatever does not fit is told before the large files are asked for.
  const { config, tokenizer } = await readDescription(files);
  const bytes = sizeOf(found.weights);
  if (bytes !== null)
    checkFit(
      id,
      fitOf(
        asClassifier(recipeOf(id, { config, tokenizer }, true)),
        config.vocabularySize,
        bytes,
        await deviceLimits(device),
      ),
    );
  for (const [name, blob] of await weightsOf(id, found, job)) files.set(name, blob);
  const kept = await keep(id, 'hub', files, device, job);
  for (const { url } of found.weights) await store.dropDownload(url);
  return kept;
}

async function weightsOf(id: string, { weights }: HubModel, job: Job): Promise<[string, Blob][]> {
  const total = sizeOf(weights);
  const fetched: [string, Blob][] = [];
  let before = 0;
  for (const { name, url } of weights) {
    const blob = await downloadResumable(url, job, {
      owner: id,
      store,
      onProgress: (done, own) =>
        job.report({
          phase: 'downloading the weights',
          done: before + done,
          total: total ?? (weights.length === 1 ? own : null),
        }),
    });
    before += blob.size;
    fetched.push([name, blob]);
  }
  return fetched;
}

/** Files without folders: of several folders that with config.json nearest to the top. */
function together(given: readonly { path: string; file: Blob }[]): {
  folder: string;
  files: Map<string, Blob>;
} {
  const parts = given.map(({ path, file }) => ({ parts: path.split('/'), file }));
  const configs = parts.filter((entry) => entry.parts.at(-1) === CONFIG);
  const [nearest] = configs.sort((a, b) => a.parts.length - b.parts.length);
  const folder = nearest?.parts.slice(0, -1) ?? [];
  const inside = parts.filter(
    (entry) =>
      (nearest === undefined || entry.parts.length === folder.length + 1) &&
      folder.every((part, i) => entry.parts[i] === part),
  );
  return {
    folder: folder.at(-1) ?? '',
    files: new Map(inside.map((entry) => [entry.parts.at(-1) as string, entry.file])),
  };
}

/** Opens files or a folder that a person gave. What a run of the lab left, as a zip or as a folder, comes back as the zip it was. */
export async function openFiles(
  given: readonly { path: string; file: Blob }[],
  device: DeviceKind,
  job: Job,
): Promise<OpenedFiles> {
  const [only] = given;
  if (only && given.length === 1 && /\.zip$/i.test(only.path)) return { kind: 'run', zip: only.file };
  const { folder, files } = together(given);
  if (OF_A_RUN.every((name) => files.has(name))) {
    const read: Record<string, Uint8Array> = {};
    for (const [name, file] of files) read[name] = new Uint8Array(await file.arrayBuffer());
    return { kind: 'run', zip: new Blob([writeZip(read, [...files.keys()])], { type: 'application/zip' }) };
  }
  // By what is in it: another checkpoint of the same folder is another model, and the same one in other files is not.
  const name = folder.slice(0, 100) || 'files';
  return { kind: 'model', model: await keep({ name }, 'files', files, device, job) };
}

/** Of the digits of a fingerprint: enough that no two checkpoints of a person share them. */
const ID_DIGITS = 12;

/** "checkpoint-500#0123456789ab" */
const nameOfPrint = (name: string, print: string): string => `${name}#${print.slice(0, ID_DIGITS)}`;

/**
 * @param given the id; or what a person calls it: then the id says what is in it as well
 */
async function keep(
  given: string | { name: string },
  origin: KeptModel['origin'],
  files: ModelFiles,
  device: DeviceKind,
  job: Job,
): Promise<KeptModel> {
  const phase = 'reading the weights';
  job.report({ phase, done: 0, total: null });
  const opened = await openModel(files);
  const { plan, parameters, bytes } = opened;
  const called = typeof given === 'string' ? given : given.name;
  const { vocabularySize } = opened.config;
  const sized = asClassifier(recipeOf(called, opened, plan.pooler));
  checkFit(called, fitOf(sized, vocabularySize, bytes, await deviceLimits(device)));
  let id = called;
  const file = await packModel(
    (print) => (id = typeof given === 'string' ? given : nameOfPrint(given.name, print)),
    opened,
    (done, total) => job.breathe({ phase, done, total }),
  );
  const recipe = recipeOf(id, opened, plan.pooler);
  const dtypes = new Set(opened.source.entries.map(({ dtype }) => dtype).filter((dtype) => dtype !== 'I64'));
  const model: KeptModel = {
    ...{ id, origin, addedAt: Date.now(), bytes: file.size, parameters, recipe, vocabularySize },
    dtypes: [...dtypes].join(', '),
    spareRows: opened.spareRows,
    head: plan.head,
    leftOut: plan.leftOut,
  };
  job.report({ phase: 'keeping it in this browser', done: 0, total: null });
  await store.keepModel(model, file);
  return model;
}

export async function listModels(device: DeviceKind): Promise<ModelsAtHand> {
  const kept = await store.keptModels();
  const limits = await deviceLimits(device);
  const fitOfKept = ({ recipe, vocabularySize, bytes }: KeptModel): ModelFit =>
    fitOf(asClassifier(recipe), vocabularySize, bytes, limits);
  const unfinished = new Map<string, UnfinishedDownload>();
  for (const { owner, done, total } of await store.keptDownloads()) {
    const before = unfinished.get(owner) ?? { id: owner, done: 0, total: 0 };
    unfinished.set(owner, {
      id: owner,
      done: before.done + done,
      total: total === null || before.total === null ? null : before.total + total,
    });
  }
  return {
    kept,
    fits: Object.fromEntries(kept.map((model) => [model.id, fitOfKept(model)])),
    unfinished: [...unfinished.values()].filter(({ id }) => !kept.some((model) => model.id === id)),
  };
}

/** Forgets a model, and what has arrived of one. */
export async function removeModel(id: string): Promise<void> {
  await store.dropModel(id);
  for (const { owner, url } of await store.keptDownloads()) if (owner === id) await store.dropDownload(url);
}
