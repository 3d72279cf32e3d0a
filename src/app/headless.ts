import { LabError, type LabErrorData, toErrorData } from '../base/errors.ts';
import { columnsTaken } from '../data/columns-taken.ts';
import type { DatasetInfo, PreparedData } from '../data/types.ts';
import type { TestRows } from '../formats/tested.ts';
import type { Recipe } from '../recipe/recipe.ts';
import { KEPT } from '../runs/kept.ts';
import { epochKind, epochOfKind } from '../runs/kept-epochs.ts';
import type { DeviceKind, DeviceReport, RunEvent, RunResult } from '../runs/types.ts';
import { dataClient, labClient } from '../worker/client.ts';
import type { JobProgress, Result } from '../worker/protocol.ts';

/**
 * One run without the lab's page, for the command line: `train.html` loads this, and whoever opened it calls
 * `window.seqlabTrain`. The workers are those of the lab.
 */
export interface HeadlessRequest {
  recipe: Recipe;
  /** Null: the best there is. */
  device: DeviceKind | null;
  /** Addresses of the person's own files, where the recipe's source is a file. */
  data: string | null;
  test: string | null;
  /** Address of the zip of the model that the recipe begins with, where it names a file. */
  init: string | null;
  /** Address of the files of a tokenizer, as JSON by name, where the recipe's was opened from a file. */
  tokenizer: string | null;
  /** The zip to take home is posted here, that of a kept epoch to `/epoch-N` below; null: none is made. */
  bundleTo: string | null;
}

export interface HeadlessOutcome {
  device: DeviceReport;
  parameters: number;
  result: RunResult;
}

export type HeadlessMessage =
  | { type: 'device'; device: DeviceReport }
  | { type: 'job'; progress: JobProgress }
  /** `columns`: what is read of it, in words; null where that is not told. */
  | { type: 'opened'; info: DatasetInfo; columns: string | null }
  | {
      type: 'prepared';
      rows: Record<keyof PreparedData['splits'], number>;
      vocabulary: number;
      /** Classes; of a translation the entries of the target's vocabulary. */
      labels: number;
      task: Recipe['task'];
      /** The vocabulary has only special tokens. */
      noWords: LabErrorData | null;
    }
  | { type: 'run'; events: RunEvent[] }
  | { type: 'exporting' };

declare global {
  interface Window {
    seqlabTrain(request: HeadlessRequest): Promise<Result<HeadlessOutcome>>;
    /** Given by whoever opened the page. */
    seqlabMessage(message: HeadlessMessage): Promise<void>;
  }
}

/** The data set of the one run that a page like this makes. */
let datasetId: string | null = null;

const tell = (message: HeadlessMessage): void => void window.seqlabMessage(message);

async function blobAt(address: string | null): Promise<Blob | undefined> {
  if (address === null) return undefined;
  const response = await fetch(address);
  if (!response.ok) throw new LabError('data/fetch', `The file could not be read: ${await response.text()}`);
  return response.blob();
}

/** The data worker then has the pieces that the recipe names. */
async function openTokenizer(address: string | null): Promise<void> {
  const files = await blobAt(address);
  if (!files) return;
  const texts = JSON.parse(await files.text()) as Record<string, string>;
  await dataClient().openTokenizer(
    Object.entries(texts).map(([name, text]) => ({ name, file: new Blob([text]) })),
  );
}

async function prepare({ recipe, data, test, init, tokenizer }: HeadlessRequest): Promise<PreparedData> {
  const client = dataClient();
  const onProgress = (progress: JobProgress): void => tell({ type: 'job', progress });
  const [file, testFile, model] = await Promise.all([blobAt(data), blobAt(test), blobAt(init)]);
  const info = await client.open(
    'open',
    { source: recipe.data.source, ...(file && { file }), ...(testFile && { testFile }) },
    onProgress,
  );
  datasetId = info.id;
  await openTokenizer(tokenizer);
  const own = recipe.data.source.kind !== 'builtin';
  tell({ type: 'opened', info, columns: own ? columnsTaken(info.table, recipe) : null });
  const prepared = await client.prepare('prepare', info.id, recipe, onProgress, model);
  const { train, validation, test: official } = prepared.splits;
  tell({
    type: 'prepared',
    rows: { train: train.rows.length, validation: validation.rows.length, test: official.rows.length },
    vocabulary: prepared.vocabulary.length,
    labels: prepared.labels.length,
    task: recipe.task,
    noWords: prepared.noWords ?? null,
  });
  return prepared;
}

/** What the events of a run said of it: a callback cannot throw, so its failure is kept here as well. */
interface Seen {
  started?: Extract<RunEvent, { type: 'started' }>;
  result?: RunResult;
  failure?: LabErrorData | undefined;
}

/** Epochs after which the run kept its weights. */
const keptEpochs: number[] = [];

async function run(runId: string, recipe: Recipe, data: PreparedData): Promise<HeadlessOutcome> {
  const seen: Seen = {};
  await labClient().run({ runId, recipe, data, resume: false }, (events) => {
    for (const event of events) {
      if (event.type === 'started') seen.started = event;
      if (event.type === 'checkpoint') {
        const epoch = epochOfKind(event.kind);
        if (epoch !== null) keptEpochs.push(epoch);
      }
      if (event.type === 'finished') seen.result = event.result;
      if (event.type === 'status') seen.failure = event.error;
    }
    tell({ type: 'run', events });
  });
  const { started, result, failure } = seen;
  if (failure) throw LabError.fromData(failure);
  if (!started || !result) throw new LabError('train/no-result', 'The run ended without a result.');
  return { device: started.device, parameters: started.parameters, result };
}

async function train(request: HeadlessRequest): Promise<HeadlessOutcome> {
  const device = await labClient().device(request.device);
  tell({ type: 'device', device });
  const data = await prepare(request);
  const runId = 'headless';
  const outcome = await run(runId, request.recipe, data).catch(async (error: unknown) => {
    throw await whatIsLeft(runId, request, toErrorData(error));
  });
  if (request.bundleTo !== null) await bundle(runId, request.recipe, request.bundleTo);
  return outcome;
}

/** However many there are: the zip becomes a folder beside the person's own files. */
async function testRows(recipe: Recipe): Promise<TestRows | null> {
  return datasetId === null ? null : dataClient().testRows(datasetId, recipe, Infinity);
}

async function bundle(runId: string, recipe: Recipe, address: string): Promise<void> {
  tell({ type: 'exporting' });
  await post(address, await labClient().exportRun(runId, await testRows(recipe)));
  for (const epoch of keptEpochs)
    await post(`${address}/${epochKind(epoch)}`, await labClient().exportRun(runId, null, epoch));
}

async function post(address: string, zip: Blob): Promise<void> {
  const response = await fetch(address, { method: 'POST', body: zip });
  if (!response.ok) throw new LabError('cli/out', await response.text());
}

/** A run that failed has learned something until then: it goes where the result would have gone, and its error says so. */
async function whatIsLeft(
  runId: string,
  { recipe, bundleTo }: HeadlessRequest,
  error: LabErrorData,
): Promise<LabError> {
  // It never began.
  if (error.code === 'train/too-large') return LabError.fromData(error);
  // It has learned nothing that was kept: the weights it began with are no result.
  if (error.code === 'train/not-finite' && !error.hint?.includes(KEPT))
    return new LabError(error.code, error.message, `${error.hint ?? ''} It left no weights.`.trim());
  const packed = bundleTo === null ? labClient().exportRun(runId) : bundle(runId, recipe, bundleTo);
  const any = await packed.then(
    () => true,
    () => false,
  );
  const left = !any
    ? 'It left no weights: it had not been evaluated yet.'
    : bundleTo === null
      ? 'With --out its weights of the last checkpoint would have been kept.'
      : 'Its weights of the last checkpoint are in the folder of --out.';
  const hint = (error.hint ?? '').replace(KEPT, '').trim();
  return new LabError(error.code, error.message, `${hint} ${left}`.trim());
}

window.seqlabTrain = (request) =>
  train(request).then(
    (value) => ({ ok: true, value }),
    (error: unknown) => ({ ok: false, error: toErrorData(error) }),
  );
