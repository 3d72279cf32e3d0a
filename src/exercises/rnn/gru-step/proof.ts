import { changed, type ExerciseProof } from '../../types.ts';
import { exercise } from './exercise.ts';

const { reference } = exercise;
const mixed = 'tf.add(tf.mul(tf.sub(1, z), n), tf.mul(z, h))';
const news = 'tf.tanh(tf.add(xn, tf.mul(r, hn)))';

export const proof: ExerciseProof = {
  wrong: [
    { name: 'the starter', code: exercise.starter, caughtBy: 'formula', reason: /as it was/ },
    {
      name: 'the starter on rows that end',
      code: exercise.starter,
      caughtBy: 'padding',
      reason: /rows that go on have to take a step/,
    },
    {
      name: 'the starter does not lead back to x',
      code: exercise.starter,
      caughtBy: 'gradient',
      reason: /operations of tf alone/,
    },
    {
      name: 'z in place of r',
      code: changed(reference, news, 'tf.tanh(tf.add(xn, tf.mul(z, hn)))'),
      caughtBy: 'formula',
      reason: /z stands in the news where the reset gate r belongs/,
      others: {},
    },
    {
      name: 'z the wrong way round',
      code: changed(reference, mixed, 'tf.add(tf.mul(z, n), tf.mul(tf.sub(1, z), h))'),
      caughtBy: 'formula',
      reason: /wrong way/,
    },
    {
      name: 'r and z exchanged',
      code: changed(
        changed(reference, 'const r = tf.sigmoid(tf.add(xr, hr))', 'const r = tf.sigmoid(tf.add(xz, hz))'),
        'const z = tf.sigmoid(tf.add(xz, hz))',
        'const z = tf.sigmoid(tf.add(xr, hr))',
      ),
      caughtBy: 'formula',
      reason: /exchanged/,
    },
    {
      name: 'no reset',
      code: changed(reference, news, 'tf.tanh(tf.add(xn, hn))'),
      caughtBy: 'formula',
      reason: /reset gate is missing/,
    },
    {
      name: 'reset of the input too',
      code: changed(reference, news, 'tf.tanh(tf.mul(r, tf.add(xn, hn)))'),
      caughtBy: 'formula',
      reason: /scales the input/,
    },
    {
      name: 'the mask forgotten',
      code: changed(reference, 'tf.add(tf.mul(mask, next), tf.mul(tf.sub(1, mask), h))', 'next'),
      caughtBy: 'padding',
      reason: /mask is not applied/,
      others: {},
    },
    {
      name: 'no tidy',
      code: `function gruStep(x, h, mask, w) {
        const [xr, xz, xn] = tf.split(tf.matMul(x, w.weightIh, false, true).add(w.biasIh), 3, 1);
        const [hr, hz, hn] = tf.split(tf.matMul(h, w.weightHh, false, true).add(w.biasHh), 3, 1);
        const z = xz.add(hz).sigmoid();
        const n = xn.add(xr.add(hr).sigmoid().mul(hn)).tanh();
        const next = n.add(z.mul(h.sub(n)));
        return h.add(mask.mul(next.sub(h)));
      }`,
      caughtBy: 'memory',
      reason: /tensors behind/,
    },
    {
      name: 'the state cut off from its gradient',
      code: changed(
        reference,
        'tf.mul(z, h))',
        'tf.mul(z, tf.customGrad((v) => ({ value: v.clone(), gradFunc: () => tf.zerosLike(v) }))(h)))',
      ),
      caughtBy: 'gradient',
      reason: /gradient/i,
    },
    {
      name: 'the bias of the news outside of the gate',
      code: changed(
        reference,
        'tf.tanh(tf.add(xn, tf.mul(r, hn)))',
        `(() => {
      const b = tf.slice(w.biasHh, [2 * h.shape[1]], [h.shape[1]]);
      return tf.tanh(tf.add(tf.add(xn, b), tf.mul(r, tf.sub(hn, b))));
    })()`,
      ),
      caughtBy: 'formula',
      reason: /outside of the reset gate/,
    },
    {
      name: 'no bias of the state',
      code: changed(
        reference,
        'tf.add(tf.matMul(h, w.weightHh, false, true), w.biasHh)',
        'tf.matMul(h, w.weightHh, false, true)',
      ),
      caughtBy: 'formula',
      reason: /biasHh is missing/,
    },
    {
      name: 'the news at full weight',
      code: changed(reference, 'tf.mul(tf.sub(1, z), n)', 'n'),
      caughtBy: 'formula',
      reason: /not weighed by 1 − z/,
    },
    {
      name: 'a bias from copied numbers',
      code: changed(reference, '), w.biasHh)', '), tf.tensor(w.biasHh.arraySync()))'),
      caughtBy: 'gradient',
      reason: /No gradient flows through the new state after w.biasHh/,
      others: {},
    },
  ],
  right: [
    {
      name: 'from the news towards the old state',
      code: `function gruStep(x, h, mask, w) {
        return tf.tidy(() => {
          const H = h.shape[1];
          const a = x.matMul(w.weightIh, false, true).add(w.biasIh);
          const b = h.matMul(w.weightHh, false, true).add(w.biasHh);
          const part = (m, k) => m.slice([0, k * H], [-1, H]);
          const r = part(a, 0).add(part(b, 0)).sigmoid();
          const z = part(a, 1).add(part(b, 1)).sigmoid();
          const n = part(a, 2).add(r.mul(part(b, 2))).tanh();
          return h.add(mask.mul(tf.sub(1, z)).mul(n.sub(h)));
        });
      }`,
    },
    {
      name: 'the mask opens z instead',
      code: `const gruStep = (x, h, mask, w) => tf.tidy(() => {
        const [xr, xz, xn] = tf.split(tf.matMul(x, w.weightIh, false, true).add(w.biasIh), 3, 1);
        const [hr, hz, hn] = tf.split(tf.matMul(h, w.weightHh, false, true).add(w.biasHh), 3, 1);
        const z = tf.sub(1, mask.mul(tf.sub(1, xz.add(hz).sigmoid())));
        const n = xn.add(xr.add(hr).sigmoid().mul(hn)).tanh();
        return n.mul(tf.sub(1, z)).add(h.mul(z));
      });`,
    },
  ],
};
