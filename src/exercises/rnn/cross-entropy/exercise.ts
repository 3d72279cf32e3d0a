import type { Exercise } from '../../types.ts';

const HEAD =
  'function crossEntropy(logits: tf.Tensor2D, targets: tf.Tensor1D, ignoreIndex: number): tf.Scalar {';

export const exercise: Exercise = {
  id: 'rnn/cross-entropy',
  title: 'Cross-entropy that ignores padding',
  defines: ['crossEntropy'],
  tensors: true,
  starter: `/** logits [N, C], targets [N] (int32) → the mean over the rows that are not ignored */
${HEAD}
  return tf.tidy(() => {
    // Your code.
    return tf.scalar(0);
  });
}
`,
  reference: `${HEAD}
  return tf.tidy(() => {
    const counted = tf.notEqual(targets, tf.scalar(ignoreIndex, 'int32'));
    const safe = tf.where(counted, targets, tf.zerosLike(targets));
    const right = tf.oneHot(safe, logits.shape[1]);
    const losses = tf.neg(tf.sum(tf.mul(tf.logSoftmax(logits), right), 1));
    const weights = tf.cast(counted, 'float32');
    const rows = tf.maximum(tf.sum(weights), 1);
    return tf.div(tf.sum(tf.mul(losses, weights)), rows);
  });
}
`,
  offers: [
    { name: 'tf.logSoftmax', detail: '(x): log of softmax over the last axis, stable' },
    { name: 'tf.oneHot', detail: '(indices, depth): a row of zeros with one 1 each' },
    { name: 'tf.notEqual', detail: '(a, b): true or false, element by element' },
    { name: 'tf.where', detail: '(condition, a, b): a where true, else b' },
    { name: 'tf.sum', detail: '(x, axis?): the sum' },
  ],
  checks: [
    { id: 'formula', title: 'It is the mean of −log p of the right class', points: 1 },
    { id: 'ignored', title: 'Only the rows that count are in the mean', points: 2 },
    { id: 'stable', title: 'Scores of 1000 are no problem', points: 1 },
    { id: 'empty', title: 'All rows ignored: 0', points: 1, after: 'formula' },
    { id: 'gradient', title: 'The gradient reaches the scores that count', points: 1, after: 'formula' },
    { id: 'memory', title: 'No tensor is left behind', points: 1, after: 'formula' },
  ],
};
