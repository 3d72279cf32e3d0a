import * as tf from '@tensorflow/tfjs-core';
import type { ExerciseChecks } from '../../kit/checks.ts';
import type { Kit } from '../../kit/kit.ts';

interface Input {
  s: tf.Tensor2D;
  h: tf.Tensor3D;
}
interface Weights {
  W1: tf.Tensor2D;
  W2: tf.Tensor2D;
  v: tf.Tensor1D;
}

/** Batch, states of the source, their size: small and odd, and some of 1. */
const SIZES = [
  [2, 3, 4],
  [1, 1, 1],
  [3, 5, 2],
  [2, 1, 7],
] as const;

function inputOf(kit: Kit, [batch, steps, size]: readonly [number, number, number]): Input {
  return { s: kit.tensor<tf.Rank.R2>([batch, size]), h: kit.tensor<tf.Rank.R3>([batch, steps, size]) };
}

const weightsOf = (kit: Kit, size: number, width: number): Weights => ({
  W1: kit.tensor<tf.Rank.R2>([width, size]),
  W2: kit.tensor<tf.Rank.R2>([width, size]),
  v: kit.tensor<tf.Rank.R1>([width]),
});

const evidenceOf = ({ s, h }: Input): Record<string, unknown> => ({
  input: `s [${s.shape.join(', ')}], h [${h.shape.join(', ')}]`,
});

const dotOf = (s: tf.Tensor2D, h: tf.Tensor3D): tf.Tensor =>
  tf.squeeze(tf.matMul(h, tf.expandDims(s, 2)), [2]);

const times = (h: tf.Tensor3D, weight: tf.Tensor2D): tf.Tensor3D =>
  tf.reshape(tf.matMul(tf.reshape(h, [-1, h.shape[2]]), weight, false, true), [
    h.shape[0],
    h.shape[1],
    weight.shape[0],
  ]);

function sums({ s, h }: Input, { W1, W2 }: Pick<Weights, 'W1' | 'W2'>): tf.Tensor {
  return tf.add(times(h, W1), tf.expandDims(tf.matMul(s, W2, false, true), 1));
}

const additiveOf = (input: Input, w: Weights): tf.Tensor => tf.sum(tf.mul(tf.tanh(sums(input, w)), w.v), 2);

export const checks: ExerciseChecks = {
  id: 'attention/scores',
  checks: {
    async dot({ dotScore }, kit) {
      for (const size of SIZES) {
        const input = inputOf(kit, size);
        const { s, h } = input;
        const right = dotOf(s, h);
        await kit.close(dotScore?.(s, h), right, {
          what: 'the scores',
          input: evidenceOf(input),
          mistakes: {
            'The scores are all 0.': tf.zerosLike(right),
            'Every score is the sum of the states of the source: s does not get in.': tf.sum(h, 2),
            'The scores are divided by √H: that belongs to another score, the scaled one.': tf.div(
              right,
              Math.sqrt(s.shape[1]),
            ),
            'The scores went through a softmax already: that comes later.': tf.softmax(right),
            'The mean over the features, not their sum.': tf.div(right, s.shape[1]),
          },
        });
      }
    },
    async general({ generalScore }, kit) {
      for (const size of SIZES) {
        const input = inputOf(kit, size);
        const { s, h } = input;
        const weight = kit.tensor<tf.Rank.R2>([size[2], size[2]]);
        await kit.close(generalScore?.(s, h, weight), dotOf(s, times(h, weight)), {
          what: 'the scores',
          input: evidenceOf(input),
          mistakes: {
            'The scores are all 0.': tf.zeros([size[0], size[1]]),
            'W does not get in: this is the dot product.': dotOf(s, h),
            'W is the wrong way round: it multiplies h, so s · W h, not h · W s.': dotOf(
              s,
              times(h, tf.transpose(weight)),
            ),
          },
        });
      }
    },
    async additive({ additiveScore }, kit) {
      for (const [i, size] of SIZES.entries()) {
        const input = inputOf(kit, size);
        const { s, h } = input;
        const w = weightsOf(kit, size[2], [5, 3, 1, 4][i] as number);
        const plain = sums(input, w);
        await kit.close(additiveScore?.(s, h, w), additiveOf(input, w), {
          what: 'the scores',
          input: { ...evidenceOf(input), A: w.v.shape[0] },
          mistakes: {
            'The scores are all 0.': tf.zeros([size[0], size[1]]),
            'tanh is missing: then s adds the same to every score, and the softmax takes it out again.':
              tf.sum(tf.mul(plain, w.v), 2),
            'W₁ and W₂ are exchanged: W₁ belongs to the states of the source.': additiveOf(input, {
              ...w,
              W1: w.W2,
              W2: w.W1,
            }),
            'v does not get in: the sum has to be weighed with it.': tf.sum(tf.tanh(plain), 2),
            'W₂ s is missing: what is asked does not get in.': tf.sum(
              tf.mul(tf.tanh(times(h, w.W1)), w.v),
              2,
            ),
            'v is multiplied inside of tanh: v · tanh(…), not tanh(v · …).': tf.tanh(
              tf.sum(tf.mul(plain, w.v), 2),
            ),
          },
        });
      }
    },
    async gradient({ dotScore, generalScore, additiveScore }, kit) {
      const { s, h } = inputOf(kit, [2, 3, 4]);
      const w = weightsOf(kit, 4, 3);
      await kit.gradients((at) => dotScore?.(at.s, at.h), { s, h }, { what: 'the dot scores' });
      await kit.gradients(
        (at) => generalScore?.(at.s, at.h, at.W),
        { s, h, W: kit.tensor([4, 4]) },
        { what: 'the multiplicative scores' },
      );
      await kit.gradients(
        (at) => additiveScore?.(at.s, at.h, at.w),
        { s, h, w },
        { what: 'the additive scores' },
      );
    },
    async memory({ dotScore, generalScore, additiveScore }, kit) {
      const { s, h } = inputOf(kit, [2, 3, 4]);
      const w = weightsOf(kit, 4, 3);
      const weight = kit.tensor<tf.Rank.R2>([4, 4]);
      kit.noLeak('dotScore', () => dotScore?.(s, h));
      kit.noLeak('generalScore', () => generalScore?.(s, h, weight));
      kit.noLeak('additiveScore', () => additiveScore?.(s, h, w));
      await kit.close(dotScore?.(s, h), dotOf(s, h), { what: 'the scores' });
    },
  },
};
