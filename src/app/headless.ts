import { LabError, type LabErrorData, toErrorData } from '../base/errors.ts';
import type { PreparedData } from '../data/types.ts';
import type { TestRows } from '../formats/tested.ts';
import type { Recipe } from '../recipe/recipe.ts';
import { KEPT } from '../runs/kept.ts';
import { epochKind, epochOfKind } from '../runs/kept-epochs.ts';
import type { DeviceReport, RunEvent, RunResult } from '../runs/types.ts';
import { dataClient, labClient } from '../worker/client.ts';
import type { Result } from '../worker/protocol.ts';
import { type HeadlessRequest, post, prepare, tell } from './headless-data.ts';
import { classify, type FeaturesAsked, type FeaturesOutcome } from './headless-features.ts';

/**
 * One run without the lab's page, for the command line: `train.html` loads this, and whoever opened it calls
 * `window.seqlabTrain` or `window.seqlabFeatures`. The workers are those of the lab.
 */
export interface HeadlessOutcome {
  device: DeviceReport;
  parameters: number;
  result: RunResult;
}

declare global {
  interface Window {
    seqlabTrain(request: HeadlessRequest): Promise<Result<HeadlessOutcome>>;
    seqlabFeatures(request: HeadlessRequest, asked: FeaturesAsked): Promise<Result<FeaturesOutcome>>;
  }
}

/** The data set of the one run that a page like this makes. */
let datasetId: string | null = null;

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
  const { prepared: data, datasetId: opened } = await prepare(request);
  datasetId = opened;
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
  await post(await labClient().exportRun(runId, await testRows(recipe)), address);
  for (const epoch of keptEpochs)
    await post(await labClient().exportRun(runId, null, epoch), `${address}/${epochKind(epoch)}`);
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

const resultOf = <T>(work: Promise<T>): Promise<Result<T>> =>
  work.then(
    (value) => ({ ok: true, value }),
    (error: unknown) => ({ ok: false, error: toErrorData(error) }),
  );

window.seqlabTrain = (request) => resultOf(train(request));
window.seqlabFeatures = (request, asked) => resultOf(classify(request, asked));
