import type { FeatureSet } from './features.ts';
import { stratifiedFolds } from './folds.ts';
import { accuracyOf, fitLogistic, likeliest, type LogisticModel, probabilitiesOf } from './logistic.ts';
import { type RocCurve, rocCurve } from './roc.ts';
import { classificationScores, confusionMatrix } from './scores.ts';
import { takeRows } from './table.ts';

export interface ClassifyOptions {
  /** Inverse strength of the L2 penalty. */
  C: number;
  /** Parts of train for cross-validation; 0: none. */
  folds: number;
  /** Draws the folds. */
  seed: number;
}

export interface SplitScores {
  rows: number;
  accuracy: number;
  /** Over the classes that occur among the true or the predicted ones. */
  macroF1: number;
  /** One curve a class, each against all others; of two classes the second alone. */
  curves: RocCurve[];
  /** Mean over the curves. */
  auc: number;
  /** rows × classes */
  probabilities: Float32Array;
  truth: Int32Array;
  /** Row of each text in the data set. */
  dataRows: Uint32Array;
}

export interface ClassifyReport {
  labels: string[];
  C: number;
  iterations: number;
  converged: boolean;
  /** coef_ and intercept_: [1 or classes, width] row by row, and one a row. */
  weights: Float64Array;
  intercepts: Float64Array;
  train: SplitScores;
  test: SplitScores;
  /** Accuracy of each fold by a model of the others. */
  folds: number[];
}

/** Between two iterations: where the work is, in [0, 1]. Lets messages through, throws where it is to stop. */
export type Along = (phase: string, share: number) => Promise<void>;

/** Which classes have a curve. */
export const curveClasses = (labels: readonly string[]): number[] =>
  labels.length === 2 ? [1] : labels.map((_, k) => k);

/**
 * Logistic regression of the features of train, judged on test; with cross-validation inside of train.
 * @throws RangeError where train has fewer than two classes
 */
export async function classifyFeatures(
  set: FeatureSet,
  { C, folds, seed }: ClassifyOptions,
  along: Along,
): Promise<ClassifyReport> {
  const { train } = set.splits;
  const classes = set.labels.length;
  const fits = folds + 1;
  const fit = (rows: number[] | null, number: number): Promise<LogisticModel> => {
    const table = { width: set.width, values: train.values };
    const phase = number === 0 ? 'fitting' : `fold ${number} of ${folds}`;
    // It is not known beforehand how many iterations it takes.
    const after = (i: number) => along(phase, (number + i / (i + 30)) / fits);
    return rows
      ? fitLogistic(
          takeRows(table, rows),
          rows.map((i) => train.labels[i] as number),
          classes,
          { C, after },
        )
      : fitLogistic(table, train.labels, classes, { C, after });
  };
  const model = await fit(null, 0);
  const accuracies: number[] = [];
  if (folds > 0) {
    const fold = stratifiedFolds(train.labels, folds, seed);
    const all = Array.from(train.labels.keys());
    for (let f = 0; f < folds; f++) {
      const own = await fit(
        all.filter((i) => fold[i] !== f),
        f + 1,
      );
      const held = all.filter((i) => fold[i] === f);
      const probabilities = probabilitiesOf(own, takeRows({ width: set.width, values: train.values }, held));
      accuracies.push(
        accuracyOf(
          likeliest(probabilities, classes),
          held.map((i) => train.labels[i] as number),
        ),
      );
    }
  }
  await along('curves', 1);
  return {
    ...{ labels: set.labels, C, iterations: model.iterations, converged: model.converged },
    ...{ weights: model.weights, intercepts: model.intercepts },
    train: scored(set, 'train', model),
    test: scored(set, 'test', model),
    folds: accuracies,
  };
}

function scored(set: FeatureSet, split: 'train' | 'test', model: LogisticModel): SplitScores {
  const { values, labels: truth, rows } = set.splits[split];
  const classes = set.labels.length;
  const probabilities = probabilitiesOf(model, { width: set.width, values });
  const curves = curveClasses(set.labels).map((k) =>
    rocCurve(columnOf(probabilities, classes, k), (i) => truth[i] === k),
  );
  const predicted = likeliest(probabilities, classes);
  const areas = curves.map(({ auc }) => auc).filter((auc) => !Number.isNaN(auc));
  return {
    rows: truth.length,
    accuracy: accuracyOf(predicted, truth),
    macroF1: classificationScores(confusionMatrix(truth, predicted, classes)).macro.f1,
    curves,
    auc: areas.length === 0 ? NaN : areas.reduce((a, b) => a + b, 0) / areas.length,
    ...{ probabilities, truth, dataRows: rows },
  };
}

/** Column k of rows × width. */
export const columnOf = (values: Float32Array, width: number, k: number): Float32Array =>
  Float32Array.from(
    { length: width === 0 ? 0 : values.length / width },
    (_, i) => values[i * width + k] as number,
  );
