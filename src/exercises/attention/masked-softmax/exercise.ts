import type { Exercise } from '../../types.ts';

export const exercise: Exercise = {
  id: 'attention/masked-softmax',
  title: 'A softmax that ignores padding',
  defines: ['maskedSoftmax'],
  tensors: true,
  starter: `/** scores [B, S], mask [B, S] of 1 (a word) and 0 (padding) → weights [B, S] */
function maskedSoftmax(scores: tf.Tensor2D, mask: tf.Tensor2D): tf.Tensor2D {
  return tf.tidy(() => {
    // Your code: padding gets 0, the words of a row share 1.
    return tf.softmax(scores);
  });
}
`,
  reference: `function maskedSoftmax(scores: tf.Tensor2D, mask: tf.Tensor2D): tf.Tensor2D {
  return tf.tidy(() => {
    const lowered = tf.where(tf.cast(mask, 'bool'), scores, tf.fill(scores.shape, -1e30));
    const highest = tf.max(lowered, 1, true);
    const powers = tf.mul(tf.exp(tf.sub(lowered, highest)), mask);
    const whole = tf.sum(powers, 1, true);
    // The greatest power is 1, so only a row without words has a smaller sum. A tiny number would do for the values,
    // but the gradient squares it, to 0.
    return tf.div(powers, tf.maximum(whole, 1));
  });
}
`,
  offers: [
    { name: 'tf.softmax', detail: '(x): along the last axis' },
    { name: 'tf.where', detail: '(condition, a, b): a where the condition holds, else b' },
    { name: 'tf.exp', detail: '(x): element by element' },
    { name: 'tf.max', detail: '(x, axis, keepDims?): the greatest along an axis' },
    { name: 'tf.sum', detail: '(x, axis, keepDims?): the sum along an axis' },
    { name: 'tf.maximum', detail: '(a, b): the greater of two, element by element' },
    { name: 'tf.fill', detail: '(shape, value): all the same number' },
  ],
  checks: [
    { id: 'words', title: 'Without padding it is the softmax', points: 1, after: 'padding' },
    { id: 'padding', title: 'Padding gets 0, the words share 1', points: 2 },
    {
      id: 'great',
      title: 'Scores of ±1,000 do not overflow, whatever stands on padding',
      points: 1,
      after: 'padding',
    },
    { id: 'empty', title: 'A row of padding alone gives 0, not NaN', points: 1 },
    {
      id: 'gradient',
      title: 'The gradient is that of the formula, and 0 on padding',
      points: 1,
      after: 'padding',
    },
    { id: 'memory', title: 'No tensor is left behind', points: 1, after: 'padding' },
  ],
};
