import type { ClassifyReport, SplitScores } from './classify.ts';
import { deviationOf, meanOf } from './spread.ts';

/** What is told of a classifier of features, for people and files: without curves and probabilities. */

export interface SplitFigures {
  rows: number;
  accuracy: number;
  macroF1: number;
  /** Null where the part has texts of one class only. */
  auc: number | null;
}

export interface ClassifierFigures {
  C: number;
  iterations: number;
  converged: boolean;
  train: SplitFigures;
  /** Null without a text of test: a zero would be read as a score. */
  test: SplitFigures | null;
  /** Accuracies inside of train; null where none was asked for. */
  crossValidation: { folds: number[]; mean: number; deviation: number } | null;
}

const ofSplit = ({ rows, accuracy, macroF1, auc }: SplitScores): SplitFigures => ({
  ...{ rows, accuracy, macroF1 },
  auc: Number.isNaN(auc) ? null : auc,
});

export const figuresOf = ({
  C,
  iterations,
  converged,
  train,
  test,
  folds,
}: ClassifyReport): ClassifierFigures => ({
  ...{ C, iterations, converged },
  train: ofSplit(train),
  test: test.rows === 0 ? null : ofSplit(test),
  crossValidation: folds.length === 0 ? null : { folds, mean: meanOf(folds), deviation: deviationOf(folds) },
});
