import type { Recipe } from '../recipe/recipe.ts';
import { type ClassifyReport, curveClasses } from '../stats/classify.ts';
import type { FeatureSet } from '../stats/features.ts';
import type { ClassifierFigures } from '../stats/figures.ts';
import { stratifiedFolds } from '../stats/folds.ts';
import { likeliest } from '../stats/logistic.ts';
import { writeNpy } from './npy.ts';
import { SKLEARN_SCRIPT } from './sklearn-script.ts';

/** Features of a data set and their logistic regression, as files for numpy, scikit-learn and people. */

export interface FeatureFilesContent {
  recipe: Recipe;
  /** What is read of a text. */
  reading: 'cls' | 'mean';
  set: FeatureSet;
  report: ClassifyReport;
  figures: ClassifierFigures;
  seconds: { reading: number; fitting: number };
}

const PARTS = ['train', 'validation', 'test'] as const;

/** A cell of a CSV, RFC 4180. */
const cell = (text: string): string => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);

/** `inf` is how pandas and numpy call the threshold from which nothing is given. */
const threshold = (value: number): string => (value === Infinity ? 'inf' : String(value));

/**
 * The files by name: `features_*.npy` [texts, width], `labels_*.npy` and `rows_*.npy` [texts] of each part,
 * `folds_train.npy`, `logistic.json`, `metrics.json`, `predictions.csv`, `roc.csv`, `recipe.json` and the script that
 * fits the same in scikit-learn.
 */
export function featureFiles(content: FeatureFilesContent): Record<string, Uint8Array | string> {
  const { recipe, reading, set, report, figures, seconds } = content;
  const json = (value: unknown) => `${JSON.stringify(value, null, 2)}\n`;
  const files: Record<string, Uint8Array | string> = {};
  for (const part of PARTS) {
    const { values, labels, rows } = set.splits[part];
    files[`features_${part}.npy`] = writeNpy(values, [labels.length, set.width]);
    files[`labels_${part}.npy`] = writeNpy(labels, [labels.length]);
    files[`rows_${part}.npy`] = writeNpy(rows, [rows.length]);
  }
  const folds = report.folds.length;
  if (folds > 0) {
    const of = stratifiedFolds(set.splits.train.labels, folds, recipe.seed);
    files['folds_train.npy'] = writeNpy(of, [of.length]);
  }
  return {
    ...files,
    'logistic.json': json(coefficients(report, set.width)),
    'metrics.json': json({ reading, width: set.width, seconds, ...figures }),
    'predictions.csv': predictions(report),
    'roc.csv': curves(report),
    'recipe.json': json(recipe),
    'fit_in_sklearn.py': SKLEARN_SCRIPT,
  };
}

/** Under scikit-learn's names: `coef_` [1 or classes, width]; of two classes the second one's. */
function coefficients({ labels, C, weights, intercepts }: ClassifyReport, width: number) {
  return {
    classes: labels,
    C,
    coef_: Array.from(intercepts, (_, k) => Array.from(weights.subarray(k * width, (k + 1) * width))),
    intercept_: Array.from(intercepts),
  };
}

/** A line a text of train and test: its row in the data set, its class, the likeliest one, the probability of each. */
function predictions({ labels, train, test }: ClassifyReport): string {
  const classes = labels.length;
  const lines = [['part', 'row', 'label', 'predicted', ...labels.map((label) => `p(${label})`)].map(cell)];
  for (const [part, { probabilities, truth, dataRows }] of [
    ['train', train],
    ['test', test],
  ] as const)
    likeliest(probabilities, classes).forEach((predicted, i) =>
      lines.push([
        ...[part, String(dataRows[i])],
        ...[cell(labels[truth[i] as number] ?? ''), cell(labels[predicted] ?? '')],
        ...Array.from(probabilities.subarray(i * classes, (i + 1) * classes), String),
      ]),
    );
  return lines.map((line) => `${line.join(',')}\r\n`).join('');
}

/** A line a point of each curve. */
function curves({ labels, train, test }: ClassifyReport): string {
  const lines = ['part,label,fpr,tpr,threshold'];
  const shown = curveClasses(labels);
  for (const [part, split] of [
    ['train', train],
    ['test', test],
  ] as const)
    split.curves.forEach(({ auc, fpr, tpr, thresholds }, c) => {
      // Of one class there is no curve.
      if (Number.isNaN(auc)) return;
      const label = cell(labels[shown[c] as number] ?? '');
      fpr.forEach((x, i) =>
        lines.push(`${part},${label},${x},${tpr[i]},${threshold(thresholds[i] as number)}`),
      );
    });
  return lines.map((line) => `${line}\r\n`).join('');
}
