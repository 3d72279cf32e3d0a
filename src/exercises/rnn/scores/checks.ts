import type { ExerciseChecks } from '../../kit/checks.ts';

/** Also with the tiny number that many add to a denominator, such as 1e-8. */
const TOLERANCE = 1e-6;

interface Counts {
  tp: number;
  fp: number;
  fn: number;
}

function counts(truth: number[], predicted: number[], classes: number): Counts[] {
  return Array.from({ length: classes }, (_, c) => ({
    tp: truth.filter((label, i) => label === c && predicted[i] === c).length,
    fp: truth.filter((label, i) => label !== c && predicted[i] === c).length,
    fn: truth.filter((label, i) => label === c && predicted[i] !== c).length,
  }));
}

const ratio = (a: number, b: number): number => (b === 0 ? 0 : a / b);
const mean = (values: number[]): number => values.reduce((a, b) => a + b, 0) / values.length;
const f1 = ({ tp, fp, fn }: Counts): number => ratio(2 * tp, 2 * tp + fp + fn);

function mistakes(truth: number[], predicted: number[], classes: number): Record<string, unknown> {
  const all = counts(truth, predicted, classes);
  const precision = mean(all.map(({ tp, fp }) => ratio(tp, tp + fp)));
  const recall = mean(all.map(({ tp, fn }) => ratio(tp, tp + fn)));
  const present = all.filter(({ tp, fp, fn }) => tp + fp + fn > 0);
  const named = all.filter(({ tp, fp }) => tp + fp > 0);
  return {
    'It is 0: nothing is computed yet.': 0,
    'This is the accuracy (micro F1 is the same): each class has to count alike, whatever its size.':
      truth.filter((label, i) => label === predicted[i]).length / truth.length,
    'This is F1 of the mean precision and the mean recall; macro F1 is the mean of the F1 of each class.':
      ratio(2 * precision * recall, precision + recall),
    'The classes are weighed by their size: macro F1 weighs all alike.':
      all.reduce((sum, one) => sum + f1(one) * (one.tp + one.fn), 0) / truth.length,
    'Each class gives tp / (tp + fp + fn): that is the overlap, while F1 counts tp twice.': mean(
      all.map(({ tp, fp, fn }) => ratio(tp, tp + fp + fn)),
    ),
    'This is the mean recall: texts wrongly named so must count too.': recall,
    'This is the mean precision: texts that were missed must count too.': precision,
    'Classes that neither occur nor are named are left out of the mean; they count as 0.': mean(
      present.map(f1),
    ),
    'Classes that are never named are left out of the mean; they count as 0.': mean(named.map(f1)),
    'This is the sum over the classes: divide it by their number.': all.reduce(
      (sum, one) => sum + f1(one),
      0,
    ),
    'Every F1 is half of what it should be: it is 2 · both / (named + there).': mean(all.map(f1)) / 2,
    'It is NaN: a class that is never named gives 0 / 0.': NaN,
  };
}

export const checks: ExerciseChecks = {
  id: 'rnn/scores',
  checks: {
    accuracy({ accuracy }, kit) {
      for (const size of [5, 1, 40]) {
        const truth = Array.from({ length: size }, () => kit.integer(0, 2));
        const predicted = truth.map((label) => (kit.random.uniform() < 0.6 ? label : kit.integer(0, 2)));
        const right = truth.filter((label, i) => label === predicted[i]).length;
        kit.equal(accuracy?.(truth, predicted), right / size, {
          what: 'accuracy',
          input: { truth, predicted },
          tolerance: 1e-9,
          mistakes: {
            'It is the number of right ones, not their share.': right,
            'It is the share of the wrong ones.': 1 - right / size,
            'It is a percentage, not a share.': (100 * right) / size,
          },
        });
      }
    },
    f1({ macroF1 }, kit) {
      for (const size of [12, 30, 60]) {
        // The first class is the largest, and every class is both there and named.
        const truth = [
          0,
          1,
          2,
          ...Array.from({ length: size }, () => Math.floor(3 * kit.random.uniform() ** 2)),
        ];
        const predicted = [
          0,
          1,
          2,
          ...truth.slice(3).map((label) => (kit.random.uniform() < 0.6 ? label : kit.integer(0, 1))),
        ];
        kit.equal(macroF1?.(truth, predicted, 3), mean(counts(truth, predicted, 3).map(f1)), {
          what: 'macro F1',
          input: { truth, predicted, classes: 3 },
          tolerance: TOLERANCE,
          mistakes: mistakes(truth, predicted, 3),
        });
      }
    },
    absent({ macroF1 }, kit) {
      const cases: [number[], number[], number][] = [
        [[0, 0, 0, 1, 1, 2], [0, 0, 1, 1, 0, 0], 3],
        [[0, 0, 1, 1, 1], [0, 1, 1, 1, 0], 4],
        [[0, 0, 0], [1, 1, 1], 2],
        [[2, 2, 2, 2], [2, 2, 2, 2], 3],
      ];
      for (const [truth, predicted, classes] of cases)
        kit.equal(macroF1?.(truth, predicted, classes), mean(counts(truth, predicted, classes).map(f1)), {
          what: 'macro F1',
          input: { truth, predicted, classes },
          tolerance: TOLERANCE,
          mistakes: mistakes(truth, predicted, classes),
        });
    },
  },
};
