import { changed, type ExerciseProof, untidied } from '../../types.ts';
import { exercise } from './exercise.ts';

const { reference } = exercise;
const root = 'Math.sqrt(size)';
const split = 'tf.transpose(tf.reshape(part, [batch, length, heads, size]), [0, 2, 1, 3])';
const mixed = 'tf.transpose(tf.matMul(weights, v), [0, 2, 1, 3])';
const seen = 'tf.softmax(tf.add(scores, hidden))';
const last = 'linear(tf.reshape(mixed, [batch, length, width]), w.output, w.outputBias)';
const parts = 'const [q, k, v] = tf.split(linear(x, w.qkv, w.qkvBias), 3, 2).map(split);';
const part = (i: number) =>
  `split(linear(x, tf.slice(w.qkv, [${i} * width, 0], [width, width]), tf.slice(w.qkvBias, [${i} * width], [width])))`;

export const proof: ExerciseProof = {
  wrong: [
    { name: 'the starter', code: exercise.starter, caughtBy: 'one', reason: /Nobody looks/ },
    {
      name: 'not divided',
      code: changed(reference, root, '1'),
      caughtBy: 'one',
      reason: /not divided/,
      others: {
        heads: /First see “One head: weights, values, the produc/,
        mask: /First see “One head: weights, values, the produc/,
      },
    },
    {
      name: 'divided by D',
      code: changed(reference, root, 'size'),
      caughtBy: 'one',
      reason: /not by its root/,
    },
    {
      name: 'no product at the end',
      code: changed(reference, last, 'tf.reshape(mixed, [batch, length, width])'),
      caughtBy: 'one',
      reason: /w.output\) is missing/,
    },
    {
      name: 'keys and values exchanged',
      code: changed(reference, 'const [q, k, v]', 'const [q, v, k]'),
      caughtBy: 'one',
      reason: /Keys and values are exchanged/,
    },
    {
      name: 'divided by √H',
      code: changed(reference, root, 'Math.sqrt(width)'),
      caughtBy: 'heads',
      reason: /size of one head/,
    },
    {
      name: 'cut by a reshape',
      code: changed(reference, split, 'tf.reshape(part, [batch, heads, length, size])'),
      caughtBy: 'heads',
      reason: /cut by a reshape alone/,
    },
    {
      name: 'merged by a reshape',
      code: changed(reference, mixed, 'tf.matMul(weights, v)'),
      caughtBy: 'heads',
      reason: /merged by a reshape alone/,
    },
    {
      name: 'in turn',
      code: changed(
        reference,
        split,
        'tf.transpose(tf.reshape(part, [batch, length, size, heads]), [0, 3, 1, 2])',
      ),
      caughtBy: 'heads',
      reason: /in turn/,
    },
    {
      name: 'the mask unused',
      code: changed(reference, seen, 'tf.softmax(scores)'),
      caughtBy: 'mask',
      reason: /hides no keys/,
    },
    {
      name: 'queries hidden',
      code: changed(reference, '[batch, 1, 1, length]', '[batch, 1, length, 1]'),
      caughtBy: 'mask',
      reason: /last axis of the scores/,
      others: { gradient: /First see “Padding changes nothing/ },
    },
    {
      name: 'the mask after the softmax',
      code: changed(reference, seen, 'tf.mul(tf.softmax(scores), tf.reshape(mask, [batch, 1, 1, length]))'),
      caughtBy: 'mask',
      reason: /after the softmax/,
    },
    {
      name: 'scores of padding are 0',
      code: changed(reference, seen, 'tf.softmax(tf.mul(scores, tf.reshape(mask, [batch, 1, 1, length])))'),
      caughtBy: 'mask',
      reason: /set to 0/,
    },
    {
      name: 'the wrong way round',
      code: changed(reference, 'tf.mul(tf.sub(mask, 1), 1e9)', 'tf.mul(mask, -1e9)'),
      caughtBy: 'mask',
      reason: /wrong way round/,
    },
    {
      name: 'hidden a little only',
      code: changed(reference, '1e9', '30'),
      caughtBy: 'mask',
      reason: /still shows where its numbers are great/,
      others: {},
    },
    {
      name: 'hidden by a thousand',
      code: changed(reference, '1e9', '1000'),
      caughtBy: 'mask',
      reason: /still shows where its numbers are great/,
    },
    {
      name: 'the softmax along the queries',
      code: changed(
        reference,
        seen,
        'tf.transpose(tf.softmax(tf.transpose(tf.add(scores, hidden), [0, 1, 3, 2])), [0, 1, 3, 2])',
      ),
      caughtBy: 'one',
      reason: /softmax goes along the queries/,
      others: { heads: /First see “One head/, mask: /First see “One head/ },
    },
    {
      name: 'q, k, v head by head',
      code: changed(
        reference,
        parts,
        'const [q, k, v] = tf.unstack(tf.reshape(linear(x, w.qkv, w.qkvBias), [batch, length, heads, 3, size]), 3).map((part) => tf.transpose(part, [0, 2, 1, 3]));',
      ),
      caughtBy: 'heads',
      reason: /then of the next: they are all queries/,
      others: { mask: /First see “Several heads/ },
    },
    {
      name: 'three products',
      code: changed(reference, parts, `const [q, k, v] = [${part(0)}, ${part(1)}, ${part(2)}];`),
      caughtBy: 'product',
      reason: /products of their own/,
    },
    {
      name: 'the large product three times',
      code: changed(
        reference,
        parts,
        'const [q, k, v] = [0, 1, 2].map((i) => split(tf.split(linear(x, w.qkv, w.qkvBias), 3, 2)[i]));',
      ),
      caughtBy: 'product',
      reason: /made 3 times/,
    },
    {
      name: 'weights from copied numbers',
      code: changed(
        reference,
        'linear(x, w.qkv, w.qkvBias)',
        'linear(x, tf.tensor2d(w.qkv.dataSync(), w.qkv.shape), w.qkvBias)',
      ),
      caughtBy: 'gradient',
      reason: /No gradient flows through what comes out, after w.qkv/,
    },
    { name: 'no tidy', code: untidied(reference), caughtBy: 'memory', reason: /leaves \d+ tensors/ },
    {
      name: 'a bias from copied numbers',
      code: changed(reference, 'w.qkvBias)', 'tf.tensor(w.qkvBias.arraySync()))'),
      caughtBy: 'gradient',
      reason: /No gradient flows through what comes out, after w.qkvBias/,
      others: {},
    },
  ],
  right: [
    {
      name: 'head by head, softmax by hand',
      code: `const selfAttention = (x, mask, w, heads) => tf.tidy(() => {
        const [B, T, H] = x.shape;
        const D = H / heads;
        const qkv = x.reshape([B * T, H]).matMul(w.qkv, false, true).add(w.qkvBias).reshape([B, T, 3 * H]);
        const at = (part, h) => qkv.slice([0, 0, part * H + h * D], [B, T, D]);
        const on = tf.expandDims(mask, 1);
        const all = Array.from({ length: heads }, (_, h) => {
          const scores = tf.matMul(at(0, h).mul(D ** -0.5), at(1, h), false, true).sub(tf.mul(tf.sub(1, on), 1e6));
          const powers = scores.sub(scores.max(2, true)).exp();
          return powers.div(powers.sum(2, true)).matMul(at(2, h));
        });
        return tf.concat(all, 2).reshape([B * T, H]).matMul(w.output, false, true).add(w.outputBias).reshape([B, T, H]);
      });`,
    },
    {
      name: 'cut into five dimensions, where for the mask',
      code: `function selfAttention(x, mask, w, heads) {
        return tf.tidy(() => {
          const [B, T, H] = x.shape;
          const all = tf.add(tf.matMul(tf.reshape(x, [-1, H]), tf.transpose(w.qkv)), w.qkvBias);
          const [q, k, v] = tf.unstack(tf.transpose(tf.reshape(all, [B, T, 3, heads, H / heads]), [2, 0, 3, 1, 4]));
          const scores = tf.mul(tf.matMul(q, tf.transpose(k, [0, 1, 3, 2])), 1 / Math.sqrt(H / heads));
          const on = tf.tile(tf.reshape(tf.cast(mask, 'bool'), [B, 1, 1, T]), [1, heads, T, 1]);
          const weights = tf.softmax(tf.where(on, scores, tf.fill(scores.shape, -1e30)));
          const y = tf.reshape(tf.transpose(tf.matMul(weights, v), [0, 2, 1, 3]), [B * T, H]);
          return tf.reshape(tf.add(tf.matMul(y, tf.transpose(w.output)), w.outputBias), [B, T, H]);
        });
      }`,
    },
  ],
};
