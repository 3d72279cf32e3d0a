import type { LabErrorData } from '../base/errors.ts';
import type {
  CatalogueEntry,
  DataReport,
  DatasetInfo,
  MaskedSample,
  PreparedData,
  ReadOptions,
  RowSample,
  SplitName,
  TextReading,
  TokenizerComparison,
  TokenSample,
} from '../data/types.ts';
import type { OpenedTokenizer } from '../data/opened-tokenizer.ts';
import type { TestRows } from '../formats/tested.ts';
import type { HeadMove, HeadProfile } from '../data/head-profile.ts';
import type { AlignedFiles } from '../data/read/aligned.ts';
import type { PublishedSizes } from '../formats/published/config.ts';
import type { ModelFit } from '../recipe/model-fit.ts';
import type { DataSpec, Recipe, Source, TextSpec } from '../recipe/recipe.ts';
import type { DeviceKind, DeviceReport, RunEvent, RunHistory, RunResult } from '../runs/types.ts';
import type { KeptModel } from '../storage/types.ts';
import type { Unread } from '../text/window.ts';

/**
 * The border between page and workers: types only.
 *
 * Two workers stand behind it. The data worker (no TensorFlow.js) reads files, keeps tables, splits and encodes.
 * The lab worker holds every tensor: it trains, evaluates and predicts. Calls go through Comlink; what goes on
 * during a call comes back through a callback, batched to at most ten messages a second.
 *
 * Comlink loses the class of an Error: every method that can fail returns a `Result`, which the clients in
 * `client.ts` turn back into a thrown LabError.
 */
export type Result<T> = { ok: true; value: T } | { ok: false; error: LabErrorData };

// ---------------------------------------------------------------------------------------------- data worker

export interface JobProgress {
  /** What is being done, as a short phrase: "downloading", "reading rows". */
  phase: string;
  /** Done and total in bytes or rows; total null where it is not known. */
  done: number;
  total: number | null;
  rows?: number;
  badRows?: number;
}

export interface OpenRequest {
  source: Source;
  /** For `file` sources: the files themselves (absent when the dataset is already kept in the browser). */
  file?: Blob;
  testFile?: Blob;
  /** In the place of `file`: texts aligned line by line, to be joined to one file. */
  aligned?: AlignedFiles[];
  read?: Partial<ReadOptions>;
  testRead?: Partial<ReadOptions>;
}

export interface DataApi {
  /** Opens a source; a built-in or kept one comes from the browser's storage if it is there. Cancel with `cancel(jobId)`. */
  open(
    jobId: string,
    request: OpenRequest,
    onProgress: (p: JobProgress) => void,
  ): Promise<Result<DatasetInfo>>;
  cancel(jobId: string): Promise<void>;
  /** Datasets kept in this browser. */
  list(): Promise<DatasetInfo[]>;
  remove(datasetId: string): Promise<Result<void>>;
  catalogue(): Promise<CatalogueEntry[]>;
  /** Rows as they stand under these settings, from `offset`. */
  rows(
    datasetId: string,
    spec: DataSpec,
    text: TextSpec,
    offset: number,
    count: number,
    seed: number,
    task: Recipe['task'],
  ): Promise<Result<RowSample[]>>;
  /** The texts of rows by number (for "got most wrong"). */
  texts(datasetId: string, spec: DataSpec, rows: number[], task: Recipe['task']): Promise<Result<string[]>>;
  /** The test part of a run as a CSV; null where there is none to be scored. */
  testRows(datasetId: string, recipe: Recipe, mostBytes: number): Promise<Result<TestRows | null>>;
  report(
    jobId: string,
    datasetId: string,
    recipe: Recipe,
    onProgress: (p: JobProgress) => void,
  ): Promise<Result<DataReport>>;
  tokenSample(datasetId: string, recipe: Recipe, text: string): Promise<Result<TokenSample>>;
  /** One text split by each kind of tokenizer, and what their vocabularies cost, learnt on a sample of train. */
  compareTokenizers(
    jobId: string,
    datasetId: string,
    recipe: Recipe,
    text: string,
    onProgress: (p: JobProgress) => void,
  ): Promise<Result<TokenizerComparison>>;
  /** How the tokenizer that belongs to the recipe's model reads the texts. */
  reading(
    jobId: string,
    datasetId: string,
    recipe: Recipe,
    onProgress: (p: JobProgress) => void,
  ): Promise<Result<TextReading>>;
  /** Some texts of train as pretraining shows them to the model; every `draw` is another one. */
  maskedSample(datasetId: string, recipe: Recipe, count: number, draw: number): Promise<Result<MaskedSample>>;
  /** `vocab.txt`, `tokenizer.json` and what else Hugging Face reads of the tokenizer; empty where those cannot say all it does. */
  tokenizerFiles(datasetId: string, recipe: Recipe): Promise<Result<Record<string, string>>>;
  /** A WordPiece tokenizer from the person's files, kept in this browser under its id. */
  openTokenizer(files: { name: string; file: Blob }[]): Promise<Result<TokenizerAtHand>>;
  /** What the hub has under a name, and whether it fits a device; nothing large is fetched. */
  lookUpModel(
    jobId: string,
    id: string,
    device: DeviceKind,
    onProgress: (p: JobProgress) => void,
  ): Promise<Result<ModelOffer>>;
  /** Fetches it, opens it and keeps it in this browser. Cancelled or cut off, it goes on from there the next time. */
  fetchModel(
    jobId: string,
    id: string,
    device: DeviceKind,
    onProgress: (p: JobProgress) => void,
  ): Promise<Result<KeptModel>>;
  /** The same with files of the person's own; `path` with the folders they lie in. */
  openModelFiles(
    jobId: string,
    files: { path: string; file: Blob }[],
    device: DeviceKind,
    onProgress: (p: JobProgress) => void,
  ): Promise<Result<OpenedFiles>>;
  /** Models kept in this browser, and downloads that have not come to their end. */
  models(device: DeviceKind): Promise<Result<ModelsAtHand>>;
  removeModel(id: string): Promise<Result<void>>;
  /**
   * Split, vocabulary, ids: transferred, not copied.
   * @param init the zip of the model that the recipe begins with, where it names a file
   */
  prepare(
    jobId: string,
    datasetId: string,
    recipe: Recipe,
    onProgress: (p: JobProgress) => void,
    init?: Blob,
  ): Promise<Result<PreparedData>>;
}

export interface TokenizerAtHand extends OpenedTokenizer {
  /** Why it is there until the page is closed only; null: it is kept. */
  notKept: string | null;
}

/** A model on the hub, before its weights are fetched. */
export interface ModelOffer {
  id: string;
  files: { name: string; bytes: number | null }[];
  /** Of all that is to be fetched; null where the server does not tell. */
  bytes: number | null;
  /** Of the weights, from an earlier attempt. */
  arrived: number;
  /** It is in this browser already. */
  kept: boolean;
  sizes: PublishedSizes;
  vocabularySize: number;
  fit: ModelFit;
}

/** A published model, which is kept now; or a run of the lab, as the zip that `importBundle` takes. */
export type OpenedFiles = { kind: 'model'; model: KeptModel } | { kind: 'run'; zip: Blob };

/** What this browser keeps of published models. */
export interface ModelsAtHand {
  kept: KeptModel[];
  /** Of each, by its id, whether it fits the device. */
  fits: Record<string, ModelFit>;
  unfinished: UnfinishedDownload[];
}

export interface UnfinishedDownload {
  /** Of the model. */
  id: string;
  /** In bytes. */
  done: number;
  total: number | null;
}

// ----------------------------------------------------------------------------------------------- lab worker

export interface StartRequest {
  runId: string;
  recipe: Recipe;
  data: PreparedData;
  /** Go on from the run's last checkpoint. */
  resume: boolean;
}

export interface Prediction {
  text: string;
  /** As a person reads them. */
  tokens: string[];
  /** Which of them begin a word; the others are pieces that go on with it. */
  starts: boolean[];
  /** Which of them the model does not know: it reads all of these as one. */
  unknown: boolean[];
  /** Where the model has attention: how much each token (row) looks back at each before it. */
  attention?: number[][];
  /** Of each class; of each label by itself where a text can have several. */
  probabilities: number[];
}

/** How a sentence is to be translated: a width of 1 is greedy. */
export interface TranslateOptions {
  width: number;
  lengthPenalty: number;
}

/** A token as a person reads it; one that does not begin a word goes on with the token before. */
export interface ReadToken {
  text: string;
  starts: boolean;
}

export interface TranslatedWord extends ReadToken {
  /** Of this word after those before it. */
  probability: number;
  /** The likeliest others. */
  others: { text: string; probability: number }[];
}

export interface Translation {
  /** What the model reads, in the order it is written. */
  source: (ReadToken & { unknown: boolean })[];
  /** Tokens at the end of a long text that it does not read. */
  unread: number;
  /** The best of `candidates`, word by word; the last is `<eos>` where it came to its end. */
  words: TranslatedWord[];
  /** Where the decoder looked: words × source; null without attention. */
  attention: number[][] | null;
  /** What the search found, the best first. `score`: log-probability / length ^ lengthPenalty. */
  candidates: { text: string; logProbability: number; score: number }[];
}

/** What stands in the place of each `[MASK]` of a text. */
export interface FilledMasks {
  /** As the model reads them, `[CLS]` and `[SEP]` included. */
  tokens: ReadToken[];
  /** What of the text did not go into the model. */
  unread: Unread;
  masks: {
    /** Which of `tokens`. */
    place: number;
    /** The likeliest first. */
    best: (ReadToken & { probability: number })[];
  }[];
}

/** What the heads of a BERT look at in a text. */
export interface HeadMaps {
  /** `[CLS]` and `[SEP]` included. */
  tokens: ReadToken[];
  /** What of the text did not go into the model. */
  unread: Unread;
  /** In each layer. */
  heads: number;
  /** Of each layer [heads · tokens · tokens], the looked at last; each row adds up to 1. Transferred, not copied. */
  layers: Float32Array[];
}

/** A run as it was after an epoch after which it kept its weights; 0: as its weights were drawn. */
export interface AtEpoch {
  run: string;
  epoch: number;
}

/** A model that is asked: the best of a run, a run at an epoch, or what the recipe begins with, read as the recipe reads. */
export type ModelRef = string | AtEpoch | { beginning: Recipe };

/** What the heads of one of several models look at over the same texts. */
export interface ComparedHeads {
  profiles: HeadProfile[];
  /** Against the first of the models; null where it reads the texts otherwise or is of other sizes. */
  moves: HeadMove[] | null;
  /** What the profiles are means over, and the moves: words of the texts, and words and marks. */
  words: number;
  tokens: number;
}

/** What is read of the last states of a text: that of `[CLS]`, or the mean over its tokens. */
export type FeatureReading = 'cls' | 'mean';

export interface FeatureRequest {
  recipe: Recipe;
  data: PreparedData;
  reading: FeatureReading;
}

/** Features that are kept in this browser. */
export interface FeaturesMade {
  /** Names what they follow from. */
  key: string;
  width: number;
  labels: string[];
  rows: Record<SplitName, number>;
  /** What computing them took. */
  seconds: number;
  /** They were there already. */
  reused: boolean;
}

export interface LabApi {
  /** The device in use; `wanted` null: the best there is. Fails where the wanted one cannot be had. */
  device(wanted: DeviceKind | null): Promise<Result<DeviceReport>>;
  /**
   * Resolves when the run ends, however it ends: the last status among the events says how. Fails only where the run
   * could not begin. What goes on comes through `onEvents` (at most 10 calls a second).
   */
  run(request: StartRequest, onEvents: (events: RunEvent[]) => void): Promise<Result<void>>;
  /** Each is obeyed within one step. */
  pause(): Promise<void>;
  resume(): Promise<void>;
  stop(): Promise<void>;
  finishEpoch(): Promise<void>;
  /** Answers at once unless the worker hangs: the page's watchdog. */
  ping(): Promise<number>;
  /** Class probabilities of any texts by a run's best weights. */
  predict(runId: string, texts: string[]): Promise<Result<Prediction[]>>;
  /** A sentence by a run's best weights. */
  translate(runId: string, text: string, options: TranslateOptions): Promise<Result<Translation>>;
  /** The likeliest words for each `[MASK]` of a text, by a pretrained model. */
  fillMasks(model: ModelRef, text: string): Promise<Result<FilledMasks>>;
  /** What each head of a BERT looks at in a text. */
  lookAt(model: ModelRef, text: string): Promise<Result<HeadMaps>>;
  /** … of several ones, each cut to as many tokens as all can read. */
  lookWithAll(models: ModelRef[], text: string): Promise<Result<HeadMaps[]>>;
  /** Heads of several models over the same texts, and how far they are from those of the first. */
  compareHeads(models: ModelRef[], texts: string[]): Promise<Result<ComparedHeads[]>>;
  /** Features of all texts by the encoder that a recipe begins with; from the browser's storage where they are there. */
  features(
    jobId: string,
    request: FeatureRequest,
    onProgress: (progress: JobProgress) => void,
  ): Promise<Result<FeaturesMade>>;
  cancelFeatures(jobId: string): Promise<void>;
  /** … and tends to look at over many texts. */
  headProfiles(model: ModelRef, texts: string[]): Promise<Result<HeadProfile[]>>;
  /** Products of matrices on the device at hand, in operations a second: what an estimate of time begins with. */
  speed(): Promise<Result<number>>;
  /** Opens a model that ships with the lab as `importBundle` opens a zip. */
  importBuiltIn(id: string): Promise<Result<ImportedRun>>;
  /**
   * The zip to take home; `testRows`: its test part, where the data are at hand. `epoch`: with the weights it kept after
   * that epoch, and what was known until then.
   */
  exportRun(runId: string, testRows?: TestRows | null, epoch?: number | null): Promise<Result<Blob>>;
  /** Opens such a zip: keeps the run and its weights; the history and recipe come back for the list of runs. */
  importBundle(zip: Blob): Promise<Result<ImportedRun>>;
  /** Tensors held just now, for tests and the badge. */
  memory(): Promise<{ tensors: number; bytes: number }>;
}

/** What an opened zip holds; its weights are already kept as the run's best checkpoint. */
export interface ImportedRun {
  runId: string;
  recipe: Recipe;
  history: RunHistory;
  result: RunResult | null;
  labels: string[];
  vocabularySize: number;
  parameters: number;
  weights: { name: string; shape: number[] }[];
}
