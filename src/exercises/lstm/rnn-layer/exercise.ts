import type { Exercise } from '../../types.ts';

const TYPE = 'type Weights = { input: tf.Tensor2D; state: tf.Tensor2D; bias: tf.Tensor1D };';

export const exercise: Exercise = {
  id: 'lstm/rnn-layer',
  title: 'A plain RNN over whole texts',
  defines: ['rnn'],
  tensors: true,
  starter: `${TYPE}

/** x [B, T, I], mask [B, T] of 0 and 1; input W [H, I], state U [H, H], bias b [H] → all states [B, T, H] */
function rnn(x: tf.Tensor3D, mask: tf.Tensor2D, w: Weights): tf.Tensor3D {
  return tf.tidy(() => {
    const [rows, steps] = x.shape;
    const h = tf.zeros([rows, w.bias.shape[0]]);
    const states: tf.Tensor[] = [];
    // Your code: a step for each t, the mask, the states in a row.
    for (let t = 0; t < steps; t++) states.push(h);
    return tf.stack(states, 1);
  });
}
`,
  reference: `${TYPE}

function rnn(x: tf.Tensor3D, mask: tf.Tensor2D, w: Weights): tf.Tensor3D {
  return tf.tidy(() => {
    const masks = tf.split(mask, x.shape[1], 1);
    let h = tf.zeros([x.shape[0], w.bias.shape[0]]);
    const states = tf.unstack(x, 1).map((word, t) => {
      const fromInput = tf.add(tf.matMul(word, w.input, false, true), w.bias);
      const next = tf.tanh(tf.add(fromInput, tf.matMul(h, w.state, false, true)));
      h = tf.add(tf.mul(masks[t], next), tf.mul(tf.sub(1, masks[t]), h));
      return h;
    });
    return tf.stack(states, 1);
  });
}
`,
  offers: [
    { name: 'tf.matMul', detail: '(a, b, transposeA?, transposeB?): the matrix product' },
    { name: 'tf.tanh', detail: '(x): element by element, between −1 and 1' },
    { name: 'tf.unstack', detail: '(x, axis): the slices along an axis, which is gone from them' },
    { name: 'tf.split', detail: '(x, parts, axis): parts of one size, the axis stays' },
    { name: 'tf.stack', detail: '(tensors, axis): puts tensors of one shape along a new axis' },
    { name: 'tf.zeros', detail: '(shape): all 0' },
  ],
  checks: [
    { id: 'shape', title: 'All states are returned, [B, T, H]', points: 1, after: 'formula' },
    { id: 'formula', title: 'They are those of the formula, from a start of 0', points: 2 },
    { id: 'padding', title: 'A text that has ended carries its state on', points: 2 },
    { id: 'gradient', title: 'The gradient flows back to the first word', points: 1, after: 'formula' },
    { id: 'memory', title: 'No tensor is left behind', points: 1, after: 'formula' },
  ],
  trains: { title: 'an RNN that runs by your code', recipe: { cell: 'rnn' } },
};
