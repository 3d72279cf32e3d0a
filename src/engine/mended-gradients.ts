import * as tf from '@tensorflow/tfjs-core';

/**
 * Gradients that TensorFlow.js 4.22 lacks (Einsum, GatherNd) or gets wrong (SquaredDifference of shapes that broadcast,
 * Unpack of one slice, Cumsum along any but the last axis: there the result is transposed, which a square matrix does
 * not even show by its shape). Whoever writes a model by hand meets them.
 */
export function mendGradients(): void {
  for (const config of MENDED) tf.registerGradient(config);
}

/** The gradient of a result that was broadcast, summed back to the shape of an operand. */
function summedTo(gradient: tf.Tensor, shape: readonly number[]): tf.Tensor {
  const added = gradient.rank - shape.length;
  const axes = gradient.shape.flatMap((size, axis) =>
    axis < added || (shape[axis - added] === 1 && size !== 1) ? [axis] : [],
  );
  return tf.reshape(axes.length > 0 ? tf.sum(gradient, axes) : gradient, [...shape]);
}

/**
 * The gradient of one operand of an einsum: an einsum of the gradient of the result with the other operand. Letters
 * that only this operand has were summed over: the gradient is the same along them.
 */
function einsumGradient(
  dy: tf.Tensor,
  output: string,
  own: tf.Tensor,
  term: string,
  other: Operand | null,
): tf.Tensor {
  const there = [...term].filter((letter) => output.includes(letter) || other?.term.includes(letter));
  const reached = there.join('');
  const gradient = other
    ? tf.einsum(`${output},${other.term}->${reached}`, dy, other.tensor)
    : tf.einsum(`${output}->${reached}`, dy);
  const sizes = [...term].map((letter, axis) => (there.includes(letter) ? (own.shape[axis] ?? 1) : 1));
  return tf.broadcastTo(tf.reshape(gradient, sizes), own.shape);
}

interface Operand {
  tensor: tf.Tensor;
  term: string;
}

const only = (dy: tf.Tensor | tf.Tensor[]): tf.Tensor => (Array.isArray(dy) ? (dy[0] as tf.Tensor) : dy);

const MENDED: readonly tf.GradConfig[] = [
  {
    kernelName: 'SquaredDifference',
    inputsToSave: ['a', 'b'],
    gradFunc: (dy, saved) => {
      const [a, b] = saved as [tf.Tensor, tf.Tensor];
      const twice = () => tf.mul(only(dy), tf.mul(2, tf.sub(a, b)));
      return { a: () => summedTo(twice(), a.shape), b: () => summedTo(tf.neg(twice()), b.shape) };
    },
  },
  {
    kernelName: 'Unpack',
    gradFunc: (dy, _, attributes) => ({
      value: () => tf.stack(Array.isArray(dy) ? dy : [dy], attributes.axis as number),
    }),
  },
  {
    kernelName: 'Cumsum',
    gradFunc: (dy, _, { axis, exclusive, reverse }) => ({
      x: () => tf.cumsum(only(dy), axis as number, exclusive as boolean, !(reverse as boolean)),
    }),
  },
  {
    kernelName: 'GatherNd',
    inputsToSave: ['params', 'indices'],
    gradFunc: (dy, saved) => {
      const [params, indices] = saved as [tf.Tensor, tf.Tensor];
      // The other operand is whole numbers: nothing flows there.
      return {
        params: () => tf.scatterND(indices, only(dy), params.shape),
        indices: () => tf.zerosLike(indices),
      };
    },
  },
  {
    kernelName: 'Einsum',
    saveAllInputs: true,
    gradFunc: (dy, saved, attributes) => {
      const [left = '', output = ''] = (attributes.equation as string).replace(/\s/g, '').split('->');
      const terms = left.split(',');
      const operands = saved.map((tensor, i) => ({ tensor, term: terms[i] ?? '' }));
      return Object.fromEntries(
        operands.map(({ tensor, term }, i) => [
          i,
          () => einsumGradient(only(dy), output, tensor, term, operands[1 - i] ?? null),
        ]),
      );
    },
  },
];
