import type { DatasetInfo, ReadOptions } from '../data/types.ts';
import type { Recipe } from '../recipe/recipe.ts';

/** Weights with all that is needed to use them or to go on training. */
export interface CheckpointRecord {
  runId: string;
  kind: 'last' | 'best';
  step: number;
  savedAt: number;
  recipe: Recipe;
  vocabulary: string[];
  labels: string[];
  maxLength: number;
  /** safetensors of the model's state_dict; of a published model they are read from the file that is kept of it. */
  weights: Uint8Array;
  /** The published model whose weights these are: kept once, however many lessons opened it. */
  published?: string;
  /** safetensors of the optimizer's state; null for `best`. */
  optimizer: Uint8Array | null;
  /** Counters, random generators, best score: plain JSON of the trainer. */
  trainer: unknown;
}

export interface DatasetRecord {
  info: DatasetInfo;
  file: Blob;
  testFile: Blob | null;
  /** How the person asked the files to be read; what is absent is found from the bytes. */
  read: Partial<ReadOptions>;
  testRead: Partial<ReadOptions>;
}

/** A published model that this browser keeps. */
export interface KeptModel {
  id: string;
  origin: 'hub' | 'files';
  addedAt: number;
  /** On the disk. */
  bytes: number;
  parameters: number;
  /** "F32", "F16". */
  dtypes: string;
  recipe: Recipe;
  vocabularySize: number;
  head: 'pretraining' | 'words' | 'none';
}

/** A download that may go on where it was cut off. */
export interface DownloadRecord {
  url: string;
  /** What it is for: the id of a model. */
  owner: string;
  /** Names the version of the file: it goes on only with the same. */
  etag: string;
  total: number;
  /** Bytes that are kept, in so many parts. */
  done: number;
  parts: number;
  at: number;
}
