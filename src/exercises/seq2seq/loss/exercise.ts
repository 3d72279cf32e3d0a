import type { Exercise } from '../../types.ts';

export const exercise: Exercise = {
  id: 'seq2seq/loss',
  title: 'A loss without padding',
  defines: ['sequenceLoss'],
  tensors: true,
  starter: `/** logits [B, T, V], targets [B, T] of ids (int32), pad: the id of padding → the mean over the words, a scalar */
function sequenceLoss(logits: tf.Tensor3D, targets: tf.Tensor2D, pad: number): tf.Scalar {
  return tf.tidy(() => {
    // Your code: this is the mean over all positions, those of padding too.
    const wanted = tf.oneHot(targets, logits.shape[2]);
    return tf.neg(tf.mean(tf.sum(tf.mul(tf.logSoftmax(logits), wanted), 2)));
  });
}
`,
  reference: `function sequenceLoss(logits: tf.Tensor3D, targets: tf.Tensor2D, pad: number): tf.Scalar {
  return tf.tidy(() => {
    const wanted = tf.oneHot(targets, logits.shape[2]);
    const losses = tf.neg(tf.sum(tf.mul(tf.logSoftmax(logits), wanted), 2));
    const words = tf.cast(tf.notEqual(targets, pad), 'float32');
    return tf.div(tf.sum(tf.mul(losses, words)), tf.maximum(tf.sum(words), 1));
  });
}
`,
  offers: [
    { name: 'tf.logSoftmax', detail: '(x): log of the softmax along the last axis' },
    { name: 'tf.oneHot', detail: '(ids, depth): [B, T] → [B, T, depth]' },
    { name: 'tf.notEqual', detail: '(a, b): true where they differ' },
    { name: 'tf.cast', detail: '(x, "float32"): true becomes 1' },
    { name: 'tf.sum', detail: '(x, axis?): the sum, of all without an axis' },
    { name: 'tf.maximum', detail: '(a, b): the greater, element by element' },
  ],
  checks: [
    { id: 'padding', title: 'The mean over the words; padding does not count', points: 2 },
    { id: 'words', title: 'Without padding it is the cross-entropy', points: 1, after: 'padding' },
    { id: 'stable', title: 'Logits of ±1,000 do not overflow', points: 1, after: 'padding' },
    { id: 'empty', title: 'A batch of padding alone gives 0', points: 1, after: 'padding' },
    { id: 'gradient', title: 'The gradient is 0 on padding', points: 1, after: 'padding' },
    { id: 'memory', title: 'No tensor is left behind', points: 1, after: 'padding' },
  ],
};
