import * as tf from '@tensorflow/tfjs-core';
import type { ExerciseChecks, Student } from '../../kit/checks.ts';
import type { Kit } from '../../kit/kit.ts';

/** −log p of the class, in double precision. */
function lossOf(row: readonly number[], target: number): number {
  const most = Math.max(...row);
  return most + Math.log(row.reduce((sum, z) => sum + Math.exp(z - most), 0)) - (row[target] ?? 0);
}

/** What comes out where rows of class 0 are taken for padding: the rows left, or all that count, divide the sum. */
function withoutClass0(losses: readonly number[], targets: readonly number[]): Record<string, number[]> {
  const left = losses.filter((_, n) => (targets[n] as number) > 0);
  const sum = left.reduce((a, b) => a + b, 0);
  return {
    'Rows of class 0 are left out: padding has the number ignoreIndex, and class 0 is a class like any other.':
      [sum / Math.max(1, left.length)],
    'Rows of class 0 give no loss: class 0 is a class like any other.': [
      sum / Math.max(1, losses.filter((loss) => loss !== 0).length),
    ],
  };
}

async function compare(
  { crossEntropy }: Student,
  kit: Kit,
  [rows, classes]: readonly [number, number],
  { ended = [], scale = 1, ignore = -100 }: { ended?: number[]; scale?: number; ignore?: number } = {},
): Promise<void> {
  const logits = Array.from({ length: rows }, () => kit.numbers(classes, scale));
  // Class 0 is a class like any other: unless padding has its number, the first row that counts is of it.
  const first = logits.findIndex((_, n) => !ended.includes(n));
  const classOf = (n: number): number =>
    ignore === 0 ? 1 + kit.random.below(classes - 1) : n === first ? 0 : kit.random.below(classes);
  const targets = logits.map((_, n) => (ended.includes(n) ? ignore : classOf(n)));
  const losses = logits.map((row, n) => (ended.includes(n) ? 0 : lossOf(row, targets[n] as number)));
  const sum = losses.reduce((a, b) => a + b, 0);
  const all = logits.reduce(
    (a, row, n) => a + lossOf(row, ended.includes(n) ? 0 : (targets[n] as number)),
    0,
  );
  const counted = rows - ended.length;
  /** The mean of another number of each row that counts. */
  const meanOf = (of: (row: number[], target: number) => number): number[] => [
    logits.reduce((a, row, n) => a + (ended.includes(n) ? 0 : of(row, targets[n] as number)), 0) / counted,
  ];
  const probability = (row: readonly number[], target: number): number => Math.exp(-lossOf(row, target));
  await kit.close(
    crossEntropy?.(tf.tensor2d(logits), tf.tensor1d(targets, 'int32'), ignore),
    tf.scalar(counted ? sum / counted : 0),
    {
      what: 'the loss',
      input: { logits, targets, ignoreIndex: ignore },
      mistakes: () => ({
        'The sign is missing: the loss is minus the logarithm.': [-sum / counted],
        'The losses are summed; their mean is wanted.': [sum],
        'The sum is divided by all rows: only those that count are in the mean.': [sum / rows],
        'The logit of the class is taken as it is: the softmax is missing.': meanOf(
          (row, t) => -(row[t] as number),
        ),
        'This is minus the probability of the class: its logarithm is missing.': meanOf(
          (row, t) => -probability(row, t),
        ),
        'The softmax is applied twice: logSoftmax wants the logits themselves.': meanOf((row, t) =>
          lossOf(
            row.map((_, c) => probability(row, c)),
            t,
          ),
        ),
        'Ignored rows are counted, as if their class were 0.': [all / rows],
        ...withoutClass0(losses, targets),
      }),
    },
  );
}

export const checks: ExerciseChecks = {
  id: 'rnn/cross-entropy',
  checks: {
    async formula(student, kit) {
      for (const size of [
        [3, 4],
        [1, 2],
        [7, 5],
      ] as const)
        await compare(student, kit, size);
    },
    async ignored(student, kit) {
      await compare(student, kit, [5, 3], { ended: [1, 4] });
      await compare(student, kit, [6, 4], { ended: [0, 2, 3], ignore: 0 });
    },
    stable: (student, kit) => compare(student, kit, [4, 3], { scale: 1000, ended: [2] }),
    empty: (student, kit) => compare(student, kit, [2, 3], { ended: [0, 1] }),
    async gradient({ crossEntropy }, kit) {
      const [logits, targets] = [kit.tensor<tf.Rank.R2>([3, 4]), tf.tensor1d([1, 0, -100], 'int32')];
      await kit.gradient((at) => crossEntropy?.(at, targets, -100), logits, { what: 'the loss', places: 12 });
    },
    memory({ crossEntropy }, kit) {
      const [logits, targets] = [kit.tensor<tf.Rank.R2>([3, 4]), tf.tensor1d([1, 0, -100], 'int32')];
      kit.noLeak('The loss', () => crossEntropy?.(logits, targets, -100));
    },
  },
};
