import { changed, type ExerciseProof, untidied } from '../../types.ts';
import { exercise } from './exercise.ts';

const { reference } = exercise;
const whole = 'tf.mul(tf.mul(x, 0.5), tf.add(1, tf.erf(tf.div(x, Math.SQRT2))))';
const wide = 'gelu(tf.add(tf.matMul(flat, w.inner, false, true), w.innerBias))';
const narrow = 'tf.add(tf.matMul(wide, w.outer, false, true), w.outerBias)';

export const proof: ExerciseProof = {
  wrong: [
    { name: 'the starter', code: exercise.starter, caughtBy: 'gelu', reason: /ReLU/ },
    {
      name: 'the approximation by tanh',
      code: changed(
        reference,
        whole,
        'tf.mul(tf.mul(x, 0.5), tf.add(1, tf.tanh(tf.mul(Math.sqrt(2 / Math.PI), tf.add(x, tf.mul(0.044715, tf.pow(x, 3)))))))',
      ),
      caughtBy: 'gelu',
      reason: /approximation by tanh/,
    },
    {
      name: 'SiLU',
      code: changed(reference, whole, 'tf.mul(x, tf.sigmoid(x))'),
      caughtBy: 'gelu',
      reason: /SiLU/,
      others: { values: /First see “GELU is x · Φ\(x\)”: its mistake may be/ },
    },
    {
      name: 'not divided by √2',
      code: changed(reference, 'tf.div(x, Math.SQRT2)', 'x'),
      caughtBy: 'gelu',
      reason: /not divided by √2/,
    },
    {
      name: 'divided by 2',
      code: changed(reference, 'Math.SQRT2', '2'),
      caughtBy: 'gelu',
      reason: /has to be √2/,
    },
    {
      name: 'without the half',
      code: changed(reference, 'tf.mul(x, 0.5)', 'x'),
      caughtBy: 'gelu',
      reason: /half is missing/,
    },
    {
      name: 'Φ alone',
      code: changed(reference, 'tf.mul(x, 0.5)', '0.5'),
      caughtBy: 'gelu',
      reason: /multiplied by x/,
    },
    {
      name: 'no bend',
      code: changed(reference, wide, 'tf.add(tf.matMul(flat, w.inner, false, true), w.innerBias)'),
      caughtBy: 'values',
      reason: /no bend/,
    },
    {
      name: 'bent at the end, too',
      code: changed(reference, narrow, `gelu(${narrow})`),
      caughtBy: 'values',
      reason: /bend at the end, too/,
    },
    {
      name: 'no bias inside',
      code: changed(reference, wide, 'gelu(tf.matMul(flat, w.inner, false, true))'),
      caughtBy: 'values',
      reason: /bias inside/,
      others: {},
    },
    {
      name: 'weights the wrong way round',
      code: changed(reference, 'w.inner, false, true', 'w.inner'),
      caughtBy: 'values',
      reason: /Your code threw|not right/,
    },
    {
      name: 'x added',
      code: changed(reference, 'tf.reshape(narrow, x.shape)', 'tf.add(tf.reshape(narrow, x.shape), x)'),
      caughtBy: 'values',
      reason: /added here already/,
    },
    {
      name: 'a weight from copied numbers',
      code: changed(
        reference,
        'tf.matMul(wide, w.outer,',
        'tf.matMul(wide, tf.tensor2d(w.outer.arraySync()),',
      ),
      caughtBy: 'gradient',
      reason: /No gradient flows through what comes out, after w.outer/,
    },
    {
      name: 'no tidy',
      code: untidied(reference),
      caughtBy: 'memory',
      reason: /feedForward leaves \d+ tensors/,
    },
    {
      name: 'no tidy in gelu',
      code: changed(reference, `tf.tidy(() => ${whole})`, whole),
      caughtBy: 'memory',
      reason: /gelu leaves \d+ tensors/,
    },
    {
      name: 'a bias from copied numbers',
      code: changed(reference, 'w.outerBias);', 'tf.tensor(w.outerBias.arraySync()));'),
      caughtBy: 'gradient',
      reason: /No gradient flows through what comes out, after w.outerBias/,
      others: {},
    },
  ],
  right: [
    {
      name: 'chained, token by token in one row',
      code: `const gelu = (x) => tf.tidy(() => x.mul(x.mul(Math.SQRT1_2).erf().add(1)).mul(0.5));
      const feedForward = (x, w) => tf.tidy(() => {
        const [B, T, H] = x.shape;
        return gelu(x.reshape([B * T, H]).matMul(w.inner.transpose()).add(w.innerBias))
          .matMul(w.outer.transpose()).add(w.outerBias).reshape([B, T, H]);
      });`,
    },
    {
      name: 'text by text',
      code: `function gelu(x) {
        return tf.tidy(() => {
          const below = tf.add(0.5, tf.mul(0.5, tf.erf(tf.mul(x, 1 / Math.sqrt(2)))));
          return tf.mul(below, x);
        });
      }
      function feedForward(x, w) {
        return tf.tidy(() => tf.stack(tf.unstack(x).map((text) =>
          tf.add(tf.matMul(gelu(tf.add(tf.matMul(text, w.inner, false, true), w.innerBias)), w.outer, false, true), w.outerBias))));
      }`,
    },
  ],
};
