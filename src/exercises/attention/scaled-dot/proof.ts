import { changed, type ExerciseProof, untidied } from '../../types.ts';
import { exercise } from './exercise.ts';

const { reference } = exercise;
const scaled = 'tf.div(tf.matMul(q, k, false, true), Math.sqrt(q.shape[2]))';
const mixed = 'output: tf.matMul(weights, v)';
const masked = 'mask === null ? scores : tf.add(scores, tf.mul(tf.sub(mask, 1), 1e9))';

export const proof: ExerciseProof = {
  wrong: [
    { name: 'the starter', code: exercise.starter, caughtBy: 'weights', reason: /softmax is missing/ },
    {
      name: 'not divided',
      code: changed(reference, scaled, 'tf.matMul(q, k, false, true)'),
      caughtBy: 'weights',
      reason: /not divided by √D/,
    },
    {
      name: 'not divided, by the numbers of the lecture',
      code: changed(reference, scaled, 'tf.matMul(q, k, false, true)'),
      caughtBy: 'lecture',
      reason: /takes all/,
    },
    {
      name: 'divided by D',
      code: changed(reference, 'Math.sqrt(q.shape[2])', 'q.shape[2]'),
      caughtBy: 'weights',
      reason: /not by its root/,
    },
    {
      name: 'by the number of keys',
      code: changed(reference, 'Math.sqrt(q.shape[2])', 'Math.sqrt(k.shape[1])'),
      caughtBy: 'weights',
      reason: /number of keys/,
    },
    {
      name: 'over the queries',
      code: changed(
        reference,
        'tf.softmax(seen)',
        'tf.transpose(tf.softmax(tf.transpose(seen, [0, 2, 1])), [0, 2, 1])',
      ),
      caughtBy: 'weights',
      reason: /over the queries/,
    },
    {
      name: 'the scores mixed',
      code: changed(reference, mixed, 'output: tf.matMul(tf.matMul(q, k, false, true), v)'),
      caughtBy: 'output',
      reason: /scores are mixed/,
    },
    {
      name: 'the keys mixed',
      code: changed(reference, mixed, 'output: tf.matMul(weights, k)'),
      caughtBy: 'output',
      reason: /shape|keys are mixed/,
    },
    {
      name: 'the mask unused',
      code: changed(reference, masked, 'scores'),
      caughtBy: 'mask',
      reason: /mask is not used/,
    },
    {
      name: 'the mask after the softmax',
      code: changed(
        changed(reference, masked, 'scores'),
        'tf.softmax(seen)',
        'mask === null ? tf.softmax(seen) : tf.mul(tf.softmax(seen), mask)',
      ),
      caughtBy: 'mask',
      reason: /after the softmax/,
    },
    {
      name: 'hidden scores are 0',
      code: changed(reference, masked, 'mask === null ? scores : tf.mul(scores, mask)'),
      caughtBy: 'mask',
      reason: /set to 0/,
      others: {},
    },
    {
      name: 'hidden scores only a little lower',
      code: changed(reference, '1e9', '20'),
      caughtBy: 'mask',
      reason: /still shows where its numbers are great/,
    },
    {
      name: 'the gradient cut off',
      code: changed(
        reference,
        mixed,
        'output: tf.matMul(tf.customGrad((x) => ({ value: x.clone(), gradFunc: () => tf.zerosLike(x) }))(weights), v)',
      ),
      caughtBy: 'gradient',
      reason: /gradient/i,
    },
    { name: 'no tidy', code: untidied(reference), caughtBy: 'memory', reason: /leaves \d+ tensors/ },
  ],
  right: [
    {
      name: 'queries scaled first, where for the mask',
      code: `const attention = (q, k, v, mask) => tf.tidy(() => {
        const scores = tf.matMul(tf.mul(q, 1 / Math.sqrt(q.shape[2])), k, false, true);
        const weights = tf.softmax(mask ? tf.where(tf.cast(mask, 'bool'), scores, tf.fill(scores.shape, -1e30)) : scores);
        return { output: tf.matMul(weights, v), weights };
      });`,
    },
    {
      name: 'text by text, softmax by hand',
      code: `function attention(q, k, v, mask) {
        return tf.tidy(() => {
          const of = (x, b) => tf.squeeze(tf.slice(x, [b, 0, 0], [1, -1, -1]), [0]);
          const each = Array.from({ length: q.shape[0] }, (_, b) => {
            const one = of(q, b), keys = of(k, b);
            const scores = tf.matMul(one, keys, false, true).div(Math.sqrt(keys.shape[1]));
            const seen = mask ? scores.sub(tf.sub(1, of(mask, b)).mul(1e9)) : scores;
            const powers = seen.sub(seen.max(1, true)).exp();
            const weights = powers.div(powers.sum(1, true));
            return { weights, output: weights.matMul(of(v, b)) };
          });
          return { output: tf.stack(each.map((x) => x.output)), weights: tf.stack(each.map((x) => x.weights)) };
        });
      }`,
    },
  ],
};
