import type { Exercise } from '../../types.ts';

export const exercise: Exercise = {
  id: 'seq2seq/encoder',
  title: 'The encoder',
  defines: ['encoder'],
  tensors: true,
  starter: `/** One step of an LSTM: x [B, E], h and c [B, H] → the new h and c */
type Cell = (x: tf.Tensor2D, h: tf.Tensor2D, c: tf.Tensor2D) => { h: tf.Tensor2D; c: tf.Tensor2D };

/**
 * ids [B, S] (int32), mask [B, S] of 0 and 1, embedding [V, E], cell, size: H
 * → states [B, S, H], and h and c [B, H] after the last word of each sentence
 */
function encoder(
  ids: tf.Tensor2D,
  mask: tf.Tensor2D,
  embedding: tf.Tensor2D,
  cell: Cell,
  size: number,
): { states: tf.Tensor3D; h: tf.Tensor2D; c: tf.Tensor2D } {
  return tf.tidy(() => {
    const [batch, steps] = ids.shape;
    let h = tf.zeros([batch, size]) as tf.Tensor2D;
    let c = tf.zeros([batch, size]) as tf.Tensor2D;
    // Your code.
    return { states: tf.zeros([batch, steps, size]) as tf.Tensor3D, h, c };
  });
}
`,
  reference: `function encoder(
  ids: tf.Tensor2D,
  mask: tf.Tensor2D,
  embedding: tf.Tensor2D,
  cell: Cell,
  size: number,
): { states: tf.Tensor3D; h: tf.Tensor2D; c: tf.Tensor2D } {
  return tf.tidy(() => {
    const [batch, steps] = ids.shape;
    let h = tf.zeros([batch, size]);
    let c = tf.zeros([batch, size]);
    const states = [];
    for (let t = 0; t < steps; t++) {
      const x = tf.gather(embedding, tf.reshape(tf.slice(ids, [0, t], [-1, 1]), [batch]));
      const here = tf.slice(mask, [0, t], [-1, 1]);
      const next = cell(x, h, c);
      h = tf.add(tf.mul(next.h, here), tf.mul(h, tf.sub(1, here)));
      c = tf.add(tf.mul(next.c, here), tf.mul(c, tf.sub(1, here)));
      states.push(tf.mul(h, here));
    }
    return { states: tf.stack(states, 1), h, c };
  });
}
`,
  offers: [
    { name: 'cell', detail: '(x, h, c): { h, c } after one step' },
    { name: 'tf.gather', detail: '(embedding, ids): rows of a table: [B] → [B, E]' },
    { name: 'tf.slice', detail: '(x, begin, size): −1 for all that is left' },
    { name: 'tf.reshape', detail: '(x, shape): the same numbers in another shape' },
    { name: 'tf.stack', detail: '(tensors, axis): a dimension more' },
    { name: 'tf.where', detail: '(condition, a, b): a where the condition holds, else b' },
  ],
  checks: [
    { id: 'last', title: 'h and c are those after the last step', points: 2 },
    { id: 'states', title: 'The states of all steps, in order', points: 2 },
    {
      id: 'padding',
      title: 'Padding changes no state: h and c are those after the last word',
      points: 2,
      after: 'last',
    },
    { id: 'zeros', title: 'On padding the states are 0', points: 1, after: 'states' },
    { id: 'gradient', title: 'The gradient reaches the embeddings', points: 1, after: 'last' },
    { id: 'memory', title: 'No tensor is left behind', points: 1, after: 'last' },
  ],
};
