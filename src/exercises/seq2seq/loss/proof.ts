import { changed, type ExerciseProof, untidied } from '../../types.ts';
import { exercise } from './exercise.ts';

const { reference } = exercise;
const mean = 'tf.div(tf.sum(tf.mul(losses, words)), tf.maximum(tf.sum(words), 1))';

export const proof: ExerciseProof = {
  wrong: [
    { name: 'the starter', code: exercise.starter, caughtBy: 'padding', reason: /Padding counts/ },
    {
      name: 'divided by positions',
      code: changed(reference, mean, 'tf.mean(tf.mul(losses, words))'),
      caughtBy: 'padding',
      reason: /still divided by/,
    },
    {
      name: 'the sum',
      code: changed(reference, mean, 'tf.sum(tf.mul(losses, words))'),
      caughtBy: 'padding',
      reason: /not divided/,
    },
    {
      name: 'sentence by sentence',
      code: changed(
        reference,
        mean,
        'tf.mean(tf.div(tf.sum(tf.mul(losses, words), 1), tf.maximum(tf.sum(words, 1), 1)))',
      ),
      caughtBy: 'padding',
      reason: /averaged first/,
    },
    {
      name: 'the sign',
      code: changed(
        reference,
        'tf.neg(tf.sum(tf.mul(tf.logSoftmax(logits), wanted), 2))',
        'tf.sum(tf.mul(tf.logSoftmax(logits), wanted), 2)',
      ),
      caughtBy: 'padding',
      reason: /sign is wrong/,
    },
    {
      name: 'padding is 0',
      code: changed(reference, 'tf.notEqual(targets, pad)', 'tf.notEqual(targets, 0)'),
      caughtBy: 'padding',
      reason: /taken to be 0/,
    },
    {
      name: 'the words without padding divided by positions',
      code: changed(reference, 'tf.sum(words), 1)', 'targets.size, 1)'),
      caughtBy: 'padding',
      reason: /still divided by/,
      others: {},
    },
    {
      name: 'the log of a softmax',
      code: changed(reference, 'tf.logSoftmax(logits)', 'tf.log(tf.softmax(logits))'),
      caughtBy: 'stable',
      reason: /NaN|Infinity|not right/,
    },
    {
      name: 'no care for padding alone',
      code: changed(reference, 'tf.maximum(tf.sum(words), 1)', 'tf.sum(words)'),
      caughtBy: 'empty',
      reason: /NaN|not right/,
    },
    {
      name: 'one word at least, wrongly',
      code: changed(reference, 'tf.maximum(tf.sum(words), 1)', 'tf.add(tf.sum(words), 1)'),
      caughtBy: 'words',
      reason: /one word too many/,
    },
    {
      name: 'the gradient cut off',
      code: changed(
        reference,
        'tf.logSoftmax(logits)',
        'tf.customGrad((x) => ({ value: tf.logSoftmax(x), gradFunc: () => tf.zerosLike(x) }))(logits)',
      ),
      caughtBy: 'gradient',
      reason: /gradient/i,
    },
    { name: 'no tidy', code: untidied(reference), caughtBy: 'memory', reason: /leaves \d+ tensors/ },
    {
      name: 'divided by the number of sentences',
      code: changed(reference, 'tf.maximum(tf.sum(words), 1)', 'targets.shape[0]'),
      caughtBy: 'words',
      reason: /number of sentences/,
    },
    {
      name: 'the probability as it is',
      code: changed(reference, 'tf.logSoftmax(logits)', 'tf.softmax(logits)'),
      caughtBy: 'padding',
      reason: /logarithm is missing/,
    },
    {
      name: 'the softmax twice',
      code: changed(reference, 'tf.logSoftmax(logits)', 'tf.logSoftmax(tf.softmax(logits))'),
      caughtBy: 'padding',
      reason: /applied twice/,
    },
  ],
  right: [
    {
      name: 'the log-sum-exp by hand',
      code: `const sequenceLoss = (logits, targets, pad) => tf.tidy(() => {
        const whole = tf.logSumExp(logits, 2);
        const own = tf.sum(tf.mul(logits, tf.oneHot(targets, logits.shape[2])), 2);
        const words = tf.cast(tf.notEqual(targets, pad), 'float32');
        return tf.div(tf.sum(tf.mul(tf.sub(whole, own), words)), tf.maximum(tf.sum(words), 1e-9));
      });`,
    },
    {
      name: 'words weighed first',
      code: `function sequenceLoss(logits, targets, pad) {
        return tf.tidy(() => {
          const words = tf.cast(tf.notEqual(targets, pad), 'float32');
          const weights = tf.div(words, tf.maximum(tf.sum(words), 1));
          const wanted = tf.mul(tf.oneHot(targets, logits.shape[2]), tf.expandDims(weights, 2));
          return tf.neg(tf.sum(tf.mul(tf.logSoftmax(logits), wanted)));
        });
      }`,
    },
  ],
};
