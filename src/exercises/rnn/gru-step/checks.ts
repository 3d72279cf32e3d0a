import * as tf from '@tensorflow/tfjs-core';
import type { ExerciseChecks } from '../../kit/checks.ts';
import {
  keepsEnded,
  maskedStep,
  recurrenceOf,
  STEP_SIZES,
  stepEvidence,
  stepInput,
  type StepInput,
} from '../../kit/recurrent.ts';

type Values = { r: tf.Tensor; z: tf.Tensor; n: tf.Tensor; xn: tf.Tensor; hn: tf.Tensor };

function values({ x, h, w }: StepInput): Values {
  const size = h.shape[1];
  const part = (whole: tf.Tensor, k: number): tf.Tensor =>
    tf.slice(whole, [0, k * size], [whole.shape[0] ?? 1, size]);
  const xs = tf.add(tf.matMul(x, w.weightIh, false, true), w.biasIh);
  const hs = tf.add(tf.matMul(h, w.weightHh, false, true), w.biasHh);
  const gate = (k: number): tf.Tensor => tf.sigmoid(tf.add(part(xs, k), part(hs, k)));
  const [r, z, xn, hn] = [gate(0), gate(1), part(xs, 2), part(hs, 2)];
  return { r, z, xn, hn, n: tf.tanh(tf.add(xn, tf.mul(r, hn))) };
}

const mix = (z: tf.Tensor, n: tf.Tensor, h: tf.Tensor): tf.Tensor => tf.add(n, tf.mul(z, tf.sub(h, n)));

function fresh(input: StepInput): tf.Tensor {
  const { z, n } = values(input);
  return mix(z, n, input.h);
}

const wanted = (input: StepInput): tf.Tensor => tf.where(tf.cast(input.mask, 'bool'), fresh(input), input.h);
const what = 'the new state';

export const checks: ExerciseChecks = {
  id: 'rnn/gru-step',
  checks: {
    async formula({ gruStep }, kit) {
      for (const size of STEP_SIZES) {
        const input = stepInput(kit, 'gru', size);
        const { x, h, mask, w } = input;
        const { r, z, n, xn, hn } = values(input);
        const units = h.shape[1];
        const biasOfNews = tf.slice(w.biasHh, [2 * units], [units]);
        const no = tf.zerosLike(w.biasIh);
        const before = tf.add(
          tf.matMul(tf.mul(r, h), tf.slice(w.weightHh, [2 * units, 0], [units, units]), false, true),
          tf.slice(w.biasHh, [2 * units], [units]),
        );
        await kit.close(gruStep?.(x, h, mask, w), wanted(input), {
          what,
          input: stepEvidence(input),
          mistakes: () => ({
            'The state is returned as it was.': h,
            'z turns the wrong way: z = 1 has to keep the old state.': mix(z, h, n),
            'The gates r and z are exchanged: the blocks are r, z, n.': mix(
              r,
              tf.tanh(tf.add(xn, tf.mul(z, hn))),
              h,
            ),
            'The update gate z stands in the news where the reset gate r belongs.': mix(
              z,
              tf.tanh(tf.add(xn, tf.mul(z, hn))),
              h,
            ),
            'The reset gate is missing in the news.': mix(z, tf.tanh(tf.add(xn, hn)), h),
            'The reset gate is applied before the matrix product; here it comes after it.': mix(
              z,
              tf.tanh(tf.add(xn, before)),
              h,
            ),
            'The reset gate scales the input as well; it is for the state only.': mix(
              z,
              tf.tanh(tf.mul(r, tf.add(xn, hn))),
              h,
            ),
            'The bias b_hn stands outside of the reset gate; r scales it as well.': mix(
              z,
              tf.tanh(tf.add(tf.add(xn, biasOfNews), tf.mul(r, tf.sub(hn, biasOfNews)))),
              h,
            ),
            'Both biases are missing.': fresh({ ...input, w: { ...w, biasIh: no, biasHh: no } }),
            'The bias biasHh is missing.': fresh({ ...input, w: { ...w, biasHh: no } }),
            'The bias biasIh is missing.': fresh({ ...input, w: { ...w, biasIh: no } }),
            'The news are not weighed by 1 − z.': tf.add(n, tf.mul(z, h)),
            'The news are returned alone: the old state is not mixed in.': n,
            'The news go through the sigmoid, but the formula has tanh.': mix(
              z,
              tf.sigmoid(tf.add(xn, tf.mul(r, hn))),
              h,
            ),
          }),
        });
      }
    },
    async padding({ gruStep }, kit) {
      for (const ended of [[1, 3], [0]]) {
        const input = stepInput(kit, 'gru', [4, 3, 5], ended);
        const { x, h, mask, w } = input;
        const stepBy = (marks: tf.Tensor): tf.Tensor => kit.aTensor(gruStep?.(x, h, marks, w), what, h.shape);
        await keepsEnded(kit, maskedStep(stepBy, mask, h), { what: 'state', input: stepEvidence(input) });
      }
    },
    async gradient({ gruStep }, kit) {
      const { x, h, mask, w } = stepInput(kit, 'gru', [3, 4, 5], [1]);
      await kit.gradients((at) => gruStep?.(at.x, at.h, mask, at.w), { x, h, w }, { what: 'the new state' });
    },
    memory({ gruStep }, kit) {
      const { x, h, mask, w } = stepInput(kit, 'gru', [3, 4, 5], [1]);
      kit.noLeak('A step', () => gruStep?.(x, h, mask, w));
    },
  },
  piece: ({ gruStep }) => ({ recurrent: recurrenceOf((x, h, mask, w) => gruStep?.(x, h, mask, w)) }),
};
