import { changed, type ExerciseProof, untidied } from '../../types.ts';
import { exercise } from './exercise.ts';

const { reference } = exercise;
const scores = 'tf.add(tf.matMul(next.h, W, false, true), b)';

export const proof: ExerciseProof = {
  wrong: [
    { name: 'the starter', code: exercise.starter, caughtBy: 'logits', reason: /all 0/ },
    {
      name: 'the old state returned',
      code: changed(reference, 'h: next.h, c: next.c }', 'h, c }'),
      caughtBy: 'state',
      reason: /old state comes back/,
    },
    {
      name: 'exchanged',
      code: changed(reference, 'h: next.h, c: next.c }', 'h: next.c, c: next.h }'),
      caughtBy: 'state',
      reason: /exchanged/,
      others: { steps: /First see “The new h and c are those of the cell/ },
    },
    {
      name: 'from the old state',
      code: changed(reference, scores, 'tf.add(tf.matMul(h, W, false, true), b)'),
      caughtBy: 'logits',
      reason: /come from the old state/,
    },
    {
      name: 'from c',
      code: changed(reference, scores, 'tf.add(tf.matMul(next.c, W, false, true), b)'),
      caughtBy: 'logits',
      reason: /come from c/,
    },
    {
      name: 'no bias',
      code: changed(reference, scores, 'tf.matMul(next.h, W, false, true)'),
      caughtBy: 'logits',
      reason: /bias is missing/,
    },
    {
      name: 'probabilities',
      code: changed(reference, scores, `tf.softmax(${scores})`),
      caughtBy: 'logits',
      reason: /probabilities already/,
      others: {},
    },
    {
      name: 'the state is not handed on',
      code: changed(reference, 'h: next.h, c: next.c }', 'h, c }'),
      caughtBy: 'steps',
      reason: /not handed on/,
    },
    {
      name: 'the gradient cut off',
      code: changed(
        reference,
        'tf.gather(embedding, ids)',
        'tf.gather(tf.customGrad((v) => ({ value: v.clone(), gradFunc: () => tf.zerosLike(v) }))(embedding), ids)',
      ),
      caughtBy: 'gradient',
      reason: /gradient/i,
    },
    { name: 'no tidy', code: untidied(reference), caughtBy: 'memory', reason: /leaves \d+ tensors/ },
    {
      name: 'the word of the bias alone',
      code: changed(reference, scores, `tf.add(tf.zerosLike(${scores}), b)`),
      caughtBy: 'logits',
      reason: /bias alone/,
    },
    {
      name: 'the new state as copied numbers',
      code: changed(reference, 'h: next.h,', 'h: tf.tensor(next.h.arraySync()),'),
      caughtBy: 'gradient',
      reason: /The gradient of logits, h and c after .* is not that of the formula/,
      others: {},
    },
  ],
  right: [
    {
      name: 'with one-hot vectors',
      code: changed(
        reference,
        'tf.gather(embedding, ids)',
        'tf.matMul(tf.oneHot(ids, embedding.shape[0]), embedding)',
      ),
    },
    {
      name: 'transposed first',
      code: `const decoderStep = (ids, h, c, cell, weights) => tf.tidy(() => {
        const x = tf.gather(weights.embedding, ids);
        const { h: newH, c: newC } = cell(x, h, c);
        const logits = newH.matMul(tf.transpose(weights.W)).add(weights.b);
        return { logits, h: newH, c: newC };
      });`,
    },
  ],
};
