import type { Exercise } from '../../types.ts';

export const exercise: Exercise = {
  id: 'attention/context',
  title: 'The context vector',
  defines: ['withContext'],
  tensors: true,
  starter: `/** weights [B, S], h [B, S, H] of the source, s [B, H] of the decoder → context and state side by side [B, 2H] */
function withContext(weights: tf.Tensor2D, h: tf.Tensor3D, s: tf.Tensor2D): tf.Tensor2D {
  return tf.tidy(() => {
    // Your code.
    const context = tf.mean(h, 1);
    return tf.concat([context, s], 1);
  });
}
`,
  reference: `function withContext(weights: tf.Tensor2D, h: tf.Tensor3D, s: tf.Tensor2D): tf.Tensor2D {
  return tf.tidy(() => {
    const context = tf.squeeze(tf.matMul(tf.expandDims(weights, 1), h), [1]);
    return tf.concat([context, s], 1);
  });
}
`,
  offers: [
    { name: 'tf.matMul', detail: '(a, b): [B, 1, S] × [B, S, H] → [B, 1, H]' },
    { name: 'tf.expandDims', detail: '(x, axis): a dimension of 1 more' },
    { name: 'tf.squeeze', detail: '(x, axes): a dimension of 1 less' },
    { name: 'tf.concat', detail: '(tensors, axis): side by side along an axis' },
    { name: 'tf.sum', detail: '(x, axis): the sum along an axis' },
  ],
  checks: [
    { id: 'context', title: 'The first half is the weighted sum of the states', points: 2 },
    { id: 'state', title: 'The second half is the state of the decoder', points: 1, after: 'context' },
    { id: 'gradient', title: 'The gradient reaches weights and states', points: 1, after: 'context' },
    { id: 'memory', title: 'No tensor is left behind', points: 1, after: 'context' },
  ],
};
