import type { HeadProfile } from '../data/head-tasks.ts';
import type { NamedArray } from '../nn/module.ts';
import type { DeviceKind } from '../runs/types.ts';
import type { HeadScores, HeadTrainingProgress, HeadTrainingSpec } from '../train/head-trainer.ts';
import type { Result } from './protocol.ts';

export type { HeadScores, HeadTrainingProgress, HeadTrainingSpec } from '../train/head-trainer.ts';

/** What came of a training; heads by layer · heads + head. */
export interface HeadsTrained {
  whole: HeadScores;
  /** With each head switched off alone. */
  without: HeadScores[];
  profiles: HeadProfile[];
  weights: NamedArray[];
}

/** To be cancelled by ending the worker. */
export interface HeadsApi {
  /**
   * Resolves when all that was told has arrived as well.
   * @param watched ids of the text whose maps are told every `every` steps
   */
  train(
    spec: HeadTrainingSpec,
    device: DeviceKind,
    watched: readonly number[],
    every: number,
    tell: (progress: HeadTrainingProgress) => void | Promise<void>,
  ): Promise<Result<HeadsTrained>>;
  /** Goes on with weights that were trained before. */
  open(spec: HeadTrainingSpec, device: DeviceKind, weights: readonly NamedArray[]): Promise<Result<void>>;
  score(off: readonly number[]): Promise<Result<HeadScores>>;
  look(text: readonly number[]): Promise<Result<Float32Array>>;
}
