import type { Exercise } from '../../types.ts';

export const exercise: Exercise = {
  id: 'bert/embeddings',
  title: 'Word, place and segment',
  defines: ['embeddings'],
  tensors: true,
  starter: `interface Weights {
  words: tf.Tensor2D; // [V, H]
  positions: tf.Tensor2D; // [P, H]
  segments: tf.Tensor2D; // [2, H]
  gain: tf.Tensor1D; // [H]: γ
  bias: tf.Tensor1D; // [H]: β
}

/** ids, segments: [B, T] (int32), T at most P → [B, T, H] */
function embeddings(ids: tf.Tensor2D, segments: tf.Tensor2D, w: Weights, eps: number): tf.Tensor3D {
  return tf.tidy(() => {
    // Your code
    return tf.gather(w.words, ids);
  });
}
`,
  reference: `interface Weights {
  words: tf.Tensor2D;
  positions: tf.Tensor2D;
  segments: tf.Tensor2D;
  gain: tf.Tensor1D;
  bias: tf.Tensor1D;
}

function embeddings(ids: tf.Tensor2D, segments: tf.Tensor2D, w: Weights, eps: number): tf.Tensor3D {
  return tf.tidy(() => {
    const length = ids.shape[1];
    const places = tf.slice(w.positions, [0, 0], [length, -1]);
    const sum = tf.add(tf.add(tf.gather(w.words, ids), places), tf.gather(w.segments, segments));
    const { mean, variance } = tf.moments(sum, -1, true);
    const normed = tf.div(tf.sub(sum, mean), tf.sqrt(tf.add(variance, eps)));
    return tf.add(tf.mul(normed, w.gain), w.bias);
  });
}
`,
  offers: [
    { name: 'tf.gather', detail: '(table, ids): the rows of these numbers: [B, T] → [B, T, H]' },
    { name: 'tf.slice', detail: '(x, begin, size): −1 for all that is left' },
    { name: 'tf.moments', detail: '(x, axis, keepDims): { mean, variance }' },
    { name: 'tf.add', detail: '(a, b): element by element; [T, H] is added to each text of [B, T, H]' },
    { name: 'tf.sqrt', detail: '(x): the root' },
  ],
  checks: [
    { id: 'sum', title: 'Word, place and segment are added', points: 3 },
    { id: 'norm', title: 'Normalised over the features of each token', points: 3 },
    { id: 'gradient', title: 'The gradient reaches tables, gain and bias', points: 1, after: 'sum' },
    { id: 'memory', title: 'No tensor is left behind', points: 1, after: 'sum' },
  ],
};
