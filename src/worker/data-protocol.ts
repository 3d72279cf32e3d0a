import type {
  CatalogueEntry,
  DataReport,
  DatasetInfo,
  MaskedSample,
  PairSide,
  PreparedData,
  ReadOptions,
  RowSample,
  TextReading,
  TokenizerComparison,
  TokenSample,
} from '../data/types.ts';
import type { OpenedTokenizer } from '../data/opened-tokenizer.ts';
import type { TestRows } from '../formats/tested.ts';
import type { AlignedFiles } from '../data/read/aligned.ts';
import type { PublishedSizes } from '../formats/published/config.ts';
import type { ModelFit } from '../recipe/model-fit.ts';
import type { DataSpec, Recipe, Source, TextSpec } from '../recipe/recipe.ts';
import type { DeviceKind } from '../runs/types.ts';
import type { KeptModel } from '../storage/types.ts';
import type { JobProgress, Result } from './result.ts';

/** What the data worker is asked, and what it answers: types only. */

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
  /** A text on its way to ids; `side`, of pairs, is that whose words and vocabulary it has. */
  tokenSample(datasetId: string, recipe: Recipe, text: string, side: PairSide): Promise<Result<TokenSample>>;
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
