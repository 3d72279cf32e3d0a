import type { LabErrorData } from '../base/errors.ts';
import type { Column, Recipe, Source } from '../recipe/recipe.ts';

import type { SplitToken } from '../text/encode.ts';
import type { ShownToken } from '../text/tokenizer.ts';

export type { Mark, SplitToken, TokenSample } from '../text/encode.ts';

/** How the bytes of a file are to be read. What is `auto` is found from the bytes; a person may overrule it. */
export interface ReadOptions {
  format: 'auto' | 'csv' | 'tsv' | 'jsonl' | 'parquet' | 'xlsx';
  header: 'auto' | boolean;
  delimiter: string; // 'auto' or one character
  /** Around fields: 'auto' (" where the file quotes), 'none', or one character. */
  quote: string;
  encoding: string; // 'auto' or a WHATWG label such as 'utf-8', 'utf-16le', 'windows-1251'
  /** XLSX: the sheet by name; null: the first. */
  sheet: string | null;
}

/** A row that was left out, so that nothing is lost silently. */
export interface BadRow {
  /** 1-based line of the file where the row begins (row number for binary formats). */
  line: number;
  reason: string;
  /** The beginning of what stood there. */
  excerpt: string;
}

export interface ColumnInfo {
  /** The header's name, or `column 0`, `column 1`, … where there is none. */
  name: string;
  index: number;
  /** Up to 5 values. */
  examples: string[];
  distinct: number; // counted up to 1,000, then 1,000
  meanWords: number;
  emptyShare: number;
}

/** Which columns are what, as found from header and content. `certain` is false where there is a doubt. */
export interface ColumnGuess {
  text: Column[];
  label: Column | null;
  split: Column | null;
  certain: boolean;
  /** The same where a cell may hold several labels. */
  certainMulti?: boolean;
  /** One sentence: why these. */
  reason: string;
  /** Where the labels of a text stand when it may have several, as far as that was seen. */
  several?: SeveralGuess;
}

export interface SeveralGuess {
  text: Column[];
  /** Holds several labels in some cells; else the first of `labels`. */
  label: Column;
  /** Columns of 0 and 1, each a label. */
  labels: Column[] | null;
  reason: string;
}

export interface TableInfo {
  name: string;
  format: 'csv' | 'tsv' | 'jsonl' | 'parquet' | 'xlsx';
  encoding: string | null;
  delimiter: string | null;
  header: boolean;
  /** XLSX: the names of its sheets, for the person to choose another. */
  sheets?: string[];
  rows: number;
  bytes: number;
  columns: ColumnInfo[];
  badRows: number;
  /** The first 200 of them. */
  badRowExamples: BadRow[];
  guess: ColumnGuess;
}

export interface DatasetInfo {
  id: string;
  source: Source;
  title: string;
  table: TableInfo;
  /** The file with the official test rows, if there is one. */
  testTable: TableInfo | null;
  /** Licence and origin, for built-in and catalogue sets. */
  about: string | null;
  addedAt: number;
  /** Why it could not be kept in this browser: a reload loses it. Null: it is kept, or can be had again (built-in). */
  notKept: string | null;
}

export type SplitName = 'train' | 'validation' | 'test';
export const SPLITS: readonly SplitName[] = ['train', 'validation', 'test'];

/** What a person sees before training: computed for a dataset under a recipe's data and text settings. */
export interface DataReport {
  rows: number;
  labels: string[];
  /** labels × (train, validation, test). */
  classCounts: { train: number[]; validation: number[]; test: number[] };
  /** Rows of each part. */
  splitCounts: Record<SplitName, number>;
  /** Parts that the split column has no rows of, so that theirs were drawn from train. */
  drawnParts: SplitName[];
  /** Histogram of tokens per text: counts[i] texts have exactly i tokens; the last bin holds the longer ones. */
  lengthCounts: number[];
  /** Share of texts with at most 40, 50, 60, 70 tokens. */
  shareUpTo: { length: number; share: number }[];
  empty: { count: number; examples: RowSample[] };
  /** Texts that occur more than once (counted once for each surplus row). */
  duplicates: { count: number; examples: { text: string; times: number; labels: string[] }[] };
  /** Texts of validation or test that also stand in train. */
  leaks: { count: number; examples: { text: string; splits: SplitName[] }[] };
  /** Rows of validation and test left out because train has their text (`duplicates: train-only`). */
  droppedDuplicates: number;
  /** Rows whose label is missing; of a pretraining, rows without a text. Rows without supervision are not among them. */
  unlabelled: number;
  /** Rows that the split column calls unsupervised: a pretraining reads them with train, nothing else does. */
  unsupervised: number;
  /**
   * Task `pretrain`: rows besides them whose label, which a fine-tuning would ask for, is missing; null where it is not clear
   * where the labels stand. Of other tasks 0.
   */
  missingLabels: number | null;
  /** What only a text with several labels has; null where each has one. */
  multi?: MultiReport | null;
  /** Task `translate`: the target language; all above and below is of the source. */
  pairs?: PairReport | null;
  /** What the vocabulary is made of. */
  tokenizer: TokenizerKind;
  /** Rows of the embedding, special tokens included. */
  vocabularySize: number;
  /** Words, or pieces of words, of the vocabulary: special tokens not counted. */
  ordinaryTokens: number;
  /** Why the vocabulary has no word at all and nothing can be trained; null where it has some. */
  noWords: LabErrorData | null;
  /** The most frequent words of the vocabulary with their counts in train, at most 50, the most frequent first. */
  frequentWords: { word: string; count: number }[];
  /** Tokens of validation and test that are not in the vocabulary, as a share. */
  unknownShare: number;
  maxLength: number;
  truncatedShare: number;
}

export type TokenizerKind = Recipe['text']['tokenizer']['kind'];

/** What a vocabulary of so many entries costs: tokens a text has, and how much of it is unknown. */
export interface VocabularyPoint {
  vocabularySize: number;
  tokensPerText: number;
  unknownShare: number;
}

/** The tokenizers side by side, learnt from the same texts of train. */
export interface TokenizerComparison {
  /** Texts it was learnt from. */
  texts: number;
  /** What the points were counted in: texts that nothing was learnt from, or those themselves where there are no others. */
  counted: { part: 'train' | 'validation'; texts: number };
  kinds: {
    kind: TokenizerKind;
    /** Of the vocabulary that the text is split with. */
    vocabularySize: number;
    tokens: SplitToken[];
    /** Ascending in size. */
    points: VocabularyPoint[];
  }[];
}

/** One of the two texts of a pair. */
export type PairSide = 'source' | 'target';

export interface PairReport {
  /** Names of the two columns, source first. */
  columns: [string, string];
  /** As `lengthCounts` of the source. */
  lengthCounts: number[];
  vocabularySize: number;
  ordinaryTokens: number;
  noWords: LabErrorData | null;
  unknownShare: number;
  frequentWords: { word: string; count: number }[];
  truncatedShare: number;
  maxLength: number;
  /** Pairs with gold links. */
  aligned: number;
  badLinks: BadLinks;
}

/** Pairs whose gold links cannot be used. */
export interface BadLinks {
  count: number;
  examples: { row: number; reason: string; links: string }[];
}

export interface MultiReport {
  /** Between the labels of one cell; null: they stand in columns of their own. */
  separator: string | null;
  /** labelsPerText[i] texts have i labels. */
  labelsPerText: number[];
  /** together[i][j]: texts with label i that have label j as well; the diagonal is all texts with i. */
  together: number[][];
  /** Labels that differ by spelling only, the most frequent of each group first. */
  likelySame: string[][];
}

export interface RowSample {
  /** Row number in the dataset; rows of a test file follow those of the train file. */
  row: number;
  text: string;
  /** Of several labels all, joined by commas. */
  label: string;
  split: SplitName | null;
  /** The split column says that it is to be read without a label. */
  unsupervised?: true;
  tokens: number;
  /** Task `translate`: of the other side, which `label` holds. */
  targetTokens?: number;
}

/** Texts of one split as ids, without padding: text i is tokens[offsets[i]] … tokens[offsets[i+1]-1]. */
export interface EncodedSplit {
  rows: Uint32Array;
  offsets: Uint32Array;
  tokens: Int32Array;
  /** Index of the class of each text; −1 where a text has a set of labels. */
  labels: Int32Array;
  /** Task `multilabel`: text i has the labels setIds[setOffsets[i]] … setIds[setOffsets[i+1]-1], ascending. */
  setOffsets?: Uint32Array;
  setIds?: Int32Array;
  /** Task `translate`: the other side of each text. */
  pairs?: EncodedPairs;
}

/** Task `translate`: target texts as ids in the same form, without `<sos>` and `<eos>`. */
export interface EncodedPairs {
  offsets: Uint32Array;
  tokens: Int32Array;
  /** Sources and targets as tokens with spaces between, unknown words as they are; none for train. */
  sources: string[];
  references: string[];
  /** Gold links: link k of pair i is links[3k … 3k+2], k from linkOffsets[i]: source, target, 1 if sure. Null: none. */
  linkOffsets: Uint32Array | null;
  links: Int32Array | null;
}

/** The arrays of a split that can be transferred. */
export function buffersOf(split: EncodedSplit): ArrayBuffer[] {
  return [...Object.values(split), ...Object.values(split.pairs ?? {})].flatMap((value: unknown) =>
    ArrayBuffer.isView(value) ? [value.buffer as ArrayBuffer] : [],
  );
}

/** All that the trainer needs of the data: crosses from the data worker to the lab worker as transferables. */
export interface PreparedData {
  /** Words by id; the first are the special tokens. */
  vocabulary: string[];
  padId: number;
  unkId: number;
  /** Task `translate`: the words of the target language, special tokens first. */
  labels: string[];
  maxLength: number;
  splits: Record<SplitName, EncodedSplit>;
  /** Said where a vocabulary has only special tokens: the page does not train on it, the command line warns. */
  noWords?: LabErrorData;
  /** safetensors of a BERT that the model begins with; its vocabulary is this one. Missing: it begins at random. */
  pretrained?: Uint8Array;
  /** The same as a file that may lie on the disk: it crosses between workers without being read. */
  pretrainedFile?: Blob;
}

/** How a tokenizer reads the texts of a data set. */
export interface TextReading {
  vocabularySize: number;
  /** lengthCounts[n] texts have n tokens, marks included; the last bin holds longer ones as well. */
  lengthCounts: number[];
  /** Tokens of a text that are kept, marks included, and the share of texts that are longer. */
  maxLength: number;
  truncatedShare: number;
  /** Of all tokens those that the vocabulary does not know. */
  unknownShare: number;
  /** Texts of which the cleaning leaves nothing. */
  emptyTexts: number;
  splitCounts: Record<SplitName, number>;
  labels: string[];
  /** Some texts of train: as they stand, and as they are read. */
  samples: { row: number; label: string; text: string; tokens: ShownToken[] }[];
}

/** A token of a text that pretraining shows to the model. */
export interface MaskedToken {
  before: ShownToken;
  after: ShownToken;
  /** What befell it; null: nobody asks for it. */
  fate: 'masked' | 'random' | 'kept' | null;
  /** 0 or 1 (token_type_ids). */
  segment: number;
}

/** Texts before and after masking. */
export interface MaskedSample {
  texts: { row: number; swapped: boolean; tokens: MaskedToken[] }[];
  /** Over some hundred texts: ordinary tokens, what befell them, and halves that were swapped. */
  counts: { tokens: number; masked: number; random: number; kept: number; texts: number; swapped: number };
  /** Shorter texts are left out. */
  minLength: number;
}

/** A trained model that another one begins with. */
export interface Backbone {
  /** For people: “bert-wordnet”, “run.zip”. */
  name: string;
  recipe: Recipe;
  vocabulary: string[];
  /** safetensors under Hugging Face's names; those of a published model as a file that is not read yet. */
  weights: Uint8Array | Blob;
}

export interface CatalogueEntry {
  id: string;
  /** Holds pairs of sentences, for task `translate`. */
  parallel?: boolean;
  title: string;
  description: string;
  url: string;
  testUrl: string | null;
  /** JSON lines that are put behind those of `url`, as its validation part; absent: validation is drawn from train. */
  validationUrl?: string;
  bytes: number | null;
  licence: string;
  homepage: string;
  rows: string;
}
