import { changed, type ExerciseProof } from '../../types.ts';
import { exercise } from './exercise.ts';

const { reference } = exercise;

export const proof: ExerciseProof = {
  wrong: [
    {
      name: 'the mask forgotten',
      code: changed(reference, 'return tf.add(tf.mul(mask, next), kept)', 'return next'),
      caughtBy: 'padding',
      reason: /mask is not applied/,
    },
    {
      name: 'padded states set to zero',
      code: changed(reference, 'tf.add(tf.mul(mask, next), kept)', 'tf.mul(mask, next)'),
      caughtBy: 'padding',
      reason: /loses its state/,
    },
    {
      name: 'the mask the wrong way round',
      code: changed(
        changed(reference, 'tf.sub(1, mask)', 'mask'),
        'tf.mul(mask, next)',
        'tf.mul(tf.sub(1, mask), next)',
      ),
      caughtBy: 'padding',
      reason: /wrong way round/,
    },
    {
      name: 'no tanh',
      code: changed(reference, 'tf.tanh(tf.add(fromInput, fromState))', 'tf.add(fromInput, fromState)'),
      caughtBy: 'formula',
      reason: /tanh is missing/,
    },
    {
      name: 'W_hh not transposed',
      code: changed(reference, 'tf.matMul(h, w.weightHh, false, true)', 'tf.matMul(h, w.weightHh)'),
      caughtBy: 'formula',
      reason: /W_hh is not transposed/,
      others: {},
    },
    {
      name: 'one bias only',
      code: changed(
        reference,
        'tf.add(tf.matMul(h, w.weightHh, false, true), w.biasHh)',
        'tf.matMul(h, w.weightHh, false, true)',
      ),
      caughtBy: 'formula',
      reason: /b_hh is missing/,
    },
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
      name: 'no tidy',
      code: `function rnnStep(x, h, mask, w) {
        const next = tf.tanh(x.matMul(w.weightIh, false, true).add(w.biasIh).add(h.matMul(w.weightHh, false, true)).add(w.biasHh));
        return mask.mul(next).add(tf.sub(1, mask).mul(h));
      }`,
      caughtBy: 'memory',
      reason: /leaves \d+ tensors behind/,
    },
    {
      name: 'the state cut off from its gradient',
      code: `function rnnStep(x, h, mask, w) {
        return tf.tidy(() => {
          const still = tf.customGrad((v) => ({ value: v.clone(), gradFunc: () => tf.zerosLike(v) }))(h);
          const next = tf.tanh(x.matMul(w.weightIh, false, true).add(w.biasIh).add(still.matMul(w.weightHh, false, true)).add(w.biasHh));
          return mask.mul(next).add(tf.sub(1, mask).mul(still));
        });
      }`,
      caughtBy: 'gradient',
      reason: /gradient/i,
    },
    {
      name: 'inputs freed, so that nothing is left to compare with',
      code: `function rnnStep(x, h, mask, w) {
        const zero = tf.zeros(h.shape);
        tf.dispose([x, h, mask, w]);
        return zero;
      }`,
      caughtBy: 'formula',
      reason: /disposes a tensor that it was given/,
    },
    {
      name: 'x freed once it is used',
      code: changed(reference, 'const next =', 'x.dispose();\n    const next ='),
      caughtBy: 'formula',
      reason: /disposes a tensor that it was given/,
    },
    {
      name: 'the state of all units added up',
      code: changed(reference, 'return tf.add(tf.mul(mask, next), kept)', 'return tf.sum(next, 1, true)'),
      caughtBy: 'shape',
      reason: /shape of the new state is \[3, 1\] instead of \[3, 5\]/,
    },
    {
      name: 'a weight from copied numbers',
      code: changed(reference, 'tf.matMul(x, w.weightIh,', 'tf.matMul(x, tf.tensor(w.weightIh.arraySync()),'),
      caughtBy: 'gradient',
      reason: /No gradient flows through the new state after w.weightIh/,
      others: {},
    },
  ],
  right: [
    {
      name: 'one product of both side by side',
      code: `function rnnStep(x, h, mask, w) {
        return tf.tidy(() => {
          const both = tf.concat([x, h], 1);
          const weights = tf.concat([w.weightIh, w.weightHh], 1);
          const next = both.matMul(weights, false, true).add(w.biasIh.add(w.biasHh)).tanh();
          return h.add(mask.mul(next.sub(h)));
        });
      }`,
    },
    {
      name: 'transposed by hand, chosen with where',
      code: `const rnnStep = (x, h, mask, { weightIh, weightHh, biasIh, biasHh }) => tf.tidy(() => {
        const next = tf.tanh(tf.addN([tf.dot(x, weightIh.transpose()), tf.dot(h, weightHh.transpose())]).add(biasIh).add(biasHh));
        const here = tf.cast(tf.tile(mask, [1, h.shape[1]]), 'bool');
        return tf.where(here, next, h);
      });`,
    },
  ],
};
