import { memory } from '@tensorflow/tfjs-core';
import { LabError, toErrorData } from '../base/errors.ts';
import { readBundle } from '../formats/bundle.ts';
import type { DeviceKind, DeviceReport, RunEvent } from '../runs/types.ts';
import type { CheckpointRecord } from '../storage/types.ts';
import { CheckpointStore } from '../train/checkpoint-store.ts';
import { RunControl } from '../train/control.ts';
import { explained } from '../train/failures.ts';
import { Reporter } from '../train/reporter.ts';
import type { TestRows } from '../formats/tested.ts';
import type { HeadProfile } from '../data/head-profile.ts';
import { fingerprint } from '../base/fingerprint.ts';
import { FeatureJobs } from './feature-maker.ts';
import { compareHeads, type FindReader, lookWithAll, recordOfBeginning } from './several-readers.ts';
import { HeardRuns } from './heard-runs.ts';
import { importedRun } from './imported-run.ts';
import { asItIs, withWeights } from './backbone.ts';
import { LabDevice } from './lab-device.ts';
import { LoadedModel } from './loaded-model.ts';
import { measureSpeed } from '../engine/speed.ts';
import { zipOf } from './take-home.ts';
import { trainThroughLosses } from './through-losses.ts';
import { shippedModel } from './shipped-model.ts';
import type {
  FilledMasks,
  HeadMaps,
  ComparedHeads,
  FeatureRequest,
  FeaturesMade,
  ImportedRun,
  JobProgress,
  LabApi,
  ModelRef,
  Prediction,
  Result,
  StartRequest,
  TranslateOptions,
  Translation,
} from './protocol.ts';
import { root } from './root.ts';
import { nameAt, nameOfKept, RunWeights } from './run-weights.ts';

/** After these a device is as it was before; after any other failure it is started anew. */
const HARMLESS = new Set([
  'train/not-finite',
  'train/no-rows',
  'train/one-class',
  'train/too-large',
  'weights/mismatch',
]);

/** The lab worker's side of the border: one run at a time, predictions, zips. All tensors live below this. */
export class Lab implements LabApi {
  private readonly checkpoints: CheckpointStore;
  private readonly weights: RunWeights;
  private readonly own = new LabDevice();
  private control: RunControl | null = null;
  private readonly heard = new HeardRuns();
  private readonly model = new LoadedModel();
  private readonly featureJobs = new FeatureJobs();
  /** Predictions wait for each other: they share the loaded model. */
  private line: Promise<unknown> = Promise.resolve();

  constructor(checkpoints = new CheckpointStore()) {
    this.checkpoints = checkpoints;
    this.weights = new RunWeights(checkpoints);
  }

  device(wanted: DeviceKind | null): Promise<Result<DeviceReport>> {
    return attempt(async () => {
      if (this.own.report && this.own.isFor(wanted)) return this.own.report;
      if (this.control)
        throw new LabError(
          'device/busy',
          'The device cannot be changed while a run is going on.',
          'Stop the run first; it can be resumed on the other device.',
        );
      return this.inLine(async () => {
        this.model.forget();
        return this.own.choose(wanted);
      });
    });
  }

  run(request: StartRequest, onEvents: (events: RunEvent[]) => void): Promise<Result<void>> {
    return attempt(async () => {
      if (this.control)
        throw new LabError(
          'run/busy',
          'Another run is going on in this worker.',
          'Wait for it to end, or stop it first.',
        );
      const control = new RunControl();
      this.control = control;
      const reporter = new Reporter(onEvents);
      try {
        await this.train(request, control, reporter);
      } finally {
        this.control = null;
        await reporter.close();
      }
    });
  }

  async pause(): Promise<void> {
    this.control?.pause();
  }

  async resume(): Promise<void> {
    this.control?.resume();
  }

  async stop(): Promise<void> {
    this.control?.stop();
  }

  async finishEpoch(): Promise<void> {
    this.control?.finishEpoch();
  }

  async ping(): Promise<number> {
    return Date.now();
  }

  predict(runId: string, texts: string[]): Promise<Result<Prediction[]>> {
    return attempt(() =>
      this.inLine(async () => {
        await this.own.started();
        const predictor = await this.model.predictor(runId, () => this.weights.best(runId));
        return predictor.predict(texts);
      }),
    );
  }

  translate(runId: string, text: string, options: TranslateOptions): Promise<Result<Translation>> {
    return attempt(() =>
      this.inLine(async () => {
        await this.own.started();
        const translator = await this.model.translator(runId, () => this.weights.best(runId));
        return translator.translate(text, options);
      }),
    );
  }

  fillMasks(model: ModelRef, text: string): Promise<Result<FilledMasks>> {
    return this.readAll(async (reader) => (await reader(model)).fill(text));
  }

  lookAt(model: ModelRef, text: string): Promise<Result<HeadMaps>> {
    return this.readAll(async (reader) => (await reader(model)).look(text));
  }

  headProfiles(model: ModelRef, texts: string[]): Promise<Result<HeadProfile[]>> {
    return this.readAll(async (reader) => (await reader(model)).profile(texts));
  }

  lookWithAll(models: ModelRef[], text: string): Promise<Result<HeadMaps[]>> {
    return this.readAll((reader) => lookWithAll(models, text, reader));
  }

  compareHeads(models: ModelRef[], texts: string[]): Promise<Result<ComparedHeads[]>> {
    return this.readAll((reader) => compareHeads(models, texts, reader));
  }

  features(
    jobId: string,
    request: FeatureRequest,
    onProgress: (progress: JobProgress) => void,
  ): Promise<Result<FeaturesMade>> {
    return attempt(async () => {
      await this.own.started();
      const { data, letGo } = await withWeights(request.data);
      return this.featureJobs.make(jobId, { ...request, data }, onProgress, letGo);
    });
  }

  async cancelFeatures(jobId: string): Promise<void> {
    this.featureJobs.cancel(jobId);
  }

  speed(): Promise<Result<number>> {
    return attempt(() =>
      this.inLine(async () => {
        await this.own.started();
        return measureSpeed();
      }),
    );
  }

  exportRun(
    runId: string,
    testRows: TestRows | null = null,
    epoch: number | null = null,
  ): Promise<Result<Blob>> {
    return attempt(async () => {
      const weights = epoch === null ? this.weights.best(runId) : this.weights.at({ run: runId, epoch });
      return zipOf(await weights, await this.heard.recordOf(runId), { testRows, whole: epoch === null });
    });
  }

  importBundle(zip: Blob): Promise<Result<ImportedRun>> {
    return attempt(async () => {
      const { run, checkpoint } = importedRun(readBundle(new Uint8Array(await zip.arrayBuffer())));
      // What the browser does not take stays in memory; that the run itself could not be kept is told by the page.
      this.checkpoints.keep(checkpoint, {
        saved: () => undefined,
        failed: ({ message }) => console.warn(message),
      });
      await this.checkpoints.flush();
      return run;
    });
  }

  importBuiltIn(id: string): Promise<Result<ImportedRun>> {
    return attempt(async () => {
      const imported = await this.importBundle(await shippedModel(id, root));
      if (!imported.ok) throw LabError.fromData(imported.error);
      return imported.value;
    });
  }

  async memory(): Promise<{ tensors: number; bytes: number }> {
    // Asking TensorFlow.js would start a device.
    if (!this.own.report) return { tensors: 0, bytes: 0 };
    const { numTensors, numBytes } = memory();
    return { tensors: numTensors, bytes: numBytes };
  }

  /** For questions to one model or several, of runs or of what they began with. */
  private readAll<T>(work: (reader: FindReader) => Promise<T>): Promise<Result<T>> {
    return attempt(() =>
      this.inLine(async () => {
        await this.own.started();
        return work((ref) => {
          if (typeof ref === 'string') return this.model.reader(ref, () => this.weights.best(ref));
          return 'run' in ref
            ? this.model.reader(nameAt(ref), () => this.weights.at(ref))
            : this.model.reader(fingerprint(ref), () => recordOfBeginning(ref.beginning, root));
        });
      }),
    );
  }

  private async train(request: StartRequest, control: RunControl, reporter: Reporter): Promise<void> {
    const { runId, recipe } = request;
    await this.own.started();
    const resume = await this.resumable(request);
    const { data } = request;
    const loaded = resume ? asItIs(data) : await withWeights(data);
    await this.heard.listen(request, resume !== null);
    const emit = (event: RunEvent): void => {
      this.heard.hear(runId, event);
      if (event.type === 'checkpoint' && this.model.isOf(nameOfKept(runId, event.kind)))
        void this.inLine(async () => this.model.forget());
      reporter.emit(event);
    };
    if (request.resume && !resume)
      emit({ type: 'note', message: 'The checkpoint of this run is gone from this browser: it began anew.' });
    const { checkpoints, own: device } = this;
    const forget = (): void => this.model.abandon();
    await trainThroughLosses({
      runId,
      recipe,
      data,
      loaded,
      device,
      control,
      checkpoints,
      resume,
      emit,
      forget,
    });
    const error = this.heard.errorOf(runId);
    if (error && !HARMLESS.has(error.code)) this.abandonDevice();
  }

  /** The checkpoint a run goes on from: also one the browser would not take, of which the page cannot know. */
  private async resumable({ runId, resume, data }: StartRequest): Promise<CheckpointRecord | null> {
    if (!resume && !this.checkpoints.holds(runId, 'last')) return null;
    const record = await this.checkpoints.find(runId, 'last');
    if (record && record.vocabulary.join('\n') !== data.vocabulary.join('\n'))
      throw new LabError(
        'run/other-data',
        'The data or the text settings are not those this run was started with: the vocabulary differs.',
        'Start it as a new run.',
      );
    return record;
  }

  private abandonDevice(): void {
    // Its tensors go with the device.
    this.model.abandon();
    this.own.abandon();
  }

  private inLine<T>(work: () => Promise<T>): Promise<T> {
    const turn = this.line.then(work);
    this.line = turn.catch(() => undefined);
    return turn;
  }
}

async function attempt<T>(work: () => Promise<T>): Promise<Result<T>> {
  try {
    return { ok: true, value: await work() };
  } catch (error) {
    return { ok: false, error: toErrorData(explained(error)) };
  }
}
