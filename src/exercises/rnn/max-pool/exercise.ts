import type { Exercise } from '../../types.ts';

export const exercise: Exercise = {
  id: 'rnn/max-pool',
  title: 'Pooling that ignores padding',
  defines: ['maxPool'],
  tensors: true,
  starter: `/** states [B, T, H], mask [B, T] of 0 and 1 → [B, H] */
function maxPool(states: tf.Tensor3D, mask: tf.Tensor2D): tf.Tensor2D {
  return tf.tidy(() => {
    // Your code: what must not win has to be smaller than anything.
    return tf.max(states, 1);
  });
}
`,
  reference: `function maxPool(states: tf.Tensor3D, mask: tf.Tensor2D): tf.Tensor2D {
  return tf.tidy(() => {
    const here = tf.expandDims(mask, 2);
    const lowered = tf.add(tf.mul(states, here), tf.mul(tf.sub(here, 1), 1e9));
    const anyWord = tf.max(mask, 1, true);
    return tf.mul(tf.max(lowered, 1), anyWord);
  });
}
`,
  offers: [
    { name: 'tf.max', detail: '(x, axis, keepDims?): the greatest along an axis' },
    { name: 'tf.expandDims', detail: '(x, axis): [B, T] → [B, T, 1] for axis 2' },
    { name: 'tf.where', detail: '(condition, a, b): a where the condition holds, else b' },
    { name: 'tf.mul', detail: '(a, b): element by element' },
    { name: 'tf.sub', detail: '(a, b): element by element' },
    { name: 'tf.add', detail: '(a, b): element by element' },
  ],
  checks: [
    { id: 'max', title: 'The greatest value of each feature over the text', points: 1, after: 'negative' },
    { id: 'negative', title: 'Padding never wins, not over negative states either', points: 2 },
    { id: 'empty', title: 'A row without any word gives zeros', points: 1, after: 'negative' },
    { id: 'gradient', title: 'The gradient reaches the step that won', points: 1, after: 'negative' },
    { id: 'memory', title: 'No tensor is left behind', points: 1, after: 'negative' },
  ],
  trains: { title: 'a model whose states your pooling gathers', recipe: { pooling: 'max' } },
};
