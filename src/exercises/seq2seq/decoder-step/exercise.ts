import type { Exercise } from '../../types.ts';

export const exercise: Exercise = {
  id: 'seq2seq/decoder-step',
  title: 'One step of the decoder',
  defines: ['decoderStep'],
  tensors: true,
  starter: `type Cell = (x: tf.Tensor2D, h: tf.Tensor2D, c: tf.Tensor2D) => { h: tf.Tensor2D; c: tf.Tensor2D };

interface Weights {
  embedding: tf.Tensor2D; // [V, E]
  W: tf.Tensor2D; // [V, H]
  b: tf.Tensor1D; // [V]
}

/** ids [B] (int32): the words before; h and c [B, H] → scores of the next word [B, V], and the new h and c */
function decoderStep(
  ids: tf.Tensor1D,
  h: tf.Tensor2D,
  c: tf.Tensor2D,
  cell: Cell,
  { embedding, W, b }: Weights,
): { logits: tf.Tensor2D; h: tf.Tensor2D; c: tf.Tensor2D } {
  return tf.tidy(() => {
    // Your code.
    return { logits: tf.zeros([ids.shape[0], b.shape[0]]) as tf.Tensor2D, h, c };
  });
}
`,
  reference: `function decoderStep(
  ids: tf.Tensor1D,
  h: tf.Tensor2D,
  c: tf.Tensor2D,
  cell: Cell,
  { embedding, W, b }: Weights,
): { logits: tf.Tensor2D; h: tf.Tensor2D; c: tf.Tensor2D } {
  return tf.tidy(() => {
    const next = cell(tf.gather(embedding, ids), h, c);
    return { logits: tf.add(tf.matMul(next.h, W, false, true), b), h: next.h, c: next.c };
  });
}
`,
  offers: [
    { name: 'cell', detail: '(x, h, c): { h, c } after one step' },
    { name: 'tf.gather', detail: '(embedding, ids): rows of a table: [B] → [B, E]' },
    { name: 'tf.matMul', detail: '(a, b, transposeA?, transposeB?)' },
    { name: 'tf.add', detail: '(a, b): element by element; dimensions of 1 are repeated' },
  ],
  checks: [
    { id: 'state', title: 'The new h and c are those of the cell', points: 1 },
    { id: 'logits', title: 'The scores come from the new state', points: 2 },
    { id: 'steps', title: 'Two steps in a row', points: 1, after: 'logits' },
    { id: 'gradient', title: 'The gradient reaches embedding and weights', points: 1, after: 'logits' },
    { id: 'memory', title: 'No tensor is left behind', points: 1, after: 'logits' },
  ],
};
