import { changed, type ExerciseProof, untidied } from '../../types.ts';
import { exercise } from './exercise.ts';

const { reference } = exercise;
const result = 'return tf.mul(tf.max(lowered, 1), anyWord);';

export const proof: ExerciseProof = {
  wrong: [
    { name: 'the starter', code: exercise.starter, caughtBy: 'negative', reason: /Zeros of padding win/ },
    {
      name: 'multiplied by the mask only',
      code: changed(reference, result, 'return tf.max(tf.mul(states, here), 1);'),
      caughtBy: 'negative',
      reason: /Zeros of padding win/,
    },
    {
      name: 'the sum',
      code: changed(reference, result, 'return tf.sum(tf.mul(states, here), 1);'),
      caughtBy: 'max',
      reason: /the sum/,
    },
    {
      name: 'the mean',
      code: changed(
        reference,
        result,
        'return tf.div(tf.sum(states, 1), tf.maximum(tf.sum(mask, 1, true), 1));',
      ),
      caughtBy: 'max',
      reason: /the mean/,
    },
    {
      name: 'over the features',
      code: changed(reference, result, 'return tf.max(lowered, 2);'),
      caughtBy: 'max',
      reason: /is \[3, 4\] instead of \[3, 3\]/,
    },
    {
      name: 'an empty row is −1e9',
      code: changed(reference, result, 'return tf.max(lowered, 1);'),
      caughtBy: 'empty',
      reason: /row without words has no greatest/,
    },
    {
      name: 'the gradient cut off',
      code: changed(
        reference,
        'tf.mul(states, here)',
        'tf.mul(tf.customGrad((v) => ({ value: v.clone(), gradFunc: () => tf.zerosLike(v) }))(states), here)',
      ),
      caughtBy: 'gradient',
      reason: /gradient/i,
      others: {},
    },
    {
      name: 'padding lowered by 1 only',
      code: changed(reference, '1e9', '1'),
      caughtBy: 'negative',
      reason: /lowered by 1 only/,
    },
    {
      name: 'padding lowered by 10 only',
      code: changed(reference, '1e9', '10'),
      caughtBy: 'negative',
      reason: /lowered by 10 only/,
      others: {},
    },
    {
      name: 'the mask the wrong way round',
      code: changed(changed(reference, 'tf.mul(states, here)', 'states'), 'tf.sub(here, 1)', 'tf.neg(here)'),
      caughtBy: 'max',
      reason: /mask is the wrong way round/,
      others: { negative: /First see “The greatest value of each/ },
    },
    {
      name: 'chosen with where, the wrong way round',
      code: `function maxPool(states, mask) {
        return tf.tidy(() => {
          const here = tf.cast(tf.mul(tf.expandDims(mask, 2), tf.onesLike(states)), 'bool');
          return tf.where(here, tf.fill(states.shape, -Infinity), states).max(1).mul(mask.max(1, true));
        });
      }`,
      caughtBy: 'max',
      reason: /mask is the wrong way round/,
    },
    {
      name: 'the last state',
      code: `function maxPool(states, mask) {
        return tf.tidy(() => {
          const last = tf.oneHot(tf.cast(tf.sub(tf.sum(mask, 1), 1), 'int32'), states.shape[1]);
          return tf.sum(tf.mul(states, tf.expandDims(last, 2)), 1);
        });
      }`,
      caughtBy: 'max',
      reason: /last state, not the maximum/,
    },
    {
      name: 'the smallest value',
      code: changed(
        changed(reference, 'tf.sub(here, 1), 1e9', 'tf.sub(1, here), 1e9'),
        'tf.max(lowered, 1)',
        'tf.min(lowered, 1)',
      ),
      caughtBy: 'max',
      reason: /smallest value/,
    },
    {
      name: 'no tidy',
      code: untidied(reference),
      caughtBy: 'memory',
      reason: /maxPool leaves \d+ tensors behind/,
      others: {},
    },
  ],
  right: [
    {
      name: 'with where',
      code: `function maxPool(states, mask) {
        return tf.tidy(() => {
          const here = tf.cast(tf.mul(tf.expandDims(mask, 2), tf.onesLike(states)), 'bool');
          const some = tf.cast(tf.greater(tf.sum(mask, 1, true), 0), 'float32');
          return tf.where(here, states, tf.fill(states.shape, -1e6)).max(1).mul(some);
        });
      }`,
    },
    {
      name: 'chained',
      code: `const maxPool = (states, mask) => tf.tidy(() =>
        states.sub(tf.sub(1, mask).expandDims(2).mul(1e8)).max(1).mul(mask.max(1, true)));`,
    },
  ],
};
