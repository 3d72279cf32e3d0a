import type { Exercise } from '../../types.ts';

const TYPES = `interface Weights {
  inner: tf.Tensor2D; // [F, H]
  innerBias: tf.Tensor1D; // [F]
  outer: tf.Tensor2D; // [H, F]
  outerBias: tf.Tensor1D; // [H]
}`;

export const exercise: Exercise = {
  id: 'bert/feed-forward',
  title: 'Feed-forward with GELU',
  defines: ['gelu', 'feedForward'],
  tensors: true,
  starter: `${TYPES}

/** Element by element */
function gelu(x: tf.Tensor): tf.Tensor {
  // Your code
  return tf.relu(x);
}

/** x [B, T, H] → [B, T, H] */
function feedForward(x: tf.Tensor3D, w: Weights): tf.Tensor3D {
  return tf.tidy(() => {
    // Your code
    return x;
  });
}
`,
  reference: `${TYPES}

function gelu(x: tf.Tensor): tf.Tensor {
  return tf.tidy(() => tf.mul(tf.mul(x, 0.5), tf.add(1, tf.erf(tf.div(x, Math.SQRT2)))));
}

function feedForward(x: tf.Tensor3D, w: Weights): tf.Tensor3D {
  return tf.tidy(() => {
    const flat = tf.reshape(x, [-1, x.shape[2]]);
    const wide = gelu(tf.add(tf.matMul(flat, w.inner, false, true), w.innerBias));
    const narrow = tf.add(tf.matMul(wide, w.outer, false, true), w.outerBias);
    return tf.reshape(narrow, x.shape);
  });
}
`,
  offers: [
    { name: 'tf.erf', detail: '(x): the error function, element by element' },
    { name: 'tf.matMul', detail: '(a, b, transposeA?, transposeB?): of matrices' },
    { name: 'tf.reshape', detail: '(x, shape): the same numbers in another shape' },
    { name: 'Math.SQRT2', detail: 'the root of 2' },
  ],
  checks: [
    { id: 'gelu', title: 'GELU is x · Φ(x)', points: 2 },
    { id: 'values', title: 'Wider, bent, narrow again: for each token by itself', points: 2 },
    { id: 'gradient', title: 'The gradient reaches x, weights and biases', points: 1, after: 'values' },
    { id: 'memory', title: 'No tensor is left behind', points: 1, after: 'values' },
  ],
};
