import type { Exercise } from '../../types.ts';

const TYPES = `type Weights = { weightIh: tf.Tensor2D; weightHh: tf.Tensor2D; biasIh: tf.Tensor1D; biasHh: tf.Tensor1D };
type Step = (x: tf.Tensor2D, h: tf.Tensor2D, c: tf.Tensor2D, mask: tf.Tensor2D, w: Weights) => tf.Tensor2D[];`;

export const exercise: Exercise = {
  id: 'lstm/layers',
  title: 'An LSTM of several layers',
  defines: ['lstmLayers'],
  tensors: true,
  starter: `${TYPES}

/** x [B, T, I], mask [B, T] of 0 and 1, the weights of each layer, one step of an LSTM → states of the top layer [B, T, H] */
function lstmLayers(x: tf.Tensor3D, mask: tf.Tensor2D, layers: Weights[], step: Step): tf.Tensor3D {
  return tf.tidy(() => {
    const [rows, steps] = x.shape;
    const size = layers[0].weightHh.shape[1];
    const states: tf.Tensor2D[] = [];
    // Your code: a loop over the layers and one over the steps. Which of them is outside is up to you.
    for (let t = 0; t < steps; t++) states.push(tf.zeros([rows, size]));
    return tf.stack(states, 1);
  });
}
`,
  reference: `${TYPES}

function lstmLayers(x: tf.Tensor3D, mask: tf.Tensor2D, layers: Weights[], step: Step): tf.Tensor3D {
  return tf.tidy(() => {
    const size = layers[0].weightHh.shape[1];
    const masks = tf.split(mask, x.shape[1], 1);
    let input = tf.unstack(x, 1);
    for (const w of layers) {
      let h = tf.zeros([x.shape[0], size]);
      let c = tf.zeros([x.shape[0], size]);
      const states = [];
      for (let t = 0; t < input.length; t++) {
        [h, c] = step(input[t], h, c, masks[t], w);
        states.push(h);
      }
      input = states;
    }
    return tf.stack(input, 1);
  });
}
`,
  offers: [
    { name: 'step', detail: '(x [B, I], h, c [B, H], mask [B, 1], w): the new [h, c] of one layer' },
    { name: 'tf.unstack', detail: '(x, axis): the slices along an axis, which is gone from them' },
    { name: 'tf.split', detail: '(x, parts, axis): parts of one size, the axis stays' },
    { name: 'tf.stack', detail: '(tensors, axis): puts tensors of one shape along a new axis' },
    { name: 'tf.zeros', detail: '(shape): all 0' },
  ],
  checks: [
    { id: 'shape', title: 'The states at all steps are returned, [B, T, H]', points: 1, after: 'stack' },
    { id: 'stack', title: 'Each layer is fed by the one below', points: 3 },
    { id: 'padding', title: 'All layers keep their state where a text has ended', points: 2, after: 'stack' },
    { id: 'gradient', title: 'The gradient flows down to the words', points: 1, after: 'stack' },
    { id: 'memory', title: 'No tensor is left behind', points: 1, after: 'stack' },
  ],
  trains: {
    title: 'an LSTM of two layers that runs by your code',
    recipe: { cell: 'lstm', layers: 2, bidirectional: false, dropout: 0 },
  },
};
