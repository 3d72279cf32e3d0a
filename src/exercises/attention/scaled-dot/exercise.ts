import type { Exercise } from '../../types.ts';

export const exercise: Exercise = {
  id: 'attention/scaled-dot',
  title: 'Scaled dot-product attention',
  defines: ['attention'],
  tensors: true,
  starter: `/**
 * q [B, T, D], k [B, S, D], v [B, S, E]; mask [B, T, S]: 1 where query t may look at key s, null: everywhere
 * → output [B, T, E] and weights [B, T, S]
 */
function attention(
  q: tf.Tensor3D,
  k: tf.Tensor3D,
  v: tf.Tensor3D,
  mask: tf.Tensor3D | null,
): { output: tf.Tensor3D; weights: tf.Tensor3D } {
  return tf.tidy(() => {
    // Your code. Every query may look at one key at least.
    const weights = tf.matMul(q, k, false, true);
    return { output: tf.matMul(weights, v), weights };
  });
}
`,
  reference: `function attention(
  q: tf.Tensor3D,
  k: tf.Tensor3D,
  v: tf.Tensor3D,
  mask: tf.Tensor3D | null,
): { output: tf.Tensor3D; weights: tf.Tensor3D } {
  return tf.tidy(() => {
    const scores = tf.div(tf.matMul(q, k, false, true), Math.sqrt(q.shape[2]));
    const seen = mask === null ? scores : tf.add(scores, tf.mul(tf.sub(mask, 1), 1e9));
    const weights = tf.softmax(seen);
    return { output: tf.matMul(weights, v), weights };
  });
}
`,
  offers: [
    { name: 'tf.matMul', detail: '(a, b, transposeA?, transposeB?): [B, T, D] × [B, S, D]ᵀ → [B, T, S]' },
    { name: 'tf.softmax', detail: '(x): along the last axis' },
    { name: 'tf.div', detail: '(a, b): element by element' },
    { name: 'tf.add', detail: '(a, b): element by element' },
    { name: 'tf.mul', detail: '(a, b): element by element' },
    { name: 'tf.where', detail: '(condition, a, b): a where the condition holds, else b' },
  ],
  checks: [
    { id: 'weights', title: 'The weights are softmax(q kᵀ / √D)', points: 2 },
    { id: 'output', title: 'The output is the weighted sum of the values', points: 1 },
    { id: 'mask', title: 'What the mask hides has no influence', points: 2 },
    { id: 'lecture', title: 'Scores 112 and 96, divided by 8, give 0.88 and 0.12', points: 1 },
    { id: 'gradient', title: 'The gradient reaches queries, keys and values', points: 1, after: 'weights' },
    { id: 'memory', title: 'No tensor is left behind', points: 1, after: 'weights' },
  ],
};
