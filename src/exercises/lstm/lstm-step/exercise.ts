import type { Exercise } from '../../types.ts';

const TYPE =
  'type Weights = { weightIh: tf.Tensor2D; weightHh: tf.Tensor2D; biasIh: tf.Tensor1D; biasHh: tf.Tensor1D };';

export const exercise: Exercise = {
  id: 'lstm/lstm-step',
  title: 'One step of an LSTM',
  defines: ['lstmStep'],
  tensors: true,
  starter: `${TYPE}

/** x [B, I], h and c [B, H], mask [B, 1]; weights in blocks i, f, g, o → the new [h, c], each [B, H] */
function lstmStep(x: tf.Tensor2D, h: tf.Tensor2D, c: tf.Tensor2D, mask: tf.Tensor2D, w: Weights): tf.Tensor2D[] {
  return tf.tidy(() => {
    // Your code: four gates, the new cell, the new state, the mask.
    return [h, c];
  });
}
`,
  reference: `${TYPE}

function lstmStep(x: tf.Tensor2D, h: tf.Tensor2D, c: tf.Tensor2D, mask: tf.Tensor2D, w: Weights): tf.Tensor2D[] {
  return tf.tidy(() => {
    const fromInput = tf.add(tf.matMul(x, w.weightIh, false, true), w.biasIh);
    const fromState = tf.add(tf.matMul(h, w.weightHh, false, true), w.biasHh);
    const [i, f, g, o] = tf.split(tf.add(fromInput, fromState), 4, 1);
    const cell = tf.add(tf.mul(tf.sigmoid(f), c), tf.mul(tf.sigmoid(i), tf.tanh(g)));
    const state = tf.mul(tf.sigmoid(o), tf.tanh(cell));
    const kept = tf.sub(1, mask);
    return [
      tf.add(tf.mul(mask, state), tf.mul(kept, h)),
      tf.add(tf.mul(mask, cell), tf.mul(kept, c)),
    ];
  });
}
`,
  offers: [
    { name: 'tf.matMul', detail: '(a, b, transposeA?, transposeB?): the matrix product' },
    { name: 'tf.sigmoid', detail: '(x): element by element, between 0 and 1' },
    { name: 'tf.tanh', detail: '(x): element by element, between −1 and 1' },
    { name: 'tf.split', detail: '(x, parts, axis): parts of one size' },
    { name: 'tf.mul', detail: '(a, b): element by element; [B, 1] stretches over [B, H]' },
    { name: 'tf.add', detail: '(a, b): element by element' },
    { name: 'tf.sub', detail: '(a, b): element by element' },
  ],
  checks: [
    { id: 'shape', title: 'State and cell are returned, [B, H] each', points: 1, after: 'formula' },
    { id: 'formula', title: 'They are those of the six equations', points: 3 },
    { id: 'padding', title: 'A row that has ended keeps its state and its cell', points: 2 },
    { id: 'gradient', title: 'The gradient flows back through the gates', points: 1, after: 'formula' },
    { id: 'memory', title: 'No tensor is left behind', points: 1, after: 'formula' },
  ],
  trains: { title: 'an LSTM that takes your step', recipe: { cell: 'lstm' } },
};
