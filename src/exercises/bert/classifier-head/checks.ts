import * as tf from '@tensorflow/tfjs-core';
import type { ExerciseChecks, Student } from '../../kit/checks.ts';
import type { Kit } from '../../kit/kit.ts';
import { linear } from '../norm.ts';

interface Input {
  pooled: tf.Tensor2D;
  weight: tf.Tensor2D;
  bias: tf.Tensor1D;
  rate: number;
}

/** Rows, width, classes. */
type Size = readonly [number, number, number];
const SIZES: readonly Size[] = [
  [3, 5, 2],
  [1, 6, 3],
  [4, 4, 4],
];

const inputOf = (kit: Kit, [rows, width, classes]: Size, rate: number): Input => ({
  pooled: kit.tensor<tf.Rank.R2>([rows, width]),
  weight: kit.tensor<tf.Rank.R2>([classes, width]),
  bias: kit.tensor<tf.Rank.R1>([classes]),
  rate,
});

/** Calls with numbers that are drawn once and for all; what it drew is looked at, too. */
function answer(
  { classify }: Student,
  kit: Kit,
  { pooled, weight, bias, rate }: Input,
  training: boolean,
  drawn: tf.Tensor | null = null,
): { logits: unknown; calls: number[][] } {
  const calls: number[][] = [];
  const uniform = (shape: unknown): tf.Tensor => {
    if (!Array.isArray(shape)) kit.fail('uniform wants a shape: a list of sizes.', { 'it was given': shape });
    calls.push(shape as number[]);
    // The very numbers again where the shape is that of the drawn: not new ones, so that the result can be told.
    if (drawn && drawn.shape.join() === (shape as number[]).join()) return tf.clone(drawn);
    return kit.tensor(shape as [number]);
  };
  return { logits: classify?.(pooled, { weight, bias, rate, training, uniform }), calls };
}

/** x with dropout as the task has it, or otherwise. */
function dropped(
  x: tf.Tensor2D,
  u: tf.Tensor,
  rate: number,
  ways: { by?: number; turned?: boolean } = {},
): tf.Tensor2D {
  const kept = tf.cast(ways.turned ? tf.less(u, rate) : tf.greaterEqual(u, rate), 'float32');
  return tf.div(tf.mul(x, kept), ways.by ?? 1 - rate);
}

const evidenceOf = ({ pooled, weight, rate }: Input, training: boolean): Record<string, unknown> => ({
  input: `pooled [${pooled.shape.join(', ')}], weight [${weight.shape.join(', ')}]`,
  rate,
  training,
});

export const checks: ExerciseChecks = {
  id: 'bert/classifier-head',
  checks: {
    async evaluation(student, kit) {
      for (const size of SIZES)
        for (const rate of [0.4, 0]) {
          const input = inputOf(kit, size, rate);
          const { pooled, weight, bias } = input;
          const { logits, calls } = answer(student, kit, input, false);
          if (calls.length > 0)
            kit.fail('Numbers are drawn in evaluation: dropout is off there.', evidenceOf(input, false));
          const right = linear(pooled, weight, bias);
          await kit.close(logits, right, {
            what: 'the logits',
            input: evidenceOf(input, false),
            mistakes: () => ({
              'They are all 0: nothing is computed yet.': tf.zerosLike(right),
              'These are probabilities; logits are wanted.': tf.softmax(right),
              'These are log-probabilities; logits are wanted.': tf.logSoftmax(right),
              'These are answers of a sigmoid; logits are wanted.': tf.sigmoid(right),
              'A bend behind the product: negative logits are lost.': tf.relu(right),
              'The bias is missing.': tf.sub(right, bias),
              'Multiplied by 1 − p in evaluation: what is kept is made greater in training instead.': linear(
                tf.mul(pooled, 1 - rate),
                weight,
                bias,
              ),
              'Divided by 1 − p though nothing is dropped.': linear(tf.div(pooled, 1 - rate), weight, bias),
            }),
          });
        }
    },
    async training(student, kit) {
      for (const size of SIZES)
        for (const rate of [0.5, 0.25]) {
          const input = inputOf(kit, size, rate);
          const { pooled, weight, bias } = input;
          // Some below, some above, and one right at the rate: that one is kept.
          const u = tf.tensor2d(
            Array.from({ length: pooled.size }, (_, i) =>
              i === 0
                ? rate
                : i % 2 === 1
                  ? rate * kit.random.uniform() * 0.99
                  : rate + (1 - rate) * kit.random.uniform(),
            ),
            pooled.shape,
          );
          const through = (x: tf.Tensor2D): tf.Tensor2D => linear(x, weight, bias);
          const { logits, calls } = answer(student, kit, input, true, u);
          const evidence = { ...evidenceOf(input, true), 'shapes drawn': calls };
          if (calls.length > 0 && !calls.some((shape) => shape.join() === pooled.shape.join()))
            kit.fail(
              calls.some((shape) => shape.at(-1) === size[2] && shape.length === 2)
                ? 'The logits are dropped; it has to be what goes into the product.'
                : `One number is wanted for each of pooled: a draw of [${pooled.shape.join(', ')}].`,
              evidence,
            );
          const right = through(dropped(pooled, u, rate));
          await kit.close(logits, right, {
            what: 'the logits in training',
            input: evidence,
            ...(calls.length === 0 && {
              otherwise:
                'No number is drawn with head.uniform: draw with it, neither with tf.dropout nor with numbers of your own.',
            }),
            mistakes: () => ({
              'Nothing is dropped in training.': through(pooled),
              'What is kept is not divided by 1 − p: the mean would be smaller than in evaluation.': through(
                dropped(pooled, u, rate, { by: 1 }),
              ),
              'What is kept is divided by p; it has to be 1 − p.': through(
                dropped(pooled, u, rate, { by: rate }),
              ),
              'What is kept is multiplied by 1 − p; it has to be divided.': through(
                dropped(pooled, u, rate, { by: 1 / (1 - rate) }),
              ),
              'The wrong ones are dropped: those with u < p have to be 0.': through(
                dropped(pooled, u, rate, { turned: true }),
              ),
              'A number of just p drops its place: only those below p do.': through(
                dropped(pooled, tf.sub(u, 1e-6), rate),
              ),
              'The wrong ones are dropped, and the rest divided by p.': through(
                dropped(pooled, u, rate, { turned: true, by: rate }),
              ),
              ...(size[1] === size[2] && {
                'Dropout stands behind the product; it belongs before it.': dropped(through(pooled), u, rate),
              }),
            }),
          });
        }
    },
    async gradient({ classify }, kit) {
      const { pooled, weight, bias, rate } = inputOf(kit, [2, 3, 2], 0.5);
      const u = tf.tensor2d([0.1, 0.9, 0.6, 0.7, 0.2, 0.8], [2, 3]);
      const way = { rate, training: true, uniform: () => tf.clone(u) };
      await kit.gradients(
        ({ pooled, ...weights }) => classify?.(pooled, { ...weights, ...way }),
        { pooled, weight, bias },
        { what: 'the logits', places: 6 },
      );
    },
    memory(student, kit) {
      const input = inputOf(kit, [2, 3, 2], 0.5);
      kit.noLeak('classify in evaluation', () => answer(student, kit, input, false).logits);
      kit.noLeak('classify in training', () => answer(student, kit, input, true).logits);
    },
  },
};
