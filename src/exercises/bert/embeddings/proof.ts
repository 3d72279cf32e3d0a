import { changed, type ExerciseProof, untidied } from '../../types.ts';
import { exercise } from './exercise.ts';

const { reference } = exercise;
const places = 'tf.slice(w.positions, [0, 0], [length, -1])';
const sum = 'tf.add(tf.add(tf.gather(w.words, ids), places), tf.gather(w.segments, segments))';
const below = 'tf.sqrt(tf.add(variance, eps))';
const moments = 'tf.moments(sum, -1, true)';
const last = 'tf.add(tf.mul(normed, w.gain), w.bias)';

export const proof: ExerciseProof = {
  wrong: [
    { name: 'the starter', code: exercise.starter, caughtBy: 'sum', reason: /words alone/ },
    {
      name: 'no places',
      code: changed(reference, sum, 'tf.add(tf.gather(w.words, ids), tf.gather(w.segments, segments))'),
      caughtBy: 'sum',
      reason: /places are missing/,
    },
    {
      name: 'no segments',
      code: changed(reference, sum, 'tf.add(tf.gather(w.words, ids), places)'),
      caughtBy: 'sum',
      reason: /segments are missing/,
    },
    {
      name: 'all of segment 0',
      code: changed(
        reference,
        'tf.gather(w.segments, segments)',
        'tf.gather(w.segments, tf.zerosLike(segments))',
      ),
      caughtBy: 'sum',
      reason: /All tokens have segment 0/,
    },
    {
      name: 'places run on',
      code: changed(
        reference,
        places,
        "tf.gather(w.positions, tf.reshape(tf.range(0, ids.size, 1, 'int32'), ids.shape))",
      ),
      caughtBy: 'sum',
      reason: /run on from text to text/,
      others: { norm: /First see “Word, place and segment are added”: i/ },
    },
    {
      name: 'places from 1',
      code: changed(reference, places, 'tf.slice(w.positions, [1, 0], [length, -1])'),
      caughtBy: 'sum',
      reason: /begin at 1/,
    },
    {
      name: 'the words normalised first',
      code: changed(
        changed(reference, sum, 'tf.gather(w.words, ids)'),
        last,
        'tf.add(tf.add(tf.add(tf.mul(normed, w.gain), w.bias), places), tf.gather(w.segments, segments))',
      ),
      caughtBy: 'sum',
      reason: /Only the words are normalised/,
    },
    {
      name: 'eps outside of the root',
      code: changed(reference, below, 'tf.add(tf.sqrt(variance), eps)'),
      caughtBy: 'norm',
      reason: /outside of the root/,
    },
    {
      name: 'eps by heart',
      code: changed(reference, below, 'tf.sqrt(tf.add(variance, 1e-12))'),
      caughtBy: 'norm',
      reason: /not used as it is given/,
      others: {},
    },
    {
      name: 'no root',
      code: changed(reference, below, 'tf.add(variance, eps)'),
      caughtBy: 'norm',
      reason: /its root/,
    },
    {
      name: 'over the batch',
      code: changed(reference, moments, 'tf.moments(sum, undefined, true)'),
      caughtBy: 'norm',
      reason: /whole batch/,
    },
    {
      name: 'over the tokens',
      code: changed(reference, moments, 'tf.moments(sum, 1, true)'),
      caughtBy: 'norm',
      reason: /over the tokens/,
    },
    {
      name: 'no γ, no β',
      code: changed(reference, last, 'normed'),
      caughtBy: 'norm',
      reason: /γ and β/,
    },
    {
      name: 'divided by H − 1',
      code: changed(
        reference,
        'tf.add(variance, eps)',
        'tf.add(tf.mul(variance, sum.shape[2] / (sum.shape[2] - 1)), eps)',
      ),
      caughtBy: 'norm',
      reason: /H − 1/,
    },
    {
      name: 'places from copied numbers',
      code: changed(
        reference,
        places,
        'tf.slice(tf.tensor2d(w.positions.dataSync(), w.positions.shape), [0, 0], [length, -1])',
      ),
      caughtBy: 'gradient',
      reason: /No gradient flows through the embeddings after w.positions/,
    },
    { name: 'no tidy', code: untidied(reference), caughtBy: 'memory', reason: /leaves \d+ tensors/ },
    {
      name: 'the gain from copied numbers',
      code: changed(reference, 'tf.mul(normed, w.gain)', 'tf.mul(normed, tf.tensor(w.gain.arraySync()))'),
      caughtBy: 'gradient',
      reason: /No gradient flows through the embeddings after w.gain/,
      others: {},
    },
  ],
  right: [
    {
      name: 'one-hot times table, the variance by hand',
      code: `const embeddings = (ids, segments, w, eps) => tf.tidy(() => {
        const [B, T] = ids.shape;
        const H = w.gain.shape[0];
        const pick = (table, which) =>
          tf.matMul(tf.cast(tf.oneHot(tf.reshape(which, [B * T]), table.shape[0]), 'float32'), table).reshape([B, T, H]);
        const e = pick(w.words, ids).add(pick(w.segments, segments)).add(w.positions.slice([0, 0], [T, H]).expandDims(0));
        const centred = e.sub(e.mean(2, true));
        const variance = centred.square().mean(2, true);
        return centred.mul(variance.add(eps).rsqrt()).mul(w.gain).add(w.bias);
      });`,
    },
    {
      name: 'places gathered, variance as mean of squares',
      code: `function embeddings(ids, segments, w, eps) {
        return tf.tidy(() => {
          const places = tf.tile(tf.reshape(tf.range(0, ids.shape[1], 1, 'int32'), [1, -1]), [ids.shape[0], 1]);
          const e = tf.addN([tf.gather(w.words, ids), tf.gather(w.positions, places), tf.gather(w.segments, segments)]);
          const m = tf.mean(e, 2, true);
          const v = tf.sub(tf.mean(tf.square(e), 2, true), tf.square(m));
          return tf.add(tf.mul(w.gain, tf.div(tf.sub(e, m), tf.pow(tf.add(v, eps), 0.5))), w.bias);
        });
      }`,
    },
  ],
};
