import type { Exercise } from '../../types.ts';

const TYPES = `interface Parts {
  embeddings: (ids: tf.Tensor2D, segments: tf.Tensor2D) => tf.Tensor3D;
  layers: ((x: tf.Tensor3D, mask: tf.Tensor2D) => tf.Tensor3D)[];
  pooler: { weight: tf.Tensor2D; bias: tf.Tensor1D }; // [H, H], [H]
}

interface Encoded {
  states: tf.Tensor3D[]; // h₀ … h_L, each [B, T, H]
  pooled: tf.Tensor2D; // [B, H]
}`;

export const exercise: Exercise = {
  id: 'bert/encoder',
  title: 'The encoder',
  defines: ['encode'],
  tensors: true,
  starter: `${TYPES}

/** ids, segments [B, T] (int32), mask [B, T] of 0 and 1 */
function encode(ids: tf.Tensor2D, segments: tf.Tensor2D, mask: tf.Tensor2D, parts: Parts): Encoded {
  return tf.tidy(() => {
    const states = [parts.embeddings(ids, segments)];
    // Your code
    return { states, pooled: tf.zeros([ids.shape[0], parts.pooler.bias.shape[0]]) };
  });
}
`,
  reference: `${TYPES}

function encode(ids: tf.Tensor2D, segments: tf.Tensor2D, mask: tf.Tensor2D, parts: Parts): Encoded {
  return tf.tidy(() => {
    const { embeddings, layers, pooler } = parts;
    const states = [embeddings(ids, segments)];
    for (const layer of layers) states.push(layer(states[states.length - 1], mask));
    const last = states[states.length - 1];
    const first = tf.squeeze(tf.slice(last, [0, 0, 0], [-1, 1, -1]), [1]);
    const pooled = tf.tanh(tf.add(tf.matMul(first, pooler.weight, false, true), pooler.bias));
    return { states, pooled };
  });
}
`,
  offers: [
    { name: 'parts.embeddings', detail: '(ids, segments): [B, T, H]' },
    { name: 'parts.layers', detail: 'a list of functions (x, mask): [B, T, H]' },
    { name: 'tf.slice', detail: '(x, begin, size): −1 for all that is left' },
    { name: 'tf.squeeze', detail: '(x, [axis]): without a dimension of size 1' },
    { name: 'tf.tanh', detail: '(x): element by element' },
  ],
  checks: [
    { id: 'states', title: 'Layer by layer, all states kept', points: 3 },
    { id: 'mask', title: 'Every layer gets the mask', points: 1, after: 'states' },
    { id: 'pooled', title: 'The pooler takes the first token of the last layer', points: 2 },
    { id: 'gradient', title: 'The gradient flows down to the embeddings', points: 1, after: 'pooled' },
    { id: 'memory', title: 'No tensor is left behind', points: 1, after: 'states' },
  ],
};
