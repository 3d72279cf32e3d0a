import type { Exercise } from '../../types.ts';

export const exercise: Exercise = {
  id: 'rnn/rnn-step',
  title: 'One step of an RNN',
  defines: ['rnnStep'],
  tensors: true,
  starter: `type Weights = { weightIh: tf.Tensor2D; weightHh: tf.Tensor2D; biasIh: tf.Tensor1D; biasHh: tf.Tensor1D };

/** x [B, I], h [B, H], mask [B, 1] → the new state [B, H] */
function rnnStep(x: tf.Tensor2D, h: tf.Tensor2D, mask: tf.Tensor2D, w: Weights): tf.Tensor2D {
  return tf.tidy(() => {
    // Your code: the new state, and the old one where the mask is 0.
    return h;
  });
}
`,
  reference: `type Weights = { weightIh: tf.Tensor2D; weightHh: tf.Tensor2D; biasIh: tf.Tensor1D; biasHh: tf.Tensor1D };

function rnnStep(x: tf.Tensor2D, h: tf.Tensor2D, mask: tf.Tensor2D, w: Weights): tf.Tensor2D {
  return tf.tidy(() => {
    const fromInput = tf.add(tf.matMul(x, w.weightIh, false, true), w.biasIh);
    const fromState = tf.add(tf.matMul(h, w.weightHh, false, true), w.biasHh);
    const next = tf.tanh(tf.add(fromInput, fromState));
    const kept = tf.mul(tf.sub(1, mask), h);
    return tf.add(tf.mul(mask, next), kept);
  });
}
`,
  offers: [
    { name: 'tf.matMul', detail: '(a, b, transposeA?, transposeB?): the matrix product' },
    { name: 'tf.add', detail: '(a, b): element by element; a row is added to every row' },
    { name: 'tf.sub', detail: '(a, b): element by element' },
    { name: 'tf.mul', detail: '(a, b): element by element; [B, 1] stretches over [B, H]' },
    { name: 'tf.tanh', detail: '(x): element by element' },
    { name: 'tf.tidy', detail: '(() => …): frees all tensors made inside but the one returned' },
    { name: 'w.weightIh', detail: '[H, I]: one row for each unit of the state' },
    { name: 'w.weightHh', detail: '[H, H]' },
    { name: 'w.biasIh', detail: '[H]' },
    { name: 'w.biasHh', detail: '[H]' },
  ],
  checks: [
    { id: 'shape', title: 'The new state has shape [B, H]', points: 1, after: 'formula' },
    { id: 'formula', title: 'It is that of the formula, for any sizes', points: 2 },
    { id: 'padding', title: 'A row that has ended keeps its state', points: 2 },
    { id: 'gradient', title: 'The gradient flows back through the step', points: 1, after: 'formula' },
    { id: 'memory', title: 'No tensor is left behind', points: 1, after: 'formula' },
  ],
  trains: { title: 'an RNN that takes your step', recipe: { cell: 'rnn' } },
};
