import type { Exercise } from '../../types.ts';

const TYPES = `interface Weights {
  qkv: tf.Tensor2D; // [3H, H]: rows of queries, then of keys, then of values
  qkvBias: tf.Tensor1D; // [3H]
  output: tf.Tensor2D; // [H, H]
  outputBias: tf.Tensor1D; // [H]
}`;

export const exercise: Exercise = {
  id: 'bert/self-attention',
  title: 'Self-attention with several heads',
  defines: ['selfAttention'],
  tensors: true,
  starter: `${TYPES}

/** x W^T + b on the last axis: [B, T, I] → [B, T, O] */
function linear(x: tf.Tensor3D, w: tf.Tensor2D, b: tf.Tensor1D): tf.Tensor3D {
  const [batch, length, size] = x.shape;
  const flat = tf.matMul(tf.reshape(x, [batch * length, size]), w, false, true);
  return tf.reshape(tf.add(flat, b), [batch, length, w.shape[0]]);
}

/** x [B, T, H]; mask [B, T]: 1 for tokens, 0 for padding, the first is always 1 → [B, T, H] */
function selfAttention(x: tf.Tensor3D, mask: tf.Tensor2D, w: Weights, heads: number): tf.Tensor3D {
  return tf.tidy(() => {
    // Your code
    return linear(x, w.output, w.outputBias);
  });
}
`,
  reference: `${TYPES}

function linear(x: tf.Tensor3D, w: tf.Tensor2D, b: tf.Tensor1D): tf.Tensor3D {
  const [batch, length, size] = x.shape;
  const flat = tf.matMul(tf.reshape(x, [batch * length, size]), w, false, true);
  return tf.reshape(tf.add(flat, b), [batch, length, w.shape[0]]);
}

function selfAttention(x: tf.Tensor3D, mask: tf.Tensor2D, w: Weights, heads: number): tf.Tensor3D {
  return tf.tidy(() => {
    const [batch, length, width] = x.shape;
    const size = width / heads;
    const split = (part) => tf.transpose(tf.reshape(part, [batch, length, heads, size]), [0, 2, 1, 3]);
    const [q, k, v] = tf.split(linear(x, w.qkv, w.qkvBias), 3, 2).map(split);
    const hidden = tf.reshape(tf.mul(tf.sub(mask, 1), 1e9), [batch, 1, 1, length]);
    const scores = tf.div(tf.matMul(q, k, false, true), Math.sqrt(size));
    const weights = tf.softmax(tf.add(scores, hidden));
    const mixed = tf.transpose(tf.matMul(weights, v), [0, 2, 1, 3]);
    return linear(tf.reshape(mixed, [batch, length, width]), w.output, w.outputBias);
  });
}
`,
  offers: [
    { name: 'tf.split', detail: '(x, count, axis): pieces of one size along an axis' },
    { name: 'tf.reshape', detail: '(x, shape): the same numbers in the same order, in another shape' },
    { name: 'tf.transpose', detail: '(x, permutation): dimensions in another order' },
    { name: 'tf.matMul', detail: '(a, b, transposeA?, transposeB?): of the last two dimensions' },
    { name: 'tf.softmax', detail: '(x): along the last axis' },
  ],
  checks: [
    { id: 'one', title: 'One head: weights, values, the product at the end', points: 2 },
    { id: 'heads', title: 'Several heads', points: 2 },
    { id: 'mask', title: 'Padding changes nothing', points: 3 },
    { id: 'product', title: 'One large product makes queries, keys and values', points: 1, after: 'heads' },
    { id: 'gradient', title: 'The gradient reaches x, weights and biases', points: 1, after: 'heads' },
    { id: 'memory', title: 'No tensor is left behind', points: 1, after: 'one' },
  ],
};
