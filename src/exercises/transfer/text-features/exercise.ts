import type { Exercise } from '../../types.ts';

export const exercise: Exercise = {
  id: 'transfer/text-features',
  title: 'A row of features for each text',
  defines: ['textFeatures', 'allFeatures'],
  tensors: true,
  starter: `/** states [B, T, H], mask [B, T] of 0 and 1 → [B, H] */
function textFeatures(states: tf.Tensor3D, mask: tf.Tensor2D, kind: 'cls' | 'mean'): tf.Tensor2D {
  return tf.tidy(() => {
    // Your code
    return tf.mean(states, 1);
  });
}

/** encode(i): states and mask of batch i, yours to dispose of → the features of all texts [N, H]; one batch at least */
function allFeatures(
  batches: number,
  encode: (i: number) => { states: tf.Tensor3D; mask: tf.Tensor2D },
  kind: 'cls' | 'mean',
): tf.Tensor2D {
  // Your code
  const { states, mask } = encode(0);
  return textFeatures(states, mask, kind);
}
`,
  reference: `function textFeatures(states: tf.Tensor3D, mask: tf.Tensor2D, kind: 'cls' | 'mean'): tf.Tensor2D {
  return tf.tidy(() => {
    if (kind === 'cls') return tf.squeeze(tf.slice(states, [0, 0, 0], [-1, 1, -1]), [1]);
    const isToken = tf.tile(tf.expandDims(tf.greater(mask, 0), 2), [1, 1, states.shape[2]]);
    const sum = tf.sum(tf.where(isToken, states, tf.zerosLike(states)), 1);
    return tf.div(sum, tf.maximum(tf.sum(mask, 1, true), 1));
  });
}

function allFeatures(
  batches: number,
  encode: (i: number) => { states: tf.Tensor3D; mask: tf.Tensor2D },
  kind: 'cls' | 'mean',
): tf.Tensor2D {
  const parts: tf.Tensor2D[] = [];
  for (let i = 0; i < batches; i++) {
    const { states, mask } = encode(i);
    parts.push(textFeatures(states, mask, kind));
    tf.dispose([states, mask]);
  }
  const all = tf.concat(parts, 0);
  tf.dispose(parts);
  return all;
}
`,
  offers: [
    { name: 'tf.slice', detail: '(x, begin, size): −1 for all that is left' },
    { name: 'tf.sum', detail: '(x, axis, keepDims): along an axis' },
    { name: 'tf.where', detail: '(condition, a, b): a where the condition holds, else b' },
    { name: 'tf.expandDims', detail: '(x, axis): a dimension of size 1 more' },
    { name: 'tf.concat', detail: '(tensors, axis): one behind the other' },
    { name: 'tf.dispose', detail: '(tensors): frees them' },
  ],
  checks: [
    { id: 'cls', title: 'The state of the first token', points: 1 },
    { id: 'mean', title: 'The mean over tokens, whatever padding holds', points: 3 },
    { id: 'all', title: 'All texts, in order', points: 2 },
    { id: 'memory', title: 'Of the batches before, only their features are left', points: 2, after: 'all' },
  ],
};
