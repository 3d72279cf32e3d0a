import type { AlignedFiles } from '../data/read/aligned.ts';
import type { DatasetInfo, ReadOptions } from '../data/types.ts';
import type { Recipe } from '../recipe/recipe.ts';
import type { CheckpointKind } from '../runs/types.ts';

/** Weights with all that is needed to use them or to go on training. */
export interface CheckpointRecord {
  runId: string;
  kind: CheckpointKind;
  step: number;
  savedAt: number;
  recipe: Recipe;
  vocabulary: string[];
  labels: string[];
  maxLength: number;
  /** safetensors of the model's state_dict. */
  weights: Uint8Array;
  /** safetensors of the optimizer's state; null but for `last`. */
  optimizer: Uint8Array | null;
  /** Counters, random generators, best score, newest curves: the trainer's own, which may hold NaN. */
  trainer: unknown;
}

export interface DatasetRecord {
  info: DatasetInfo;
  file: Blob;
  testFile: Blob | null;
  /** How the person asked the files to be read; what is absent is found from the bytes. */
  read: Partial<ReadOptions>;
  testRead: Partial<ReadOptions>;
  /** Two texts aligned line by line that `file` was joined of. */
  aligned?: AlignedFiles[];
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
  /** Rows of the embedding without a piece of the vocabulary. Missing in models of older versions. */
  spareRows?: number;
  head: 'pretraining' | 'words' | 'none';
  /** Heads that it was published with and the lab has no use for. */
  leftOut: string[];
}
