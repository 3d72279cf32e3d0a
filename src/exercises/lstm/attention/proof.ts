import { changed, type ExerciseProof, untidied } from '../../types.ts';
import { exercise } from './exercise.ts';

const { reference } = exercise;
/** The scores with all of their gradient left to the tape: right, and in training all pairs are kept. */
const TAPED = `const scoresOf = (queries, keys, score) => {
  const [rows, steps, width] = queries.shape;
  const columns = tf.split(keys, steps, 1).map((key) => tf.tidy(() =>
    tf.tanh(tf.add(queries, key)).reshape([rows * steps, width]).matMul(score.reshape([width, 1])).reshape([rows, steps])));
  return tf.stack(columns, 2);
};
`;
const taped = `${TAPED}${reference.slice(reference.indexOf('function attend('))}`;

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
      name: 'bit by bit, and the tape keeps it all',
      code: taped,
      caughtBy: 'training',
      reason: /the tape keeps each tanh/,
    },
    {
      name: 'a gradient of its own that forgets the keys',
      code: changed(reference, 'tf.concat(dKeys, 1), dScore', 'tf.zerosLike(keys), dScore'),
      caughtBy: 'gradient',
      reason: /not that of the formula/,
      others: { training: /First see/ },
    },
    {
      name: 'a gradient of its own that forgets v',
      code: changed(reference, 'tf.concat(dKeys, 1), dScore]', 'tf.concat(dKeys, 1), tf.zerosLike(score)]'),
      caughtBy: 'gradient',
      reason: /the context after score is not that of the formula/,
    },
    {
      name: 'NaN from a logarithm of 0 where nothing is seen',
      code: changed(
        reference,
        'tf.add(scores, tf.mul(tf.sub(seen, 1), 1e9))',
        'tf.add(scores, tf.log(seen))',
      ),
      caughtBy: 'first',
      reason: /gives NaN/,
    },
    {
      name: 'NaN on the way back from a tiny number for 0',
      code: changed(
        reference,
        SOFTMAX,
        `(() => {
      const e = tf.mul(tf.exp(tf.sub(scores, tf.max(scores, 2, true))), seen);
      return tf.div(e, tf.maximum(tf.sum(e, 2, true), 1e-30));
    })()`,
      ),
      caughtBy: 'gradient',
      reason: /is NaN/,
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
      reason: /Later states are looked at/,
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
      others: {},
    },
    {
      name: 'no tanh',
      code: changed(taped, 'tf.tanh(tf.add(queries, key))', 'tf.add(queries, key)'),
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
      name: 'the bias twice',
      code: changed(reference, 'tf.add(queries, key)), [rows', 'tf.add(queries, key)), [rows').replace(
        'tf.matMul(flat, w.query, false, true)',
        'tf.add(tf.matMul(flat, w.query, false, true), w.bias)',
      ),
      caughtBy: 'formula',
      reason: /bias b is added twice/,
    },
    {
      name: 'dot products, and v unused',
      code: changed(reference, 'scoresOf(queries, keys, w.score)', 'tf.matMul(queries, keys, false, true)'),
      caughtBy: 'formula',
      reason: /The vector v does not get in/,
      others: {},
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
      reason: /Step 0 has no state before it/,
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
      code: `const scores = tf.customGrad((q, k, v, save) => {
        save([q, k, v]);
        const rows = q.split(q.shape[1], 1).map((asking) => tf.tidy(() => tf.sum(tf.mul(tf.tanh(k.add(asking)), v), 2)));
        return {
          value: tf.stack(rows, 1),
          gradFunc: (dy, [q, k, v]) => tf.tidy(() => {
            let dk = tf.zerosLike(k), dv = tf.zerosLike(v);
            const dq = q.split(q.shape[1], 1).map((asking, t) => {
              const [a, b, c] = tf.tidy(() => {
                const tanh = tf.tanh(k.add(asking));
                const e = dy.slice([0, t, 0], [-1, 1, -1]).transpose([0, 2, 1]);
                const d = e.mul(v).mul(tf.sub(1, tanh.mul(tanh)));
                return [d.sum(1, true), dk.add(d), dv.add(tanh.mul(e).sum(0).sum(0))];
              });
              dk.dispose();
              dv.dispose();
              [dk, dv] = [b, c];
              return a;
            });
            return [tf.concat(dq, 1), dk, dv];
          }),
        };
      });
      const attend = (states, mask, w) => tf.tidy(() => {
        const [b, t, h] = states.shape;
        const flat = states.reshape([b * t, h]);
        const q = flat.matMul(w.query.transpose()).reshape([b, t, -1]);
        const k = flat.matMul(w.key.transpose()).add(w.bias).reshape([b, t, -1]);
        const s = tf.range(0, t);
        const seen = tf.mul(mask.expandDims(1), tf.cast(tf.less(s, s.expandDims(1)), 'float32'));
        const lowered = tf.where(seen.cast('bool'), scores(q, k, w.score), tf.fill([b, t, t], -1e9));
        return tf.matMul(lowered.softmax().mul(seen), states);
      });`,
    },
    {
      name: 'two compared states at a time, sums of exponentials',
      code: `const tiles = (t, f) => { for (let s = 0; s < t; s += 2) f(s, Math.min(2, t - s)); };
      const score = tf.customGrad((q, k, v, save) => {
        save([q, k, v]);
        const [b, t, , a] = q.shape;
        const sums = (q, k, s, n) => tf.tanh(q.add(k.slice([0, 0, s, 0], [b, 1, n, a])));
        const parts = [];
        tiles(t, (s, n) => parts.push(tf.tidy(() => sums(q, k, s, n).reshape([-1, a]).matMul(v.reshape([a, 1])).reshape([b, t, n]))));
        const gradFunc = (dy, [q, k, v]) => {
          const keys = [];
          let all = [tf.zerosLike(q), tf.zerosLike(v)];
          tiles(t, (s, n) => {
            const [toKeys, ...rest] = tf.tidy(() => {
              const c = sums(q, k, s, n);
              const g = dy.slice([0, 0, s], [b, t, n]).expandDims(3);
              const d = tf.mul(g, v).mul(tf.sub(1, tf.square(c)));
              return [d.sum(1, true), all[0].add(d.sum(2, true)), all[1].add(g.mul(c).sum([0, 1, 2]))];
            });
            tf.dispose(all);
            all = rest;
            keys.push(toKeys);
          });
          return [all[0], tf.concat(keys, 2), all[1]];
        };
        return { value: tf.concat(parts, 2), gradFunc };
      });
      function attend(states, mask, w) {
        return tf.tidy(() => {
          const [b, t, h] = states.shape;
          const a = w.bias.shape[0];
          const flat = states.reshape([b * t, h]);
          const q = flat.matMul(w.query, false, true).reshape([b, t, 1, a]);
          const k = flat.matMul(w.key, false, true).add(w.bias).reshape([b, 1, t, a]);
          const scores = score(q, k, w.score);
          const seen = tf.linalg.bandPart(tf.ones([t, t]), -1, 0).sub(tf.eye(t)).mul(mask.reshape([b, 1, t]));
          const e = scores.sub(scores.max(2, true)).exp().mul(seen);
          const nothing = tf.sub(1, seen.max(2, true));
          return e.div(e.sum(2, true).add(nothing)).matMul(states);
        });
      }`,
    },
  ],
};
