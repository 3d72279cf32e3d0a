import { changed, type ExerciseProof } from '../../types.ts';
import { exercise } from './exercise.ts';

const { reference } = exercise;
const dot = 'return tf.tidy(() => tf.sum(tf.mul(h, tf.expandDims(s, 1)), 2));';

export const proof: ExerciseProof = {
  wrong: [
    { name: 'the starter', code: exercise.starter, caughtBy: 'dot', reason: /all 0/ },
    {
      name: 'divided by √H',
      code: changed(
        reference,
        dot,
        'return tf.tidy(() => tf.div(tf.sum(tf.mul(h, tf.expandDims(s, 1)), 2), Math.sqrt(s.shape[1])));',
      ),
      caughtBy: 'dot',
      reason: /√H/,
      others: { general: /First see “Dot: s · h for every state of the sou/ },
    },
    {
      name: 'a softmax at once',
      code: changed(
        reference,
        dot,
        'return tf.tidy(() => tf.softmax(tf.sum(tf.mul(h, tf.expandDims(s, 1)), 2)));',
      ),
      caughtBy: 'dot',
      reason: /softmax already/,
    },
    {
      name: 'over the steps',
      code: changed(reference, dot, 'return tf.tidy(() => tf.sum(tf.mul(h, tf.expandDims(s, 1)), 1));'),
      caughtBy: 'dot',
      reason: /is \[2, 4\] instead of \[2, 3\]/,
    },
    {
      name: 'W transposed',
      code: changed(reference, 'dotScore(s, times(h, W))', 'dotScore(s, times(h, tf.transpose(W)))'),
      caughtBy: 'general',
      reason: /wrong way round/,
    },
    {
      name: 'W forgotten',
      code: changed(reference, 'dotScore(s, times(h, W))', 'dotScore(s, h)'),
      caughtBy: 'general',
      reason: /W does not get in/,
    },
    {
      name: 'no tanh',
      code: changed(reference, 'tf.tanh(tf.add(times(h, W1), asked))', 'tf.add(times(h, W1), asked)'),
      caughtBy: 'additive',
      reason: /tanh is missing/,
    },
    {
      name: 'weights exchanged',
      code: changed(reference, '{ W1, W2, v }', '{ W1: W2, W2: W1, v }'),
      caughtBy: 'additive',
      reason: /exchanged/,
      others: {},
    },
    {
      name: 'v forgotten',
      code: changed(
        reference,
        'tf.sum(tf.mul(tf.tanh(tf.add(times(h, W1), asked)), v), 2)',
        'tf.sum(tf.tanh(tf.add(times(h, W1), asked)), 2)',
      ),
      caughtBy: 'additive',
      reason: /v does not get in/,
    },
    {
      name: 'the gradient cut off',
      code: changed(
        reference,
        'dotScore(s, times(h, W))',
        'dotScore(s, times(h, tf.customGrad((x) => ({ value: x.clone(), gradFunc: () => tf.zerosLike(x) }))(W)))',
      ),
      caughtBy: 'gradient',
      reason: /gradient/i,
    },
    {
      name: 'no tidy',
      code: changed(reference, dot, 'return tf.sum(tf.mul(h, tf.expandDims(s, 1)), 2);'),
      caughtBy: 'memory',
      reason: /dotScore leaves 2 tensors/,
    },
    {
      name: 'dot scores from copied numbers',
      code: changed(
        reference,
        'tf.sum(tf.mul(h, tf.expandDims',
        'tf.sum(tf.mul(tf.tensor(h.arraySync()), tf.expandDims',
      ),
      caughtBy: 'gradient',
      reason: /No gradient flows through the dot scores after h/,
      others: {},
    },
    {
      name: 'v from copied numbers',
      code: changed(reference, 'asked)), v)', 'asked)), tf.tensor(v.arraySync()))'),
      caughtBy: 'gradient',
      reason: /No gradient flows through the additive scores after w.v/,
      others: {},
    },
  ],
  right: [
    {
      name: 'by products of matrices',
      code: `const dotScore = (s, h) => tf.tidy(() => tf.squeeze(tf.matMul(h, tf.expandDims(s, 2)), [2]));
      const generalScore = (s, h, W) => tf.tidy(() => dotScore(tf.matMul(s, W), h));
      const additiveScore = (s, h, { W1, W2, v }) => tf.tidy(() => {
        const [B, S, H] = h.shape;
        const flat = h.reshape([B * S, H]).matMul(W1, false, true);
        const asked = s.matMul(W2, false, true).expandDims(1).tile([1, S, 1]).reshape([B * S, -1]);
        return flat.add(asked).tanh().matMul(v.expandDims(1)).reshape([B, S]);
      });`,
    },
    {
      name: 'one state of the source after the other',
      code: `const each = (h, score) => tf.stack(tf.unstack(h, 1).map(score), 1);
      const dotScore = (s, h) => tf.tidy(() => each(h, (hj) => tf.sum(tf.mul(s, hj), 1)));
      const generalScore = (s, h, W) =>
        tf.tidy(() => each(h, (hj) => tf.sum(tf.mul(s, tf.matMul(hj, W, false, true)), 1)));
      const additiveScore = (s, h, { W1, W2, v }) => tf.tidy(() =>
        each(h, (hj) => tf.sum(tf.mul(v, tf.tanh(tf.add(tf.matMul(hj, W1, false, true), tf.matMul(s, W2, false, true)))), 1)));`,
    },
  ],
};
