import type { ClassifyOptions, ClassifyReport } from '../stats/classify.ts';
import type { JobProgress, Result } from './protocol.ts';

export type { FeatureReading } from './protocol.ts';
export type { ClassifyOptions, ClassifyReport, SplitScores } from '../stats/classify.ts';

/** Texts in the plane in which the features of train differ most. */
export interface Projection {
  /** texts × 2 */
  points: Float32Array;
  /** Place of each text in test. */
  index: Uint32Array;
  /** Share of the variance of each axis. */
  ratio: number[];
}

/** Statistics of features that the lab worker has kept; every call fails where they are gone (`features/gone`). */
export interface StatsApi {
  classify(
    jobId: string,
    key: string,
    options: ClassifyOptions,
    onProgress: (progress: JobProgress) => void,
  ): Promise<Result<ClassifyReport>>;
  /** At most so many texts of test, evenly taken. */
  project(key: string, most: number): Promise<Result<Projection>>;
  cancel(jobId: string): Promise<void>;
}
