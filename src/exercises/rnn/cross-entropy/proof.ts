import { changed, type ExerciseProof, untidied } from '../../types.ts';
import { exercise } from './exercise.ts';

const { reference } = exercise;
const naive = 'tf.log(tf.softmax(logits))';

export const proof: ExerciseProof = {
  wrong: [
    {
      name: 'no sign',
      code: changed(reference, 'tf.neg(', '('),
      caughtBy: 'formula',
      reason: /sign is missing/,
    },
    {
      name: 'the sum',
      code: changed(reference, ', rows)', ', 1)'),
      caughtBy: 'formula',
      reason: /are summed/,
    },
    {
      name: 'divided by all rows',
      code: changed(reference, ', rows)', ', logits.shape[0])'),
      caughtBy: 'ignored',
      reason: /divided by all rows/,
    },
    {
      name: 'ignored rows counted',
      code: changed(reference, "tf.cast(counted, 'float32')", 'tf.onesLike(losses)'),
      caughtBy: 'ignored',
      reason: /as if their class were 0/,
    },
    {
      name: 'log of softmax',
      code: changed(reference, 'tf.logSoftmax(logits)', naive),
      caughtBy: 'stable',
      reason: /(in|not right:) the loss/,
    },
    {
      name: '0 divided by 0',
      code: changed(reference, 'tf.maximum(tf.sum(weights), 1)', 'tf.sum(weights)'),
      caughtBy: 'empty',
      reason: /divided by 0/,
      others: {},
    },
    {
      name: 'no tidy',
      code: untidied(reference),
      caughtBy: 'memory',
      reason: /leaves \d+ tensors behind/,
    },
    {
      name: 'the loss computed from copied numbers',
      code: `function crossEntropy(logits, targets, ignoreIndex) {
        const [rows, classes] = [logits.arraySync(), targets.arraySync()];
        let [sum, count] = [0, 0];
        rows.forEach((row, n) => {
          if (classes[n] === ignoreIndex) return;
          const most = Math.max(...row);
          sum += most + Math.log(row.reduce((all, z) => all + Math.exp(z - most), 0)) - row[classes[n]];
          count++;
        });
        return tf.scalar(sum / Math.max(1, count));
      }`,
      caughtBy: 'gradient',
      reason: /No gradient flows through the loss: .* not from copied numbers/,
      others: {},
    },
    {
      name: 'a gradient for ignored rows',
      code: changed(
        reference,
        'tf.logSoftmax(logits)',
        'tf.customGrad((x) => ({ value: tf.logSoftmax(x), gradFunc: (dy) => tf.add(dy, 1) }))(logits)',
      ),
      caughtBy: 'gradient',
      reason: /not that of the formula/,
    },
    {
      name: 'class 0 taken for padding',
      code: changed(
        reference,
        "tf.notEqual(targets, tf.scalar(ignoreIndex, 'int32'))",
        "tf.greater(targets, tf.scalar(0, 'int32'))",
      ),
      caughtBy: 'formula',
      reason: /Rows of class 0 are left out: padding has the number ignoreIndex/,
      others: { ignored: /Rows of class 0 are left out/, stable: /Rows of class 0 are left out/ },
    },
    {
      name: 'no loss for class 0',
      code: changed(
        reference,
        'tf.oneHot(safe, logits.shape[1])',
        "tf.mul(tf.oneHot(safe, logits.shape[1]), tf.cast(tf.greater(safe, 0), 'float32').expandDims(1))",
      ),
      caughtBy: 'formula',
      reason: /Rows of class 0 give no loss/,
    },
    {
      name: 'the logit as it is',
      code: changed(reference, 'tf.logSoftmax(logits)', 'logits'),
      caughtBy: 'formula',
      reason: /softmax is missing/,
    },
    {
      name: 'the probability as it is',
      code: changed(reference, 'tf.logSoftmax(logits)', 'tf.softmax(logits)'),
      caughtBy: 'formula',
      reason: /logarithm is missing/,
    },
    {
      name: 'the softmax twice',
      code: changed(reference, 'tf.logSoftmax(logits)', 'tf.logSoftmax(tf.softmax(logits))'),
      caughtBy: 'formula',
      reason: /applied twice/,
    },
  ],
  right: [
    {
      name: 'log-sum-exp by hand',
      code: `const crossEntropy = (logits, targets, ignoreIndex) => tf.tidy(() => {
        const here = targets.notEqual(ignoreIndex).cast('float32');
        const safe = targets.mul(here.cast('int32'));
        const picked = logits.mul(tf.oneHot(safe, logits.shape[1])).sum(1);
        return tf.logSumExp(logits, 1).sub(picked).mul(here).sum().div(here.sum().maximum(1));
      });`,
    },
    {
      name: 'oneHot leaves rows of −1 empty',
      code: `function crossEntropy(logits, targets, ignoreIndex) {
        return tf.tidy(() => {
          const here = targets.notEqual(ignoreIndex);
          const right = tf.oneHot(tf.where(here, targets, tf.fill(targets.shape, -1, 'int32')), logits.shape[1]);
          return tf.div(tf.neg(tf.sum(tf.mul(right, tf.logSoftmax(logits)))), tf.maximum(tf.sum(tf.cast(here, 'float32')), 1));
        });
      }`,
    },
  ],
};
