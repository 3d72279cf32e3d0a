import type { ExerciseChecks, Student } from '../../kit/checks.ts';
import type { Kit } from '../../kit/kit.ts';

const ratio = (a: number, b: number): number => (b === 0 ? 0 : a / b);
const mean = (values: readonly number[]): number =>
  values.length === 0 ? 0 : values.reduce((a, b) => a + b, 0) / values.length;

interface Counts {
  both: number;
  named: number;
  there: number;
}
const f1 = ({ both, named, there }: Counts): number => ratio(2 * both, named + there);

function compare(
  { weightedF1 }: Student,
  kit: Kit,
  truth: number[],
  predicted: number[],
  classes: number,
): void {
  const counts = Array.from({ length: classes }, (_, c): Counts => ({
    there: truth.filter((y) => y === c).length,
    named: predicted.filter((y) => y === c).length,
    both: truth.filter((y, i) => y === c && predicted[i] === c).length,
  }));
  const weighted = (of: (one: Counts) => number, by: (one: Counts) => number): number =>
    ratio(
      counts.reduce((sum, one) => sum + by(one) * of(one), 0),
      counts.reduce((sum, one) => sum + by(one), 0),
    );
  const there = ({ there }: Counts): number => there;
  const precision = ({ both, named }: Counts): number => ratio(both, named);
  const recall = ({ both, there }: Counts): number => ratio(both, there);
  const harmonic = (p: number, r: number): number => ratio(2 * p * r, p + r);
  kit.equal(weightedF1?.([...truth], [...predicted], classes), weighted(f1, there), {
    what: 'weighted F1',
    input: { truth, predicted, classes },
    // Also with the tiny number that many add to a denominator, such as 1e-8.
    tolerance: 1e-6,
    mistakes: () => ({
      'It is 0: nothing is computed yet.': 0,
      'It is NaN: something is divided by 0.': NaN,
      'All classes weigh alike: that is macro F1.': mean(counts.map(f1)),
      'This is the share of right answers: accuracy.': mean(truth.map((y, i) => Number(y === predicted[i]))),
      'Classes are weighed by how often they are given; by how often they truly occur is meant.': weighted(
        f1,
        ({ named }) => named,
      ),
      'This is the weighted precision.': weighted(precision, there),
      'This is F1 of the weighted precision and recall: first F1 of each class, then the mean.': harmonic(
        weighted(precision, there),
        weighted(recall, there),
      ),
      'This is F1 of the mean precision and the mean recall: first F1 of each class, then the mean by its texts.':
        harmonic(mean(counts.map(precision)), mean(counts.map(recall))),
      'The sum is not divided by the number of texts.': counts.reduce(
        (sum, one) => sum + one.there * f1(one),
        0,
      ),
      'F1 is 2 · both / (named + there); the 2 is missing.': weighted((one) => f1(one) / 2, there),
    }),
  });
}

export const checks: ExerciseChecks = {
  id: 'bert/weighted-f1',
  checks: {
    weighted(student, kit) {
      compare(student, kit, [0, 0, 0, 0, 0, 1, 1, 2], [0, 0, 0, 1, 2, 1, 0, 2], 3);
      for (const texts of [12, 40]) {
        const truth = [
          0,
          1,
          2,
          ...Array.from({ length: texts }, () => Math.floor(3 * kit.random.uniform() ** 2)),
        ];
        const predicted = truth.map((y, i) => (i < 3 || kit.random.uniform() < 0.6 ? y : kit.integer(0, 2)));
        compare(student, kit, truth, predicted, 3);
      }
    },
    absent(student, kit) {
      // Class 2 is never given; class 3 is given and no text has it; class 4 neither.
      compare(student, kit, [0, 0, 1, 2], [0, 1, 1, 3], 5);
      compare(student, kit, [0, 0], [1, 1], 2);
      if (student['weightedF1']?.([1, 1], [1, 1], 3) !== 1)
        kit.fail('All answers are right, and it is not 1.', { truth: [1, 1], predicted: [1, 1], classes: 3 });
      if (student['weightedF1']?.([], [], 3) !== 0)
        kit.fail('Without texts it has to be 0.', { truth: [], predicted: [], classes: 3 });
    },
  },
};
