import * as tf from '@tensorflow/tfjs-core';
import { bceWithLogits } from '../../../nn/losses.ts';
import type { ExerciseChecks, Student } from '../../kit/checks.ts';
import type { Kit } from '../../kit/kit.ts';

/** Multi-hot rows in which label c is set in `positive[c]` of them, at random places. */
function rowsOf(kit: Kit, count: number, positive: readonly number[]): number[][] {
  const rows = Array.from({ length: count }, () => positive.map(() => 0));
  positive.forEach((wanted, label) => {
    const order = kit.random.shuffle(rows.map((_, row) => row));
    for (const row of order.slice(0, wanted)) (rows[row] as number[])[label] = 1;
  });
  return rows;
}

interface Input {
  logits: tf.Tensor2D;
  targets: tf.Tensor2D;
  weights: tf.Tensor1D;
}

function inputOf(kit: Kit, rows: number, labels: number, scale = 2): Input {
  return {
    logits: kit.tensor<tf.Rank.R2>([rows, labels], scale),
    targets: tf.tensor2d(
      Array.from({ length: rows * labels }, () => kit.integer(0, 1)),
      [rows, labels],
    ),
    weights: tf.tensor1d(Array.from({ length: labels }, () => 1.5 + 4 * kit.random.uniform())),
  };
}

/** Elements of the loss, [N, C]. */
const elements = ({ logits, targets }: Input, yes: tf.Tensor, no: tf.Tensor | number = 1): tf.Tensor =>
  tf.add(
    tf.mul(tf.mul(targets, yes), tf.softplus(tf.neg(logits))),
    tf.mul(tf.mul(tf.sub(1, targets), no), tf.softplus(logits)),
  );

const lossOf = ({ weightedLoss }: Student, kit: Kit, { logits, targets, weights }: Input): tf.Tensor =>
  kit.aTensor(weightedLoss?.(logits, targets, weights), 'the loss');

export const checks: ExerciseChecks = {
  id: 'lstm/pos-weight',
  checks: {
    weights({ positiveWeights }, kit) {
      for (const [count, positive] of [
        [10, [1, 4, 5]],
        [7, [2, 7, 1, 3]],
        [40, [30, 8]],
      ] as const) {
        const rows = rowsOf(kit, count, positive);
        const all = positive.reduce<number>((a, b) => a + b, 0);
        kit.equal(
          positiveWeights?.(rows, 1000),
          positive.map((yes) => (count - yes) / yes),
          {
            what: 'the weights',
            tolerance: 1e-6,
            input: { 'texts with each label': positive, 'texts in all': count },
            mistakes: {
              'All texts are divided by those with the label: take the texts without it.': positive.map(
                (yes) => count / yes,
              ),
              'The fraction stands on its head: texts without the label by texts with it.': positive.map(
                (yes) => (yes === count ? Infinity : yes / (count - yes)),
              ),
              'The marks of all labels are counted together: what counts is the texts without this label.':
                positive.map((yes) => (all - yes) / yes),
              'The weights of a balanced choice of one class are n / (C · n_c); here each label is a choice of its own.':
                positive.map((yes) => count / (positive.length * yes)),
              'All weights are 1: nothing is counted.': positive.map(() => 1),
            },
          },
        );
      }
    },
    unseen({ positiveWeights }, kit) {
      for (const [most, positive] of [
        [100, [0, 4, 10]],
        [3, [1, 0, 5, 2]],
      ] as const) {
        const right = positive.map((yes) => (yes === 0 ? most : Math.min((20 - yes) / yes, most)));
        const with0 = (value: number): number[] =>
          right.map((weight, c) => (positive[c] === 0 ? value : weight));
        kit.equal(positiveWeights?.(rowsOf(kit, 20, positive), most), right, {
          what: 'the weights',
          tolerance: 1e-6,
          input: { 'texts with each label': positive, 'texts in all': 20, most },
          mistakes: {
            'A label that no text has gets an infinite weight: give it `most`.': with0(Infinity),
            'A label that no text has gets NaN: give it `most`.': with0(NaN),
            'A label that no text has gets 1: give it `most`.': with0(1),
            'A label that no text has gets 0: give it `most`.': with0(0),
            'No weight may be above `most`.': positive.map((yes) => (yes === 0 ? most : (20 - yes) / yes)),
            'No weight may be above `most`, nor infinite.': positive.map((yes) => (20 - yes) / yes),
          },
        });
      }
    },
    async loss(student, kit) {
      for (const [rows, labels] of [
        [4, 3],
        [1, 5],
        [6, 1],
        [5, 5],
      ] as const) {
        const input = inputOf(kit, rows, labels);
        const { logits, targets, weights } = input;
        const right = bceWithLogits(logits, targets, { posWeight: weights });
        const got = lossOf(student, kit, input);
        if (got.rank > 0)
          kit.fail('The loss should be one number: the mean over all elements.', {
            'shape you return': `[${got.shape.join(', ')}]`,
          });
        const whole = elements(input, weights);
        await kit.close(got, right, {
          what: 'the loss',
          input: { input: `logits and targets [${rows}, ${labels}]`, weights: await weights.array() },
          mistakes: () => ({
            'The weights are not used.': tf.mean(elements(input, tf.scalar(1))),
            'The weights stand at both answers; they belong to the yes only.': tf.mean(
              elements(input, weights, weights),
            ),
            'The weights stand at the no; they belong to the yes.': tf.mean(
              elements(input, tf.scalar(1), weights),
            ),
            'The loss is summed over the labels: the mean is over all elements.': tf.mean(tf.sum(whole, 1)),
            'The loss is summed; PyTorch takes the mean over all elements.': tf.sum(whole),
            'The loss is divided by the sum of the weights; PyTorch divides by the number of elements.':
              tf.div(
                tf.sum(whole),
                tf.sum(
                  elements(
                    { ...input, logits: tf.zerosLike(logits) },
                    tf.div(weights, Math.LN2),
                    1 / Math.LN2,
                  ),
                ),
              ),
            'The sign is wrong: a loss is not below 0.': tf.neg(right),
            'The loss is always 0.': tf.scalar(0),
          }),
        });
      }
    },
    async stable(student, kit) {
      // One element of weight 1: weights and means are the affair of the check before. First one that needs no care.
      for (const [logit, target] of [
        [1.5, 1],
        [1.5, 0],
        [-1000, 1],
        [1000, 0],
        [1000, 1],
        [-1000, 0],
        [90, 0],
        [-90, 1],
      ] as const) {
        const input: Input = {
          logits: tf.tensor2d([[logit]]),
          targets: tf.tensor2d([[target]]),
          weights: tf.tensor1d([1]),
        };
        const got = lossOf(student, kit, input);
        const [value] = await got.data();
        const [wanted] = await elements(input, input.weights).data();
        // Some graphics chips give a large number for log 0 instead of −∞: wrong as well, for the same reason.
        const off = Math.abs((value as number) - (wanted as number));
        if (off <= 1e-3 + 1e-4 * (wanted as number)) continue;
        kit.fail(
          Math.abs(logit) < 10
            ? 'Already a logit of 1.5 has a wrong loss: how greater ones fare can be seen once the formula is right.'
            : `A logit of ${logit} gives a wrong loss: σ(z) is exactly 0 or 1 there, cut off or not. Use softplus, not log σ.`,
          { logit, target, weight: 1, 'your loss': value, 'right loss': wanted },
        );
      }
    },
    async gradient(student, kit) {
      const input = inputOf(kit, 4, 3);
      await kit.gradient(
        (logits) => lossOf(student, kit, { ...input, logits: logits as tf.Tensor2D }),
        input.logits,
        {
          what: 'the loss after the logits',
        },
      );
    },
    memory(student, kit) {
      const input = inputOf(kit, 4, 3);
      kit.noLeak('The loss', () => lossOf(student, kit, input));
    },
  },
};
