import type { Exercise } from '../../types.ts';

export const exercise: Exercise = {
  id: 'attention/scores',
  title: 'Three scores',
  defines: ['dotScore', 'generalScore', 'additiveScore'],
  tensors: true,
  starter: `/** s [B, H]: the state that asks; h [B, S, H]: the states of the source → scores [B, S] */
function dotScore(s: tf.Tensor2D, h: tf.Tensor3D): tf.Tensor2D {
  // Your code: s · h
  return tf.zeros([h.shape[0], h.shape[1]]);
}

/** As before, and W [H, H] between the two: s · W h */
function generalScore(s: tf.Tensor2D, h: tf.Tensor3D, W: tf.Tensor2D): tf.Tensor2D {
  // Your code.
  return tf.zeros([h.shape[0], h.shape[1]]);
}

interface Weights {
  W1: tf.Tensor2D; // [A, H], for the source
  W2: tf.Tensor2D; // [A, H], for the state that asks
  v: tf.Tensor1D; // [A]
}

/** v · tanh(W1 h + W2 s) */
function additiveScore(s: tf.Tensor2D, h: tf.Tensor3D, { W1, W2, v }: Weights): tf.Tensor2D {
  // Your code.
  return tf.zeros([h.shape[0], h.shape[1]]);
}
`,
  reference: `function dotScore(s: tf.Tensor2D, h: tf.Tensor3D): tf.Tensor2D {
  return tf.tidy(() => tf.sum(tf.mul(h, tf.expandDims(s, 1)), 2));
}

/** [B, S, H] times a weight [A, H] → [B, S, A] */
function times(h: tf.Tensor3D, W: tf.Tensor2D): tf.Tensor3D {
  const [batch, steps, size] = h.shape;
  return tf.reshape(tf.matMul(tf.reshape(h, [batch * steps, size]), W, false, true), [batch, steps, W.shape[0]]);
}

function generalScore(s: tf.Tensor2D, h: tf.Tensor3D, W: tf.Tensor2D): tf.Tensor2D {
  return tf.tidy(() => dotScore(s, times(h, W)));
}

function additiveScore(s: tf.Tensor2D, h: tf.Tensor3D, { W1, W2, v }: Weights): tf.Tensor2D {
  return tf.tidy(() => {
    const asked = tf.expandDims(tf.matMul(s, W2, false, true), 1);
    return tf.sum(tf.mul(tf.tanh(tf.add(times(h, W1), asked)), v), 2);
  });
}
`,
  offers: [
    { name: 'tf.matMul', detail: '(a, b, transposeA?, transposeB?): the last two dimensions are multiplied' },
    { name: 'tf.expandDims', detail: '(x, axis): [B, H] → [B, 1, H] for axis 1' },
    { name: 'tf.squeeze', detail: '(x, axes): [B, S, 1] → [B, S] for axes [2]' },
    { name: 'tf.reshape', detail: '(x, shape): the same numbers in another shape' },
    { name: 'tf.sum', detail: '(x, axis, keepDims?): the sum along an axis' },
    { name: 'tf.tanh', detail: '(x): element by element' },
    { name: 'tf.mul', detail: '(a, b): element by element; dimensions of 1 are repeated' },
    { name: 'tf.add', detail: '(a, b): element by element; dimensions of 1 are repeated' },
  ],
  checks: [
    { id: 'dot', title: 'Dot: s · h for every state of the source', points: 1 },
    { id: 'general', title: 'Multiplicative: s · W h', points: 1 },
    { id: 'additive', title: 'Additive: v · tanh(W₁ h + W₂ s)', points: 2 },
    { id: 'gradient', title: 'The gradient reaches states and weights', points: 1 },
    { id: 'memory', title: 'No tensor is left behind', points: 1, after: 'dot' },
  ],
};
