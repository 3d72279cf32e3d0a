/**
 * Scores of a single-label classification, as scikit-learn computes them with `zero_division=0`: a precision or
 * recall with nothing below the line is 0. Averages go over the classes that occur among the true or the predicted
 * ones, as scikit-learn's do when no `labels` are given.
 */

export interface Scores {
  precision: number;
  recall: number;
  f1: number;
}

export interface ClassificationScores {
  accuracy: number;
  /** Unweighted mean over the classes. */
  macro: Scores;
  /** Over all decisions together: with one label a text, all three equal the accuracy. */
  micro: Scores;
  /** Mean over the classes, weighted by their true counts. */
  weighted: Scores;
  /** One entry a class, those that never occur included. */
  perClass: (Scores & { support: number })[];
}

/**
 * confusion[true][predicted], as counts.
 * @throws RangeError where the two arrays differ in length or hold a class outside [0, classes).
 */
export function confusionMatrix(labels: Int32Array, predicted: Int32Array, classes: number): number[][] {
  if (labels.length !== predicted.length)
    throw new RangeError(`${labels.length} labels against ${predicted.length} predictions`);
  const rows = Array.from({ length: classes }, () => new Array<number>(classes).fill(0));
  labels.forEach((label, i) => {
    const guess = predicted[i] as number;
    const row = rows[label];
    if (row?.[guess] === undefined)
      throw new RangeError(`class ${row ? guess : label} is not among the ${classes} classes`);
    row[guess] = (row[guess] as number) + 1;
  });
  return rows;
}

/** All scores from a confusion matrix. Without a single text, every score is 0. */
export function classificationScores(confusion: readonly (readonly number[])[]): ClassificationScores {
  const sum = (values: readonly number[]) => values.reduce((a, b) => a + b, 0);
  const perClass = confusion.map((row, k) => {
    const hit = row[k] ?? 0;
    const support = sum(row);
    const called = sum(confusion.map((other) => other[k] ?? 0));
    return {
      precision: ratio(hit, called),
      recall: ratio(hit, support),
      f1: ratio(2 * hit, called + support),
      support,
      occurs: support + called > 0,
    };
  });
  const total = sum(perClass.map(({ support }) => support));
  const accuracy = ratio(sum(confusion.map((row, k) => row[k] ?? 0)), total);
  const occurring = perClass.filter(({ occurs }) => occurs);
  const average = (weight: (report: (typeof perClass)[number]) => number): Scores => {
    const whole = sum(occurring.map(weight));
    const mean = (pick: (report: Scores) => number) =>
      ratio(sum(occurring.map((report) => weight(report) * pick(report))), whole);
    return { precision: mean((r) => r.precision), recall: mean((r) => r.recall), f1: mean((r) => r.f1) };
  };
  return {
    accuracy,
    macro: average(() => 1),
    micro: { precision: accuracy, recall: accuracy, f1: accuracy },
    weighted: average(({ support }) => support),
    perClass: perClass.map(({ precision, recall, f1, support }) => ({ precision, recall, f1, support })),
  };
}

function ratio(above: number, below: number): number {
  return below === 0 ? 0 : above / below;
}
