import type { Scalar, Tensor1D } from '@tensorflow/tfjs-core';
import type { Module } from '../nn/module.ts';
import type { AlignedSentence, AlignmentPoint, Evaluation, RunProgress } from '../runs/types.ts';

/** A part of one optimizer step: its loss is so scaled that the losses of all parts of a step add up to its mean. */
export interface MicroBatch {
  loss(): Scalar;
  /** After `loss`: the parts of the task's `measures`, so scaled that those of all parts of a step add up. */
  measures?(): Tensor1D | null;
  /** Tokens read, padding not counted. */
  tokens: number;
}

/** Work that goes on in a run, and how far it is. */
export type PartOfWork = Omit<NonNullable<RunProgress['doing']>, 'secondsLeft'>;

/**
 * Called between two batches: lets messages through, waits while paused, throws when the run is to stop. Told how far
 * the work is, a person can see it.
 */
export type Between = (part?: PartOfWork) => Promise<void>;

/** What is trained: a model together with its data. The trainer knows of neither. */
export interface Task {
  readonly model: Module;
  readonly rows: { train: number; validation: number; test: number };
  readonly stepsPerEpoch: number;
  /** Names of what each step tells beside its loss. */
  readonly measures?: readonly string[];
  /** The micro-batches of one optimizer step; the same for every run with this seed. */
  step(epoch: number, index: number): MicroBatch[] | Promise<MicroBatch[]>;
  /** One split through the model as it is, with dropout off; a split without rows scores 0 everywhere. */
  evaluate(
    split: 'validation' | 'test',
    between: Between,
    /** Probabilities from which a label is given, as validation found them; null: the task finds its own. */
    thresholds?: readonly number[] | null,
  ): Promise<Evaluation>;
  /** |dLoss/dh_t| of a few long texts, from their last state backwards, where that is of interest. */
  timeGradient?(): Promise<number[]>;
  /** Where the decoder looks in a few sentences of validation; null where it has no attention. */
  alignments?(): Promise<{
    sentences: AlignedSentence[];
    point: Omit<AlignmentPoint, 'step'>;
  } | null>;
  /**
   * Before the first step: what is computed once for all of them.
   * @returns a sentence for the person, where something was
   */
  prepare?(between: Between): Promise<string | null>;
  dispose(): void;
}
