import type { Exercise } from '../../types.ts';

const TYPES = `interface Weights {
  dense: tf.Tensor2D; // [H, H]
  denseBias: tf.Tensor1D; // [H]
  outputBias: tf.Tensor1D; // [V]
  gelu: (x: tf.Tensor2D) => tf.Tensor2D;
  norm: (x: tf.Tensor2D) => tf.Tensor2D;
}

interface Tied {
  /** ids [N] (int32) → their embeddings [N, H] */
  embed: (ids: tf.Tensor1D) => tf.Tensor2D;
  /** states [N, H] → logits [N, V] */
  logits: (states: tf.Tensor2D) => tf.Tensor2D;
}`;

export const exercise: Exercise = {
  id: 'bert/tied-head',
  title: 'A head that shares its table',
  defines: ['tied'],
  tensors: true,
  starter: `${TYPES}

/** table [V, H]: the one variable for both */
function tied(table: tf.Variable, w: Weights): Tied {
  return {
    // Your code
    embed: (ids) => tf.tidy(() => tf.zeros([ids.shape[0], table.shape[1]])),
    logits: (states) => tf.tidy(() => tf.zeros([states.shape[0], table.shape[0]])),
  };
}
`,
  reference: `${TYPES}

function tied(table: tf.Variable, w: Weights): Tied {
  return {
    embed: (ids) => tf.tidy(() => tf.gather(table, ids)),
    logits: (states) =>
      tf.tidy(() => {
        const dense = tf.add(tf.matMul(states, w.dense, false, true), w.denseBias);
        const z = w.norm(w.gelu(dense));
        return tf.add(tf.matMul(z, table, false, true), w.outputBias);
      }),
  };
}
`,
  offers: [
    { name: 'tf.gather', detail: '(table, ids): the rows of these numbers' },
    { name: 'tf.matMul', detail: '(a, b, transposeA?, transposeB?): of matrices' },
    { name: 'w.gelu', detail: '(x): as you wrote it' },
    { name: 'w.norm', detail: '(x): normalises each row' },
  ],
  checks: [
    { id: 'values', title: 'Words are read, and told', points: 3 },
    { id: 'tied', title: 'Both go on with the table when it changes', points: 2, after: 'values' },
    { id: 'gradient', title: 'The gradients of both uses reach the table', points: 2, after: 'values' },
    { id: 'memory', title: 'Not one weight more, and no tensor left behind', points: 1, after: 'values' },
  ],
};
