import type { LabErrorData } from '../base/errors.ts';
import type { Recipe } from '../recipe/recipe.ts';

/** What a run is, says and leaves behind: plain data that crosses the worker border and is kept in the browser. */

export type DeviceKind = 'webgpu' | 'wasm' | 'cpu';

export interface DeviceReport {
  kind: DeviceKind;
  /** For people: "NVIDIA RTX 4060", "SIMD, 4 threads". */
  adapter: string;
  /** WebGPU on the processor instead of a graphics card. */
  software: boolean;
  threads: number;
  crossOriginIsolated: boolean;
  /** One sentence: why this one and not a better one. */
  reason: string;
  /** Every device with whether it can be had and, if not, why. */
  choices: { kind: DeviceKind; available: boolean; label: string; why: string }[];
}

export type RunStatus =
  | 'queued'
  | 'preparing'
  | 'running'
  | 'paused'
  | 'finishing' // runs to the end of the epoch, then pauses
  | 'done'
  | 'stopped' // by the person; can be resumed
  | 'interrupted' // the tab was closed or the worker died; can be resumed
  | 'failed';

/** `last` can be gone on from; `epoch-2`: the weights after two epochs, kept because the recipe asks for them. */
export type CheckpointKind = 'last' | 'best' | `epoch-${number}`;

export interface ScoreSet {
  loss: number;
  /** With several labels a text: texts whose labels are all right and no other (subset accuracy). */
  accuracy: number;
  macroF1: number;
  microF1: number;
  weightedF1: number;
}

/** What only a translation has. */
export interface TranslationScores {
  /** exp of the loss. */
  perplexity: number;
  /** Corpus BLEU of greedy translations, 0 to 100 (sacreBLEU's 13a, exp smoothing): of a sample during training. */
  bleu: number;
  /** Alignment error rate of the attention against gold links; null without attention or without links. */
  aer: number | null;
}

/** What only pretraining has; `accuracy` and the other scores are those of the masked tokens. */
export interface PretrainingScores {
  /** Cross-entropy of the masked tokens, in nats. */
  maskedLoss: number;
  orderLoss: number;
  orderAccuracy: number;
  /** What a guess costs at least that knows how frequent each token of train is, and nothing else. */
  unigramEntropy: number;
}

export interface TranslationExample {
  source: string;
  reference: string;
  translation: string;
}

/** One split translated. */
export interface TranslationReport extends TranslationScores {
  /** Sentences that BLEU is of. */
  sentences: number;
  /** BLEU of a quarter of the sentences each, the shortest sources first; lengths in tokens. */
  byLength: { from: number; to: number; sentences: number; bleu: number }[];
  /** By beam search, where the recipe asks for it. */
  beam: { width: number; lengthPenalty: number; bleu: number } | null;
  /** The first sentences of the split. */
  examples: TranslationExample[];
}

/** A sentence of validation whose alignment is followed while the model learns: tokens in the order they are written. */
export interface AlignedSentence {
  source: string[];
  /** Ends with `<eos>`. */
  target: string[];
  /** Which of the tokens begin a word; missing where all do. */
  starts?: { source: boolean[]; target: boolean[] };
  /** Places of the words that are read as unknown; missing where there is none, and in runs of older versions. */
  unknown?: { source: number[]; target: number[] };
  /** Gold links: source, target, 1 if sure. */
  links: [number, number, number][];
}

/** Where the decoder looks at one step of the training, the true words given. */
export interface AlignmentPoint {
  step: number;
  /** Of the first sentences of validation; null without gold links. */
  aer: number | null;
  /** Of each followed sentence target × source, row by row: 255 is a weight of 1. */
  weights: Uint8Array[];
}

export interface EvaluationPoint extends ScoreSet {
  /** Task `multilabel`: F1 of each label, in their order. Missing in runs of older versions and in imported ones. */
  classF1?: number[];
  translation?: TranslationScores;
  pretraining?: PretrainingScores;
  /**
   * At the end of an epoch: over the texts of train as each was predicted when it was trained, so dropout is on and the
   * weights are those of its step. Missing where not all of the epoch was seen, and in tasks and models that do not tell.
   */
  train?: { loss: number; macroF1: number };
  step: number;
  epoch: number; // epochs finished, fractional inside one
  split: 'validation' | 'test';
}

export interface RunProgress {
  step: number;
  totalSteps: number;
  epoch: number; // 1-based epoch under way
  epochs: number;
  stepsPerSecond: number;
  tokensPerSecond: number;
  secondsLeft: number | null;
  /** Seconds of training so far, pauses left out. */
  seconds: number;
  tensors: number;
  bytes: number;
  /** Where something takes long that is no whole step: "texts of train read once", so many of so many. */
  doing?: { what: string; done: number; total: number; secondsLeft: number };
}

/** |gradient| of each named weight at one step. */
export interface GradientPoint {
  step: number;
  mean: number[];
  max: number[];
}

/** |dLoss/dh_t| at one step of the training: norm[k] is that of the state k steps before the end of a text. */
export interface TimeGradientPoint {
  step: number;
  norm: number[];
}

/** What is told of single steps beside their losses. */
export type PointEvent = Extract<
  RunEvent,
  { type: 'gradients' | 'timeGradient' | 'evaluation' | 'translations' | 'alignment' }
>;

/** The newest part of what a run has told: parallel arrays, one entry a step, and what was told of some of these steps. */
export interface RecentCurves {
  steps: {
    step: number[];
    loss: number[];
    lr: number[];
    gradNorm: number[];
    measures?: Record<string, number[]>;
  };
  points: PointEvent[];
}

export type RunEvent =
  | { type: 'status'; status: RunStatus; error?: LabErrorData }
  | {
      type: 'started';
      device: DeviceReport;
      parameters: number;
      /** Named weights in state_dict order with their shapes. */
      weights: { name: string; shape: number[] }[];
      vocabularySize: number;
      labels: string[];
      trainRows: number;
      totalSteps: number;
      /** Steps done before: 0, or the step of the checkpoint it goes on from; later points of the history fall away. */
      fromStep: number;
      /** What a page that was closed may not have heard of before that step. */
      recent?: RecentCurves;
    }
  /**
   * Parallel arrays, one entry a step: loss of the batch, learning rate, gradient norm before clipping, and by name what
   * the task measures beside.
   */
  | ({ type: 'steps' } & RecentCurves['steps'])
  | { type: 'gradients'; point: GradientPoint }
  | { type: 'timeGradient'; point: TimeGradientPoint }
  | { type: 'evaluation'; point: EvaluationPoint; best: boolean }
  /** Task `translate`: the first sentences of validation as they are translated now. */
  | { type: 'translations'; step: number; epoch: number; examples: TranslationExample[] }
  /** Task `translate` with attention: snapshots of a few sentences, and the error rate of some more. */
  | { type: 'alignment'; sentences: AlignedSentence[]; point: AlignmentPoint }
  | { type: 'progress'; progress: RunProgress }
  | { type: 'checkpoint'; kind: CheckpointKind; step: number; savedAt: number }
  | { type: 'note'; message: string }
  | { type: 'finished'; result: RunResult };

export interface ClassReport {
  label: string;
  precision: number;
  recall: number;
  f1: number;
  support: number;
}

export interface WrongExample {
  row: number;
  /** The class of the text; with several labels a text, the label that costs most (and `predicted` is the same). */
  label: number;
  predicted: number;
  /** Task `multilabel`: all that apply, and all that were given. */
  sets?: { labels: number[]; predicted: number[] };
  /** Loss of this example: how wrong. */
  loss: number;
  probabilities: number[];
}

/** What a guess scores that knows nothing of the texts, only how often each label occurs in train. */
export interface Guess extends Omit<ScoreSet, 'loss'> {
  /** The most frequent class; with several labels a text, for each label what most texts say. Or every label. */
  kind: 'majority' | 'every-label';
}

/** One split through the best weights. Of a translation, the scores are those of the next word, the true ones given. */
export interface Evaluation extends ScoreSet {
  translation?: TranslationReport;
  pretraining?: PretrainingScores;
  split: 'validation' | 'test';
  /** confusion[true][predicted]; with several labels a text: texts with label i that were given label j. */
  confusion: number[][];
  /** Task `multilabel`: the probability from which on each label was given. */
  thresholds?: number[];
  perClass: ClassReport[];
  /** Missing in runs of older versions, in translation and in pretraining. */
  guesses?: Guess[];
  /** Up to 50, the worst first. */
  wrong: WrongExample[];
}

export interface RunResult {
  steps: number;
  seconds: number;
  /** Without the first step, in which the device gets ready. */
  secondsPerStep: number;
  best: EvaluationPoint | null;
  last: EvaluationPoint | null;
  validation: Evaluation;
  test: Evaluation;
}

/** Curves of a run as parallel arrays: all that was reported, nothing thinned out. */
export interface RunHistory {
  step: number[];
  loss: number[];
  lr: number[];
  gradNorm: number[];
  /** By name what the task measures in each step: parallel to `step`. */
  measures?: Record<string, number[]>;
  evaluations: EvaluationPoint[];
  gradients: GradientPoint[];
  /** Missing in runs of older versions. */
  timeGradients?: TimeGradientPoint[];
  /** Task `translate`: the newest last, one entry an evaluation. */
  translations?: { step: number; epoch: number; examples: TranslationExample[] }[];
  /** Task `translate` with attention. */
  alignments?: { sentences: AlignedSentence[]; points: AlignmentPoint[] };
}

/** One training run as it is kept and listed. Weights and trainer state are kept apart, as checkpoints. */
export interface RunRecord {
  id: string;
  /** 1, 2, 3, … in this browser: "run 7". */
  number: number;
  lesson: string;
  recipe: Recipe;
  /** The run this one was derived from, for "what changed". */
  parent: string | null;
  datasetId: string | null;
  status: RunStatus;
  error: LabErrorData | null;
  createdAt: number;
  device: DeviceReport | null;
  parameters: number | null;
  weights: { name: string; shape: number[] }[];
  labels: string[];
  vocabularySize: number | null;
  progress: RunProgress | null;
  /** The newest checkpoint it can go on from; null: none yet. */
  checkpoint: { step: number; savedAt: number } | null;
  /** Epochs after which its weights are kept, rising. Missing in runs of older versions: none. */
  keptEpochs?: number[];
  history: RunHistory;
  result: RunResult | null;
  notes: string[];
}
