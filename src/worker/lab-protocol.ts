import type { PreparedData, SplitName } from '../data/types.ts';
import type { TestRows } from '../formats/tested.ts';
import type { HeadMove, HeadProfile } from '../data/head-profile.ts';
import type { Recipe } from '../recipe/recipe.ts';
import type { DeviceKind, DeviceReport, RunEvent, RunHistory, RunResult } from '../runs/types.ts';
import type { Unread } from '../text/window.ts';
import type { JobProgress, Result } from './result.ts';

/** What the lab worker is asked, and what it answers: types only. */

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
