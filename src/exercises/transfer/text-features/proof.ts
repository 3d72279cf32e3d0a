import { changed, type ExerciseProof } from '../../types.ts';
import { exercise } from './exercise.ts';

const { reference } = exercise;
const first = "if (kind === 'cls') return tf.squeeze(tf.slice(states, [0, 0, 0], [-1, 1, -1]), [1]);";
const sum = 'tf.sum(tf.where(isToken, states, tf.zerosLike(states)), 1)';
const count = 'tf.maximum(tf.sum(mask, 1, true), 1)';
const freed = '    tf.dispose([states, mask]);\n';
const push = 'parts.push(textFeatures(states, mask, kind))';

export const proof: ExerciseProof = {
  wrong: [
    { name: 'the starter', code: exercise.starter, caughtBy: 'cls', reason: /These are means/ },
    {
      name: 'the last place for [CLS]',
      code: changed(reference, '[0, 0, 0], [-1, 1, -1]', '[0, states.shape[1] - 1, 0], [-1, 1, -1]'),
      caughtBy: 'cls',
      reason: /last place/,
      others: { all: /First see “The state of the first token”: its mi/ },
    },
    {
      name: 'the mean of all places',
      code: changed(reference, `tf.div(sum, ${count})`, 'tf.mean(states, 1)'),
      caughtBy: 'mean',
      reason: /padding included/,
    },
    {
      name: 'divided by the places',
      code: changed(reference, count, 'states.shape[1]'),
      caughtBy: 'mean',
      reason: /but counted/,
    },
    {
      name: 'divided by the tokens of the batch',
      code: changed(reference, count, 'tf.sum(mask)'),
      caughtBy: 'mean',
      reason: /whole batch/,
    },
    {
      name: 'no text without tokens',
      code: changed(reference, count, 'tf.sum(mask, 1, true)'),
      caughtBy: 'mean',
      reason: /NaN/,
    },
    {
      name: 'multiplied by the mask',
      code: changed(reference, sum, 'tf.sum(tf.mul(states, tf.expandDims(mask, 2)), 1)'),
      caughtBy: 'mean',
      reason: /Choose by tf.where/,
    },
    {
      name: 'kind ignored',
      code: changed(reference, first, first.replace("kind === 'cls'", 'true')),
      caughtBy: 'mean',
      reason: /kind is not looked at/,
    },
    {
      name: 'the first batch only',
      code: changed(reference, 'i < batches', 'i < 1'),
      caughtBy: 'all',
      reason: /shape/,
    },
    {
      name: 'from the end',
      code: changed(reference, push, 'parts.unshift(textFeatures(states, mask, kind))'),
      caughtBy: 'all',
      reason: /reverse order/,
    },
    {
      name: 'always the mean',
      code: changed(reference, push, "parts.push(textFeatures(states, mask, 'mean'))"),
      caughtBy: 'all',
      reason: /other kind/,
      others: {},
    },
    {
      name: 'states pooled at the end',
      code: `${reference.slice(0, reference.indexOf('function allFeatures'))}
      const allFeatures = (batches, encode, kind) => tf.tidy(() => {
        const all = Array.from({ length: batches }, (_, i) => encode(i));
        return tf.concat(all.map(({ states, mask }) => textFeatures(states, mask, kind)), 0);
      });`,
      caughtBy: 'memory',
      reason: /States are kept/,
    },
    {
      name: 'states never freed',
      code: changed(reference, freed, ''),
      caughtBy: 'memory',
      reason: /allFeatures leaves \d+ tensors/,
    },
    {
      name: 'parts never freed',
      code: changed(reference, '  tf.dispose(parts);\n', ''),
      caughtBy: 'memory',
      reason: /allFeatures leaves 5 tensors/,
    },
  ],
  right: [
    {
      name: 'a tidy for each batch',
      code: `const textFeatures = (states, mask, kind) => tf.tidy(() => {
        const [B, T, H] = states.shape;
        if (kind === 'cls') return tf.gather(states, tf.tensor1d([0], 'int32'), 1).reshape([B, H]);
        const on = tf.cast(tf.mul(tf.expandDims(mask, 2), tf.ones([1, 1, H])), 'bool');
        const counts = mask.sum(1).maximum(1).expandDims(1);
        return tf.where(on, states, tf.zeros([B, T, H])).sum(1).div(counts);
      });
      const allFeatures = (batches, encode, kind) => {
        let all = null;
        for (let i = 0; i < batches; i++) {
          const next = tf.tidy(() => {
            const { states, mask } = encode(i);
            const own = textFeatures(states, mask, kind);
            return all ? tf.concat([all, own], 0) : own;
          });
          if (all) all.dispose();
          all = next;
        }
        return all;
      };`,
    },
    {
      name: 'the mean as a product with the mask, padding cleared first',
      code: changed(
        changed(reference, sum, 'tf.where(isToken, states, tf.zerosLike(states))'),
        `tf.div(sum, ${count})`,
        `tf.div(tf.squeeze(tf.matMul(tf.expandDims(mask, 1), sum), [1]), ${count})`,
      ),
    },
  ],
};
