import type { Exercise } from '../../types.ts';

export const exercise: Exercise = {
  id: 'rnn/gru-step',
  title: 'One step of a GRU',
  defines: ['gruStep'],
  tensors: true,
  starter: `type Weights = { weightIh: tf.Tensor2D; weightHh: tf.Tensor2D; biasIh: tf.Tensor1D; biasHh: tf.Tensor1D };

/** x [B, I], h [B, H], mask [B, 1]; weights in blocks r, z, n → the new state [B, H] */
function gruStep(x: tf.Tensor2D, h: tf.Tensor2D, mask: tf.Tensor2D, w: Weights): tf.Tensor2D {
  return tf.tidy(() => {
    const [xr, xz, xn] = tf.split(tf.add(tf.matMul(x, w.weightIh, false, true), w.biasIh), 3, 1);
    const [hr, hz, hn] = tf.split(tf.add(tf.matMul(h, w.weightHh, false, true), w.biasHh), 3, 1);
    // Your code: gates, news, new state, mask.
    return h;
  });
}
`,
  reference: `type Weights = { weightIh: tf.Tensor2D; weightHh: tf.Tensor2D; biasIh: tf.Tensor1D; biasHh: tf.Tensor1D };

function gruStep(x: tf.Tensor2D, h: tf.Tensor2D, mask: tf.Tensor2D, w: Weights): tf.Tensor2D {
  return tf.tidy(() => {
    const [xr, xz, xn] = tf.split(tf.add(tf.matMul(x, w.weightIh, false, true), w.biasIh), 3, 1);
    const [hr, hz, hn] = tf.split(tf.add(tf.matMul(h, w.weightHh, false, true), w.biasHh), 3, 1);
    const r = tf.sigmoid(tf.add(xr, hr));
    const z = tf.sigmoid(tf.add(xz, hz));
    const n = tf.tanh(tf.add(xn, tf.mul(r, hn)));
    const next = tf.add(tf.mul(tf.sub(1, z), n), tf.mul(z, h));
    return tf.add(tf.mul(mask, next), tf.mul(tf.sub(1, mask), h));
  });
}
`,
  offers: [
    { name: 'tf.sigmoid', detail: '(x): element by element, between 0 and 1' },
    { name: 'tf.tanh', detail: '(x): element by element, between −1 and 1' },
    { name: 'tf.split', detail: '(x, parts, axis): parts of one size' },
    { name: 'tf.mul', detail: '(a, b): element by element' },
    { name: 'tf.add', detail: '(a, b): element by element' },
    { name: 'tf.sub', detail: '(a, b): element by element' },
  ],
  checks: [
    { id: 'formula', title: 'The new state is that of the four equations', points: 3 },
    { id: 'padding', title: 'A row that has ended keeps its state', points: 1 },
    { id: 'gradient', title: 'The gradient flows back through the gates', points: 1, after: 'formula' },
    { id: 'memory', title: 'No tensor is left behind', points: 1, after: 'formula' },
  ],
  trains: { title: 'a GRU that takes your step', recipe: { cell: 'gru' } },
};
