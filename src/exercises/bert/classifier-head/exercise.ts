import type { Exercise } from '../../types.ts';

const TYPES = `interface Head {
  weight: tf.Tensor2D; // [C, H]
  bias: tf.Tensor1D; // [C]
  rate: number; // p: the probability of a number to be dropped
  training: boolean;
  uniform: (shape: number[]) => tf.Tensor; // numbers in [0, 1), new ones at each call
}`;

export const exercise: Exercise = {
  id: 'bert/classifier-head',
  title: 'The classifier’s head',
  defines: ['classify'],
  tensors: true,
  starter: `${TYPES}

/** pooled [B, H] → logits [B, C] */
function classify(pooled: tf.Tensor2D, head: Head): tf.Tensor2D {
  return tf.tidy(() => {
    // Your code
    return tf.zeros([pooled.shape[0], head.bias.shape[0]]);
  });
}
`,
  reference: `${TYPES}

function classify(pooled: tf.Tensor2D, head: Head): tf.Tensor2D {
  return tf.tidy(() => {
    const { weight, bias, rate, training, uniform } = head;
    let x = pooled;
    if (training && rate > 0) {
      const kept = tf.cast(tf.greaterEqual(uniform(pooled.shape), rate), 'float32');
      x = tf.div(tf.mul(pooled, kept), 1 - rate);
    }
    return tf.add(tf.matMul(x, weight, false, true), bias);
  });
}
`,
  offers: [
    { name: 'head.uniform', detail: '(shape): a tensor of numbers in [0, 1)' },
    { name: 'tf.greaterEqual', detail: '(a, b): bool, element by element' },
    { name: 'tf.cast', detail: "(x, 'float32'): false is 0, true is 1" },
    { name: 'tf.where', detail: '(condition, a, b): a where the condition holds, else b' },
    { name: 'tf.matMul', detail: '(a, b, transposeA?, transposeB?): of matrices' },
  ],
  checks: [
    { id: 'evaluation', title: 'In evaluation: logits, and nothing dropped', points: 2 },
    { id: 'training', title: 'In training: dropped, and what is kept made greater', points: 3 },
    { id: 'gradient', title: 'The gradient reaches what was kept', points: 1, after: 'training' },
    { id: 'memory', title: 'No tensor is left behind', points: 1, after: 'evaluation' },
  ],
};
