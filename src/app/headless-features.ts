import { LabError } from '../base/errors.ts';
import { featureFiles } from '../formats/feature-files.ts';
import { writeZip } from '../formats/zip.ts';
import type { DeviceReport } from '../runs/types.ts';
import { type ClassifierFigures, figuresOf } from '../stats/figures.ts';
import { keptFeatures } from '../storage/features.ts';
import { labClient } from '../worker/client.ts';
import type { FeatureReading, JobProgress } from '../worker/protocol.ts';
import { statsClient } from '../worker/stats-client.ts';
import { type HeadlessRequest, post, prepare, tell } from './headless-data.ts';

/** Features and their logistic regression without the lab's page, by the calls that the cells of the lesson make. */

export interface FeaturesAsked {
  reading: FeatureReading;
  /** Inverse strength of the L2 penalty. */
  C: number;
  /** Parts of train for cross-validation; 0: none. */
  folds: number;
}

export interface FeaturesOutcome {
  device: DeviceReport;
  /** Numbers of each text. */
  width: number;
  rows: Record<'train' | 'validation' | 'test', number>;
  seconds: { reading: number; fitting: number };
  figures: ClassifierFigures;
}

export async function classify(request: HeadlessRequest, asked: FeaturesAsked): Promise<FeaturesOutcome> {
  const device = await labClient().device(request.device);
  tell({ type: 'device', device });
  const { recipe } = request;
  const { reading, C, folds } = asked;
  const onProgress = (progress: JobProgress): void => tell({ type: 'job', progress });
  const { prepared } = await prepare(request);
  const made = await labClient().features('features', { recipe, data: prepared, reading }, onProgress);
  tell({ type: 'features', made });
  const began = performance.now();
  const report = await statsClient().classify(
    'classify',
    made.key,
    { C, folds, seed: recipe.seed },
    onProgress,
  );
  const seconds = { reading: made.seconds, fitting: (performance.now() - began) / 1000 };
  const figures = figuresOf(report);
  if (request.bundleTo !== null) {
    const set = await keptFeatures(made.key);
    if (!set) throw new LabError('features/gone', 'The features are gone before they were written.');
    const files = featureFiles({ recipe, reading, set, report, figures, seconds });
    tell({ type: 'exporting' });
    // Numbers of features hardly get smaller, and there may be many of them.
    const stored = Object.keys(files).filter((name) => name.endsWith('.npy'));
    await post(new Blob([writeZip(files, stored)]), request.bundleTo);
  }
  return { device, width: made.width, rows: made.rows, seconds, figures };
}
