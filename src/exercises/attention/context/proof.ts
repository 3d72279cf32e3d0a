import { changed, type ExerciseProof, untidied } from '../../types.ts';
import { exercise } from './exercise.ts';

const { reference } = exercise;
const context = 'tf.squeeze(tf.matMul(tf.expandDims(weights, 1), h), [1])';

export const proof: ExerciseProof = {
  wrong: [
    { name: 'the starter', code: exercise.starter, caughtBy: 'context', reason: /the mean of the states/ },
    {
      name: 'the sum',
      code: changed(reference, context, 'tf.sum(h, 1)'),
      caughtBy: 'context',
      reason: /the sum of the states/,
    },
    {
      name: 'divided once more',
      code: changed(reference, context, 'tf.mean(tf.mul(h, tf.expandDims(weights, 2)), 1)'),
      caughtBy: 'context',
      reason: /divided by the number/,
    },
    {
      name: 'the greatest alone',
      code: changed(
        reference,
        context,
        'tf.sum(tf.mul(h, tf.expandDims(tf.cast(tf.equal(weights, tf.max(weights, 1, true)), "float32"), 2)), 1)',
      ),
      caughtBy: 'context',
      reason: /greatest weight/,
    },
    {
      name: 'the other way round',
      code: changed(reference, '[context, s]', '[s, context]'),
      caughtBy: 'state',
      reason: /context stands second/,
    },
    {
      name: 'added up',
      code: changed(reference, '[context, s]', '[context, tf.add(context, s)]'),
      caughtBy: 'state',
      reason: /added up/,
      others: {},
    },
    {
      name: 'below each other',
      code: changed(reference, 'tf.concat([context, s], 1)', 'tf.concat([context, s], 0)'),
      caughtBy: 'state',
      reason: /shape/,
    },
    {
      name: 'the gradient cut off',
      code: changed(
        reference,
        'tf.expandDims(weights, 1)',
        'tf.expandDims(tf.customGrad((x) => ({ value: x.clone(), gradFunc: () => tf.zerosLike(x) }))(weights), 1)',
      ),
      caughtBy: 'gradient',
      reason: /gradient/i,
    },
    { name: 'no tidy', code: untidied(reference), caughtBy: 'memory', reason: /leaves \d+ tensors/ },
    {
      name: 'the state from copied numbers',
      code: changed(reference, '[context, s]', '[context, tf.tensor(s.arraySync())]'),
      caughtBy: 'gradient',
      reason: /No gradient flows through what comes out after s/,
      others: {},
    },
  ],
  right: [
    {
      name: 'weighted and summed',
      code: changed(reference, context, 'tf.sum(tf.mul(h, tf.expandDims(weights, 2)), 1)'),
    },
    {
      name: 'state by state',
      code: `const withContext = (weights, h, s) => tf.tidy(() => {
        let context = tf.zerosLike(s);
        for (let j = 0; j < h.shape[1]; j++)
          context = tf.add(context, tf.mul(tf.reshape(tf.slice(h, [0, j, 0], [-1, 1, -1]), s.shape), tf.slice(weights, [0, j], [-1, 1])));
        return tf.concat([context, s], -1);
      });`,
    },
  ],
};
