import type { ExerciseChecks } from '../../kit/checks.ts';
import type { Kit } from '../../kit/kit.ts';

type Rows = number[][];

/** Also with the tiny number that many add to a denominator, such as 1e-8. */
const TOLERANCE = 1e-6;

const sigmoid = (x: number): number => 1 / (1 + Math.exp(-x));
const ratio = (a: number, b: number): number => (b === 0 ? 0 : a / b);
const mean = (values: readonly number[]): number =>
  values.length === 0 ? 0 : values.reduce((a, b) => a + b, 0) / values.length;
const copy = (rows: Rows): Rows => rows.map((row) => [...row]);
const column = (rows: Rows, c: number): number[] => rows.map((row) => row[c] ?? 0);
const sum = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0);

interface Counts {
  both: number;
  named: number;
  there: number;
}

const of = (truth: readonly number[], predicted: readonly number[]): Counts => ({
  both: sum(truth.map((y, i) => y * (predicted[i] ?? 0))),
  named: sum(predicted),
  there: sum(truth),
});
const f1 = ({ both, named, there }: Counts): number => ratio(2 * both, named + there);

function countsOf(truth: Rows, predicted: Rows): Counts[] {
  return (truth[0] ?? []).map((_, c) => of(column(truth, c), column(predicted, c)));
}

/** What typical mistakes give. */
function mistakes(truth: Rows, predicted: Rows): Record<string, unknown> {
  const all = countsOf(truth, predicted);
  const precision = mean(all.map(({ both, named }) => ratio(both, named)));
  const recall = mean(all.map(({ both, there }) => ratio(both, there)));
  return {
    'It is 0: nothing is computed yet.': 0,
    'This is micro F1: the counts of all labels are added up, so the common ones decide.': f1(
      of(truth.flat(), predicted.flat()),
    ),
    'The mean goes over the texts; macro F1 goes over the labels.': mean(
      truth.map((row, i) => f1(of(row, predicted[i] ?? []))),
    ),
    'This is the share of right marks: as most labels do not apply, saying no to all looks good.': mean(
      truth.flatMap((row, i) => row.map((y, c) => Number(y === predicted[i]?.[c]))),
    ),
    'This is the share of texts with all labels right, not F1.': mean(
      truth.map((row, i) => Number(row.join() === predicted[i]?.join())),
    ),
    'The labels are weighed by how often they occur: macro F1 weighs all alike.': ratio(
      sum(all.map((one) => f1(one) * one.there)),
      sum(all.map(({ there }) => there)),
    ),
    'This is F1 of the mean precision and the mean recall; macro F1 is the mean of the F1 of each label.':
      ratio(2 * precision * recall, precision + recall),
    'Labels that are never given are left out of the mean; they count as 0.': mean(
      all.filter(({ named }) => named > 0).map(f1),
    ),
    'Labels that no text has are left out of the mean; they count as 0.': mean(
      all.filter(({ there }) => there > 0).map(f1),
    ),
    'Labels that neither occur nor are given are left out of the mean; they count as 0.': mean(
      all.filter(({ named, there }) => named + there > 0).map(f1),
    ),
    'Labels that neither occur nor are given count as 1; here, as in scikit-learn, they count as 0.': mean(
      all.map((one) => (one.named + one.there === 0 ? 1 : f1(one))),
    ),
    'This is the sum over the labels: divide it by their number.': sum(all.map(f1)),
    'Every F1 is half of what it should be: it is 2 · both / (named + there).': mean(all.map(f1)) / 2,
    'It is NaN: a label that is never given gives 0 / 0.': NaN,
  };
}

function marks(kit: Kit, rows: number, shares: readonly number[]): Rows {
  return Array.from({ length: rows }, () => shares.map((share) => Number(kit.random.uniform() < share)));
}

/** Like the truth, but some marks are turned over. */
function guesses(kit: Kit, truth: Rows): Rows {
  return truth.map((row) => row.map((y) => (kit.random.uniform() < 0.25 ? 1 - y : y)));
}

export const checks: ExerciseChecks = {
  id: 'lstm/macro-f1',
  checks: {
    predict({ predict }, kit) {
      const cases: [Rows, number[]][] = [
        // The third is just at its threshold.
        [[[1.2, 0.8, 0, -1]], [0.6, 0.7, 0.5, 0.2]],
        ...[1, 4, 9].map((rows): [Rows, number[]] => [
          Array.from({ length: rows }, () => kit.numbers(5, 2)),
          Array.from({ length: 5 }, () => 0.1 + 0.8 * kit.random.uniform()),
        ]),
      ];
      for (const [logits, thresholds] of cases) {
        const by = (given: (logit: number, c: number) => boolean): Rows =>
          logits.map((row) => row.map((logit, c) => Number(given(logit, c))));
        const at = (c: number): number => thresholds[c] ?? 0.5;
        kit.equal(
          predict?.(copy(logits), [...thresholds]),
          by((logit, c) => sigmoid(logit) >= at(c)),
          {
            what: 'the labels given',
            input: { logits, thresholds },
            mistakes: {
              'The logits are returned as they were.': logits,
              'The labels are true and false; the numbers 1 and 0 are wanted, as they are counted.': by(
                (logit, c) => sigmoid(logit) >= at(c),
              ).map((row) => row.map((mark) => mark === 1)),
              'The probabilities are those of a softmax, which share one whole: here every label is a question of its own, of a sigmoid.':
                logits.map((row) => {
                  const powers = row.map((logit) => Math.exp(logit));
                  return powers.map((power, c) => Number(power / sum(powers) >= at(c)));
                }),
              'The logits are compared with the thresholds; those are probabilities: apply the sigmoid first.':
                by((logit, c) => logit >= at(c)),
              'The threshold is 0.5 for every label; each has one of its own.': by((logit) => logit >= 0),
              'The threshold of the first label is used for all.': by((logit) => sigmoid(logit) >= at(0)),
              'A probability of just the threshold gives the label: at least, not more than.': by(
                (logit, c) => sigmoid(logit) > at(c),
              ),
              'It is the wrong way round: the label is given below the threshold.': by(
                (logit, c) => sigmoid(logit) < at(c),
              ),
              'Only the greatest logit of each text is given; here every label is a question of its own.':
                logits.map((row) => row.map((logit) => Number(logit === Math.max(...row)))),
            },
          },
        );
      }
    },
    f1({ macroF1 }, kit) {
      for (const rows of [9, 20, 60]) {
        // Every label occurs and is given, so that nothing is divided by 0 here.
        const truth = [[1, 1, 1, 1], ...marks(kit, rows, [0.7, 0.4, 0.2, 0.05])];
        const predicted = [[1, 1, 1, 1], ...guesses(kit, truth.slice(1))];
        kit.equal(macroF1?.(copy(truth), copy(predicted)), mean(countsOf(truth, predicted).map(f1)), {
          what: 'macro F1',
          input: { truth, predicted },
          tolerance: TOLERANCE,
          mistakes: mistakes(truth, predicted),
        });
      }
    },
    absent({ macroF1 }, kit) {
      const cases: [Rows, Rows][] = [
        // Labels 0 and 1 occur and are given, 2 and 3 are never given, no text has 4, and 5 is neither. As many of each as
        // tell the means apart that leave some of them out.
        [
          [
            [1, 0, 1, 0, 0, 0],
            [1, 1, 0, 1, 0, 0],
            [0, 1, 0, 1, 0, 0],
          ],
          [
            [1, 1, 0, 0, 1, 0],
            [1, 0, 0, 0, 0, 0],
            [1, 1, 0, 0, 0, 0],
          ],
        ],
        [
          [
            [1, 0],
            [1, 0],
          ],
          [
            [1, 0],
            [0, 0],
          ],
        ],
        [[[0, 0]], [[0, 0]]],
        [[[1]], [[1]]],
      ];
      for (const [truth, predicted] of cases)
        kit.equal(macroF1?.(copy(truth), copy(predicted)), mean(countsOf(truth, predicted).map(f1)), {
          what: 'macro F1',
          input: { truth, predicted },
          tolerance: TOLERANCE,
          mistakes: mistakes(truth, predicted),
        });
    },
  },
};
