import { changed, type ExerciseProof, untidied } from '../../types.ts';
import { exercise } from './exercise.ts';

const { reference } = exercise;
const SOFTMAX = 'tf.mul(tf.softmax(lowered), seen)';

/** What everybody writes first: all pairs at once. */
const naive = `function attend(states, mask, w) {
  return tf.tidy(() => {
    const [b, t, h] = states.shape;
    const flat = states.reshape([b * t, h]);
    const q = flat.matMul(w.query, false, true).reshape([b, t, 1, -1]);
    const k = flat.matMul(w.key, false, true).add(w.bias).reshape([b, 1, t, -1]);
    const scores = tf.sum(tf.mul(tf.tanh(tf.add(q, k)), w.score), 3);
    const seen = tf.linalg.bandPart(tf.ones([t, t]), -1, 0).sub(tf.eye(t)).mul(mask.reshape([b, 1, t]));
    return tf.matMul(scores.add(seen.sub(1).mul(1e9)).softmax().mul(seen), states);
  });
}`;

/** The course's own way: for each step a stack of the states before it. */
const stacks = `function attend(states, mask, w) {
  return tf.tidy(() => {
    const [b, steps, h] = states.shape;
    const all = [tf.zeros([b, h])];
    for (let t = 1; t < steps; t++) {
      const past = states.slice([0, 0, 0], [b, t, h]);
      const q = states.slice([0, t, 0], [b, 1, h]).reshape([b, h]).matMul(w.query, false, true).expandDims(1);
      const k = past.reshape([b * t, h]).matMul(w.key, false, true).add(w.bias).reshape([b, t, -1]);
      const seen = mask.slice([0, 0], [b, t]);
      const e = tf.sum(tf.mul(tf.tanh(tf.add(q, k)), w.score), 2).add(seen.sub(1).mul(1e9));
      all.push(tf.sum(tf.mul(past, e.softmax().mul(seen).expandDims(2)), 1));
    }
    return tf.stack(all, 1);
  });
}`;

export const proof: ExerciseProof = {
  wrong: [
    {
      name: 'all pairs at once',
      code: naive,
      caughtBy: 'bytes',
      reason: /pairs of all states are in memory at once/,
    },
    {
      name: 'a stack of earlier states for each step, all of them kept',
      code: stacks,
      caughtBy: 'bytes',
      reason: /pairs of all states are in memory at once/,
    },
    {
      name: 'itself too',
      code: changed(reference, 'tf.less(', 'tf.lessEqual('),
      caughtBy: 'formula',
      reason: /looks at itself too/,
    },
    {
      name: 'later states too',
      code: changed(
        reference,
        'tf.mul(earlier, tf.reshape(mask',
        'tf.mul(tf.onesLike(earlier), tf.reshape(mask',
      ),
      caughtBy: 'formula',
      reason: /later ones too/,
    },
    {
      name: 'later states too: it leaks',
      code: changed(
        reference,
        'tf.mul(earlier, tf.reshape(mask',
        'tf.mul(tf.onesLike(earlier), tf.reshape(mask',
      ),
      caughtBy: 'future',
      reason: /steps 0 to 2 after states 3 to 5 were changed/,
    },
    {
      name: 'padding too',
      code: changed(reference, 'tf.reshape(mask, [rows, 1, steps])', 'tf.ones([rows, 1, steps])'),
      caughtBy: 'future',
      reason: /Padding is looked at/,
    },
    {
      name: 'W and U exchanged',
      code: changed(reference, 'flat, w.query', 'flat, w.KEY')
        .replace('w.key,', 'w.query,')
        .replace('KEY', 'key'),
      caughtBy: 'formula',
      reason: /W and U are exchanged/,
    },
    {
      name: 'no tanh',
      code: changed(reference, 'tf.tanh(tf.add(queries, key))', 'tf.add(queries, key)'),
      caughtBy: 'formula',
      reason: /tanh is missing/,
    },
    {
      name: 'no bias',
      code: changed(
        reference,
        'tf.add(tf.matMul(flat, w.key, false, true), w.bias)',
        'tf.matMul(flat, w.key, false, true)',
      ),
      caughtBy: 'formula',
      reason: /bias b is missing/,
    },
    {
      name: 'no softmax',
      code: changed(reference, SOFTMAX, 'tf.mul(scores, seen)'),
      caughtBy: 'formula',
      reason: /softmax is missing/,
    },
    {
      name: 'NaN where nothing is seen',
      code: changed(
        reference,
        SOFTMAX,
        'tf.div(tf.mul(tf.exp(scores), seen), tf.sum(tf.mul(tf.exp(scores), seen), 2, true))',
      ),
      caughtBy: 'first',
      reason: /gives NaN/,
    },
    {
      name: 'an even softmax where nothing is seen',
      code: changed(reference, SOFTMAX, 'tf.softmax(lowered)'),
      caughtBy: 'first',
      reason: /not right: the context of step 0, which has no earlier state/,
    },
    {
      name: 'the starter',
      code: exercise.starter,
      caughtBy: 'formula',
      reason: /context is all 0/,
    },
    {
      name: 'the starter does not lead back to the states',
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
      name: 'a row at a time, chosen with where',
      code: `const attend = (states, mask, w) => tf.tidy(() => {
        const [b, t, h] = states.shape;
        const flat = states.reshape([b * t, h]);
        const q = flat.matMul(w.query.transpose()).reshape([b, t, -1]);
        const k = flat.matMul(w.key.transpose()).add(w.bias).reshape([b, t, -1]);
        const rows = q.split(t, 1).map((asking, at) => tf.tidy(() => {
          const scores = tf.sum(tf.mul(tf.tanh(k.add(asking)), w.score), 2);
          const seen = tf.mul(mask, tf.cast(tf.less(tf.range(0, t), at), 'float32'));
          const lowered = tf.where(seen.cast('bool'), scores, tf.fill([b, t], -1e9));
          return lowered.softmax().mul(seen);
        }));
        return tf.matMul(tf.stack(rows, 1), states);
      });`,
    },
    {
      name: 'a few compared states at a time, sums of exponentials',
      code: `function attend(states, mask, w) {
        return tf.tidy(() => {
          const [b, t, h] = states.shape;
          const a = w.bias.shape[0];
          const flat = states.reshape([b * t, h]);
          const q = flat.matMul(w.query, false, true).reshape([b, t, 1, a]);
          const k = flat.matMul(w.key, false, true).add(w.bias).reshape([b, 1, t, a]);
          const parts = [];
          for (let s = 0; s < t; s += 4) {
            const n = Math.min(4, t - s);
            parts.push(tf.tidy(() => {
              const sums = tf.tanh(q.add(k.slice([0, 0, s, 0], [b, 1, n, a])));
              return sums.reshape([b * t * n, a]).matMul(w.score.reshape([a, 1])).reshape([b, t, n]);
            }));
          }
          const scores = tf.concat(parts, 2);
          const seen = tf.linalg.bandPart(tf.ones([t, t]), -1, 0).sub(tf.eye(t)).mul(mask.reshape([b, 1, t]));
          const e = scores.sub(scores.max(2, true)).exp().mul(seen);
          return e.div(e.sum(2, true).maximum(1e-30)).matMul(states);
        });
      }`,
    },
  ],
};
