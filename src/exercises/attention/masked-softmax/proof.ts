import { changed, type ExerciseProof, untidied } from '../../types.ts';
import { exercise } from './exercise.ts';

const { reference } = exercise;
const body = (line: string): string =>
  `function maskedSoftmax(scores, mask) {\n  return tf.tidy(() => {\n    ${line}\n  });\n}\n`;

export const proof: ExerciseProof = {
  wrong: [
    { name: 'the starter', code: exercise.starter, caughtBy: 'padding', reason: /Padding gets a share/ },
    {
      name: 'cut away afterwards',
      code: body('return tf.mul(tf.softmax(scores), mask);'),
      caughtBy: 'padding',
      reason: /share less than 1/,
    },
    {
      name: 'scores of padding are 0',
      code: body('return tf.softmax(tf.mul(scores, mask));'),
      caughtBy: 'padding',
      reason: /set to 0/,
    },
    {
      name: 'the mask the wrong way round',
      code: body('return tf.softmax(tf.add(scores, tf.mul(mask, -1e9)));'),
      caughtBy: 'padding',
      reason: /wrong way round/,
    },
    {
      name: 'over the batch',
      code: body('return tf.transpose(tf.softmax(tf.transpose(scores)));'),
      caughtBy: 'words',
      reason: /over the sentences/,
    },
    {
      name: 'the greatest is not taken away',
      code: body(
        'const p = tf.mul(tf.exp(scores), mask); return tf.div(p, tf.maximum(tf.sum(p, 1, true), 1e-20));',
      ),
      caughtBy: 'great',
      reason: /NaN|Infinity|all powers are/,
    },
    {
      name: 'the greatest of padding is taken away',
      code: body(
        'const p = tf.mul(tf.exp(tf.sub(scores, tf.max(scores, 1, true))), mask); return tf.div(p, tf.maximum(tf.sum(p, 1, true), 1e-20));',
      ),
      caughtBy: 'great',
      reason: /share less than 1/,
    },
    {
      name: 'minus infinity, and an empty row is NaN',
      code: body(
        'return tf.softmax(tf.where(tf.cast(mask, "bool"), scores, tf.fill(scores.shape, -Infinity)));',
      ),
      caughtBy: 'empty',
      reason: /NaN/,
    },
    {
      name: 'an empty row looks at padding',
      code: body('return tf.softmax(tf.add(scores, tf.mul(tf.sub(mask, 1), 1e9)));'),
      caughtBy: 'empty',
      reason: /without words has nothing to look at/,
    },
    {
      name: 'the gradient cut off',
      code: changed(
        reference,
        'scores, tf.fill',
        'tf.customGrad((x) => ({ value: x.clone(), gradFunc: () => tf.zerosLike(x) }))(scores), tf.fill',
      ),
      caughtBy: 'gradient',
      reason: /gradient/i,
      others: {},
    },
    {
      name: 'padding lowered by 1 only',
      code: body('return tf.softmax(tf.add(scores, tf.sub(mask, 1)));'),
      caughtBy: 'padding',
      reason: /lowered by 1 only/,
    },
    {
      name: 'all words alike',
      code: body('return tf.div(mask, tf.maximum(tf.sum(mask, 1, true), 1));'),
      caughtBy: 'words',
      reason: /share alike/,
    },
    {
      name: 'powers not divided',
      code: body('return tf.mul(tf.exp(scores), mask);'),
      caughtBy: 'words',
      reason: /not divided by their sum/,
    },
    {
      name: 'a tiny number for a sum of 0',
      code: changed(reference, 'tf.maximum(whole, 1)', 'tf.maximum(whole, 1e-30)'),
      caughtBy: 'gradient',
      reason: /is NaN: on the way back/,
    },
    {
      name: 'no tidy',
      code: untidied(reference),
      caughtBy: 'memory',
      reason: /maskedSoftmax leaves \d+ tensors behind/,
      others: {},
    },
  ],
  right: [
    {
      name: 'softmax, then the rows without words',
      code: body(
        'const any = tf.max(mask, 1, true); return tf.mul(tf.mul(tf.softmax(tf.add(scores, tf.mul(tf.sub(mask, 1), 1e9))), mask), any);',
      ),
    },
    {
      name: 'with maximum',
      code: body(
        'const low = tf.sub(tf.mul(scores, mask), tf.mul(tf.sub(1, mask), 1e30)); const p = tf.mul(tf.exp(tf.sub(low, tf.max(low, 1, true))), mask); return tf.div(p, tf.maximum(tf.sum(p, 1, true), 1));',
      ),
    },
  ],
};
