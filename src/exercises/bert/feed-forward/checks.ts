import * as tf from '@tensorflow/tfjs-core';
import type { ExerciseChecks } from '../../kit/checks.ts';
import type { Kit } from '../../kit/kit.ts';
import { gelu as rightGelu, linear } from '../norm.ts';

interface Input {
  x: tf.Tensor3D;
  w: { inner: tf.Tensor2D; innerBias: tf.Tensor1D; outer: tf.Tensor2D; outerBias: tf.Tensor1D };
}

/** Batch, tokens, width, width inside. */
type Size = readonly [number, number, number, number];

function inputOf(kit: Kit, [batch, length, width, inside]: Size): Input {
  return {
    x: kit.tensor<tf.Rank.R3>([batch, length, width]),
    w: {
      inner: kit.tensor<tf.Rank.R2>([inside, width]),
      innerBias: kit.tensor<tf.Rank.R1>([inside]),
      outer: kit.tensor<tf.Rank.R2>([width, inside]),
      outerBias: kit.tensor<tf.Rank.R1>([width]),
    },
  };
}

type Bend = (x: tf.Tensor) => tf.Tensor;
const same: Bend = (x) => x;

/** x · Φ(x) as GPT-2 has it. */
const byTanh: Bend = (x) =>
  tf.mul(
    tf.mul(x, 0.5),
    tf.add(1, tf.tanh(tf.mul(Math.sqrt(2 / Math.PI), tf.add(x, tf.mul(0.044715, tf.pow(x, 3)))))),
  );

function right(
  { x, w }: Input,
  bend: Bend = rightGelu,
  atEnd: Bend = same,
  biases = [true, true],
): tf.Tensor3D {
  const bias = (one: tf.Tensor1D, i: number): tf.Tensor1D => (biases[i] ? one : tf.zerosLike(one));
  const wide = bend(linear(x, w.inner, bias(w.innerBias, 0)));
  return atEnd(linear(wide, w.outer, bias(w.outerBias, 1))) as tf.Tensor3D;
}

const evidenceOf = ({ x, w }: Input): Record<string, unknown> => ({
  input: `x [${x.shape.join(', ')}], inner [${w.inner.shape.join(', ')}], outer [${w.outer.shape.join(', ')}]`,
});

export const checks: ExerciseChecks = {
  id: 'bert/feed-forward',
  checks: {
    async gelu({ gelu }, kit) {
      for (const [numbers, shape] of [
        [[-3, -1, -0.5, 0, 0.5, 1, 2, 3], [8]],
        [kit.numbers(12), [2, 2, 3]],
        [kit.numbers(5), [5, 1]],
      ] as const) {
        const x = tf.tensor([...numbers], [...shape]);
        const erf = (of: tf.Tensor): tf.Tensor => tf.add(1, tf.erf(of));
        await kit.close(gelu?.(x), rightGelu(x), {
          what: 'gelu(x)',
          input: { x: numbers },
          rtol: 1e-5,
          mistakes: () => ({
            'This is ReLU.': tf.relu(x),
            'This is the approximation by tanh: near, but not the formula.': byTanh(x),
            'This is x · σ(1.702 x), an approximation.': tf.mul(x, tf.sigmoid(tf.mul(x, 1.702))),
            'This is x · σ(x), which is called SiLU.': tf.mul(x, tf.sigmoid(x)),
            'This is Φ(x); it has to be multiplied by x.': tf.mul(0.5, erf(tf.div(x, Math.SQRT2))),
            'The half is missing.': tf.mul(x, erf(tf.div(x, Math.SQRT2))),
            'Within erf x is not divided by √2.': tf.mul(tf.mul(x, 0.5), erf(x)),
            'Within erf x is divided by 2; it has to be √2.': tf.mul(tf.mul(x, 0.5), erf(tf.div(x, 2))),
            'The 1 is missing: erf lies between −1 and 1.': tf.mul(
              tf.mul(x, 0.5),
              tf.erf(tf.div(x, Math.SQRT2)),
            ),
          }),
        });
      }
    },
    async values({ feedForward }, kit) {
      for (const size of [
        [2, 3, 4, 6],
        [1, 1, 2, 5],
        [3, 2, 3, 3],
      ] as const) {
        const input = inputOf(kit, size);
        await kit.close(feedForward?.(input.x, input.w), right(input), {
          what: 'what comes out',
          input: evidenceOf(input),
          rtol: 2e-5,
          mistakes: () => ({
            'x comes out as it went in.': input.x,
            'There is no bend between the two products: together they are one.': right(input, same),
            'The bend is ReLU.': right(input, tf.relu),
            'The bend is the approximation by tanh.': right(input, byTanh),
            'There is a bend at the end, too: negative numbers would never come out.': right(
              input,
              rightGelu,
              rightGelu,
            ),
            'The bend stands at the end only.': right(input, same, rightGelu),
            'x is added here already: that comes in the next exercise.': tf.add(right(input), input.x),
            'No bias is added.': right(input, rightGelu, same, [false, false]),
            'The bias inside is missing.': right(input, rightGelu, same, [false, true]),
            'The bias at the end is missing.': right(input, rightGelu, same, [true, false]),
          }),
        });
      }
    },
    async gradient({ gelu, feedForward }, kit) {
      const input = inputOf(kit, [2, 2, 3, 4]);
      await kit.gradients((at) => feedForward?.(at.x, at.w), input, { what: 'what comes out,' });
      await kit.gradients((at) => gelu?.(at.x), { x: kit.tensor([6]) }, { what: 'gelu(x)', places: 6 });
    },
    async memory({ gelu, feedForward }, kit) {
      const input = inputOf(kit, [2, 3, 4, 6]);
      kit.noLeak('feedForward', () => feedForward?.(input.x, input.w));
      kit.noLeak('gelu', () => gelu?.(input.x));
      await kit.close(gelu?.(input.x), rightGelu(input.x), { what: 'gelu(x)' });
    },
  },
};
