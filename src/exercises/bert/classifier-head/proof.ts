import { changed, type ExerciseProof, untidied } from '../../types.ts';
import { exercise } from './exercise.ts';

const { reference } = exercise;
const when = 'training && rate > 0';
const scaled = 'tf.div(tf.mul(pooled, kept), 1 - rate)';
const last = 'return tf.add(tf.matMul(x, weight, false, true), bias)';
const kept = 'tf.greaterEqual(uniform(pooled.shape), rate)';

export const proof: ExerciseProof = {
  wrong: [
    { name: 'the starter', code: exercise.starter, caughtBy: 'evaluation', reason: /all 0/ },
    {
      name: 'probabilities',
      code: changed(reference, last, 'return tf.softmax(tf.add(tf.matMul(x, weight, false, true), bias))'),
      caughtBy: 'evaluation',
      reason: /probabilities; logits/,
      others: { training: /First see “In evaluation: logits, and nothing dr/ },
    },
    {
      name: 'a bend behind the product',
      code: changed(reference, last, 'return tf.relu(tf.add(tf.matMul(x, weight, false, true), bias))'),
      caughtBy: 'evaluation',
      reason: /bend behind/,
    },
    {
      name: 'dropout always on',
      code: changed(reference, when, 'rate > 0'),
      caughtBy: 'evaluation',
      reason: /drawn in evaluation/,
    },
    {
      name: 'drawn in evaluation, too',
      code: changed(changed(reference, when, 'rate > 0'), 'x = tf.div', 'if (training) x = tf.div'),
      caughtBy: 'evaluation',
      reason: /drawn in evaluation/,
    },
    {
      name: 'scaled in evaluation instead',
      code: changed(
        changed(reference, scaled, 'tf.mul(pooled, kept)'),
        'let x = pooled;',
        'let x = training ? pooled : tf.mul(pooled, 1 - rate);',
      ),
      caughtBy: 'evaluation',
      reason: /Multiplied by 1 − p in evaluation/,
    },
    {
      name: 'no dropout',
      code: changed(reference, when, 'false'),
      caughtBy: 'training',
      reason: /Nothing is dropped/,
    },
    {
      name: 'not divided',
      code: changed(reference, scaled, 'tf.mul(pooled, kept)'),
      caughtBy: 'training',
      reason: /not divided by 1 − p/,
    },
    {
      name: 'divided by p',
      code: changed(reference, scaled, 'tf.div(tf.mul(pooled, kept), rate)'),
      caughtBy: 'training',
      reason: /divided by p; it has/,
      others: {},
    },
    {
      name: 'the wrong ones dropped',
      code: changed(reference, 'tf.greaterEqual(', 'tf.less('),
      caughtBy: 'training',
      reason: /wrong ones are dropped/,
    },
    {
      name: 'the rate itself is dropped',
      code: changed(reference, 'tf.greaterEqual(', 'tf.greater('),
      caughtBy: 'training',
      reason: /of just p drops its place/,
    },
    {
      name: 'one draw for all texts',
      code: changed(reference, 'uniform(pooled.shape)', 'uniform([pooled.shape[1]])'),
      caughtBy: 'training',
      reason: /One number is wanted for each/,
    },
    {
      name: 'the logits dropped',
      code: `const classify = (pooled, { weight, bias, rate, training, uniform }) => tf.tidy(() => {
        const y = tf.add(tf.matMul(pooled, weight, false, true), bias);
        return training ? tf.div(tf.mul(y, tf.cast(tf.greaterEqual(uniform(y.shape), rate), 'float32')), 1 - rate) : y;
      });`,
      caughtBy: 'training',
      reason: /logits are dropped/,
    },
    {
      name: 'the gradient cut off',
      code: changed(
        reference,
        'let x = pooled;',
        'let x = pooled;\n    pooled = tf.tensor2d(pooled.arraySync());',
      ),
      caughtBy: 'gradient',
      reason: /No gradient flows through the logits after pooled/,
    },
    { name: 'no tidy', code: untidied(reference), caughtBy: 'memory', reason: /leaves \d+ tensors/ },
    {
      name: 'the bias from copied numbers',
      code: changed(reference, 'false, true), bias)', 'false, true), tf.tensor(bias.arraySync()))'),
      caughtBy: 'gradient',
      reason: /No gradient flows through the logits after bias/,
      others: {},
    },
    {
      name: 'dropout of TensorFlow.js',
      code: changed(
        reference,
        `const kept = tf.cast(${kept}, 'float32');\n      x = ${scaled}`,
        'x = tf.dropout(pooled, rate)',
      ),
      caughtBy: 'training',
      reason: /No number is drawn with head\.uniform/,
      // The gradient does not count before that.
      others: {},
    },
    {
      name: 'numbers of its own',
      code: changed(reference, 'uniform(pooled.shape)', 'tf.randomUniform(pooled.shape)'),
      caughtBy: 'training',
      reason: /No number is drawn with head\.uniform/,
      others: {},
    },
  ],
  right: [
    {
      name: 'with where',
      code: `const classify = (pooled, head) => tf.tidy(() => {
        const drop = (x) => tf.where(tf.less(head.uniform(x.shape), head.rate), tf.zerosLike(x), tf.mul(x, 1 / (1 - head.rate)));
        return (head.training ? drop(pooled) : pooled).matMul(head.weight.transpose()).add(head.bias);
      });`,
    },
    {
      name: 'factors first',
      code: changed(
        changed(reference, `tf.cast(${kept}, 'float32')`, `tf.div(tf.cast(${kept}, 'float32'), 1 - rate)`),
        scaled,
        'tf.mul(kept, pooled)',
      ),
    },
  ],
};
