import { changed, type ExerciseProof, untidied } from '../../types.ts';
import { exercise } from './exercise.ts';

const { reference } = exercise;
const WEIGHT = 'positive === 0 ? most : Math.min((train.length - positive) / positive, most)';
const at = (weight: string): string => changed(reference, WEIGHT, weight);
const FALSE = 'tf.mul(tf.sub(1, targets), tf.add(tf.relu(logits), small))';
const MEAN = 'tf.mean(tf.add(missed, false_))';
const rest = reference.slice(0, reference.indexOf('function weightedLoss'));

/** With the sigmoid, as in the book. */
const naive = (sigmoid: string): string => `${rest}
function weightedLoss(logits, targets, weights) {
  return tf.tidy(() => {
    const p = ${sigmoid};
    const yes = tf.mul(tf.mul(targets, weights), tf.log(p));
    const no = tf.mul(tf.sub(1, targets), tf.log(tf.sub(1, p)));
    return tf.neg(tf.mean(tf.add(yes, no)));
  });
}`;

export const proof: ExerciseProof = {
  wrong: [
    {
      name: 'all texts by those with the label',
      code: at('positive === 0 ? most : Math.min(train.length / positive, most)'),
      caughtBy: 'weights',
      reason: /All texts are divided/,
      others: { unseen: /First see “Each weight is texts without the labe/ },
    },
    {
      name: 'on its head',
      code: at('Math.min(positive / (train.length - positive), most * 1e9)'),
      caughtBy: 'weights',
      reason: /stands on its head/,
    },
    {
      name: 'balanced weights of one class',
      code: at('positive === 0 ? most : Math.min(train.length / (train[0].length * positive), most)'),
      caughtBy: 'weights',
      reason: /balanced choice of one class/,
    },
    {
      name: 'the starter',
      code: exercise.starter,
      caughtBy: 'weights',
      reason: /All weights are 1/,
    },
    {
      name: 'infinity for a label never seen',
      code: at('positive === 0 ? Infinity : Math.min((train.length - positive) / positive, most)'),
      caughtBy: 'unseen',
      reason: /infinite weight/,
    },
    {
      name: '1 for a label never seen',
      code: at('positive === 0 ? 1 : Math.min((train.length - positive) / positive, most)'),
      caughtBy: 'unseen',
      reason: /gets 1: give it/,
    },
    {
      name: 'no cap',
      code: at('positive === 0 ? most : (train.length - positive) / positive'),
      caughtBy: 'unseen',
      reason: /No weight may be above/,
    },
    {
      name: 'weights not used',
      code: changed(reference, 'tf.mul(targets, weights)', 'targets'),
      caughtBy: 'loss',
      reason: /weights are not used/,
    },
    {
      name: 'weights at both answers',
      code: changed(reference, FALSE, `tf.mul(weights, ${FALSE})`),
      caughtBy: 'loss',
      reason: /stand at both answers/,
    },
    {
      name: 'weights at the no',
      code: changed(
        changed(reference, FALSE, `tf.mul(weights, ${FALSE})`),
        'tf.mul(targets, weights)',
        'targets',
      ),
      caughtBy: 'loss',
      reason: /stand at the no/,
      others: {},
    },
    {
      name: 'summed over the labels',
      code: changed(reference, MEAN, 'tf.mean(tf.sum(tf.add(missed, false_), 1))'),
      caughtBy: 'loss',
      reason: /summed over the labels/,
    },
    {
      name: 'divided by the weights',
      code: changed(
        reference,
        MEAN,
        `tf.div(
      tf.sum(tf.add(missed, false_)),
      tf.sum(tf.add(tf.mul(targets, weights), tf.sub(1, targets))),
    )`,
      ),
      caughtBy: 'loss',
      reason: /divided by the sum of the weights/,
    },
    {
      name: 'one loss a label',
      code: changed(reference, MEAN, 'tf.mean(tf.add(missed, false_), 0)'),
      caughtBy: 'loss',
      reason: /should be one number/,
    },
    {
      name: 'log of the sigmoid',
      code: naive('tf.sigmoid(logits)'),
      caughtBy: 'stable',
      reason: /Use softplus/,
    },
    {
      name: 'a sigmoid cut off',
      code: naive('tf.clipByValue(tf.sigmoid(logits), 1e-6, 1 - 1e-6)'),
      caughtBy: 'stable',
      reason: /Use softplus/,
    },
    {
      name: 'the noes forgotten: with softplus, so it is not said to lack it',
      code: changed(reference, FALSE, `tf.mul(0, ${FALSE})`),
      caughtBy: 'stable',
      reason: /Already a logit of 1\.5/,
    },
    {
      name: 'the starter does not lead back to the logits',
      code: exercise.starter,
      caughtBy: 'gradient',
      reason: /operations of tf alone/,
    },
    {
      name: 'no tidy',
      code: untidied(reference),
      caughtBy: 'memory',
      reason: /leaves \d+ tensors behind/,
    },
  ],
  right: [
    {
      name: "PyTorch's one formula",
      code: `function positiveWeights(train, most) {
        const counts = new Float64Array(train[0].length);
        for (const row of train) row.forEach((mark, c) => { counts[c] += mark; });
        return Array.from(counts, (yes) => Math.min((train.length - yes) / yes, most));
      }
      const weightedLoss = (z, y, p) => tf.tidy(() => {
        const factor = p.sub(1).mul(y).add(1);
        const log = tf.log1p(tf.exp(z.abs().neg())).add(z.neg().relu());
        return y.neg().add(1).mul(z).add(factor.mul(log)).mean();
      });`,
    },
    {
      name: 'softplus and a choice',
      code: `const positiveWeights = (train, most) => train[0].map((_, c) => {
        const yes = train.filter((row) => row[c] === 1).length;
        return yes * most < train.length - yes ? most : (train.length - yes) / yes;
      });
      const softplus = (z) => tf.add(tf.maximum(z, 0), tf.log(tf.add(1, tf.exp(tf.neg(tf.abs(z))))));
      function weightedLoss(logits, targets, weights) {
        return tf.tidy(() => {
          const yes = tf.mul(weights, softplus(tf.neg(logits)));
          const loss = tf.where(tf.cast(targets, 'bool'), yes, softplus(logits));
          return tf.div(tf.sum(loss), logits.size);
        });
      }`,
    },
  ],
};
