import type { Exercise } from '../../types.ts';

export const exercise: Exercise = {
  id: 'attention/heads',
  title: 'Into heads and together again',
  defines: ['splitHeads', 'mergeHeads'],
  tensors: true,
  starter: `/** x [B, T, heads · D] → [B, heads, T, D]: head i gets features i · D … (i + 1) · D of every step */
function splitHeads(x: tf.Tensor3D, heads: number): tf.Tensor4D {
  const [batch, steps, size] = x.shape;
  // Your code: does this give every head its features?
  return tf.reshape(x, [batch, heads, steps, size / heads]);
}

/** The way back: [B, heads, T, D] → [B, T, heads · D] */
function mergeHeads(x: tf.Tensor4D): tf.Tensor3D {
  const [batch, heads, steps, size] = x.shape;
  // Your code.
  return tf.reshape(x, [batch, steps, heads * size]);
}
`,
  reference: `function splitHeads(x: tf.Tensor3D, heads: number): tf.Tensor4D {
  const [batch, steps, size] = x.shape;
  return tf.tidy(() => tf.transpose(tf.reshape(x, [batch, steps, heads, size / heads]), [0, 2, 1, 3]));
}

function mergeHeads(x: tf.Tensor4D): tf.Tensor3D {
  const [batch, heads, steps, size] = x.shape;
  return tf.tidy(() => tf.reshape(tf.transpose(x, [0, 2, 1, 3]), [batch, steps, heads * size]));
}
`,
  offers: [
    { name: 'tf.reshape', detail: '(x, shape): the same numbers in the same order, in another shape' },
    { name: 'tf.transpose', detail: '(x, permutation): dimensions in another order' },
    { name: 'tf.split', detail: '(x, count, axis): pieces of one size along an axis' },
    { name: 'tf.stack', detail: '(tensors, axis): a dimension more' },
    { name: 'tf.concat', detail: '(tensors, axis): side by side along an axis' },
  ],
  checks: [
    { id: 'split', title: 'Each head gets its features of every step', points: 2 },
    { id: 'merge', title: 'Merging puts the heads side by side again', points: 2 },
    { id: 'round', title: 'There and back changes nothing, one head included', points: 1 },
    { id: 'gradient', title: 'The gradient goes through both', points: 1, after: 'split' },
    { id: 'memory', title: 'No tensor is left behind', points: 1, after: 'split' },
  ],
};
