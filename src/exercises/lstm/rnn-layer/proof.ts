import { changed, type ExerciseProof, untidied } from '../../types.ts';
import { exercise } from './exercise.ts';

const { reference } = exercise;
const CARRIED = 'tf.add(tf.mul(masks[t], next), tf.mul(tf.sub(1, masks[t]), h))';
const TANH = 'tf.tanh(tf.add(fromInput, tf.matMul(h, w.state, false, true)))';

export const proof: ExerciseProof = {
  wrong: [
    {
      name: 'the states before each step',
      code: changed(
        reference,
        'return tf.stack(states, 1);',
        'return tf.stack([tf.zerosLike(states[0]), ...states.slice(0, -1)], 1);',
      ),
      caughtBy: 'formula',
      reason: /states before each step are returned/,
    },
    {
      name: 'no tanh',
      code: changed(reference, 'tf.tanh(', '('),
      caughtBy: 'formula',
      reason: /tanh is missing/,
    },
    {
      name: 'a sigmoid',
      code: changed(reference, 'tf.tanh(', 'tf.sigmoid('),
      caughtBy: 'formula',
      reason: /through the sigmoid/,
    },
    {
      name: 'no bias',
      code: changed(
        reference,
        'tf.add(tf.matMul(word, w.input, false, true), w.bias)',
        'tf.matMul(word, w.input, false, true)',
      ),
      caughtBy: 'formula',
      reason: /bias b is missing/,
    },
    {
      name: 'the state never used',
      code: changed(reference, TANH, 'tf.tanh(fromInput)'),
      caughtBy: 'formula',
      reason: /state before does not get in/,
      others: {},
    },
    {
      name: 'U not transposed',
      code: changed(reference, 'w.state, false, true', 'w.state'),
      caughtBy: 'formula',
      reason: /without being transposed/,
    },
    {
      name: 'a start of 1',
      code: changed(reference, 'tf.zeros(', 'tf.ones('),
      caughtBy: 'formula',
      reason: /start is 1/,
    },
    {
      name: 'the starter',
      code: exercise.starter,
      caughtBy: 'formula',
      reason: /all 0: no step is taken/,
    },
    {
      name: 'the last state only',
      code: changed(reference, 'tf.stack(states, 1)', 'states[states.length - 1]'),
      caughtBy: 'shape',
      reason: /Only the state of one step/,
    },
    {
      name: 'a list',
      code: changed(reference, 'tf.stack(states, 1)', 'states'),
      caughtBy: 'shape',
      reason: /not a list/,
    },
    {
      name: 'steps first',
      code: changed(reference, 'tf.stack(states, 1)', 'tf.stack(states)'),
      caughtBy: 'shape',
      reason: /Steps and texts are exchanged/,
    },
    {
      name: 'no mask',
      code: changed(reference, CARRIED, 'next'),
      caughtBy: 'padding',
      reason: /mask is not applied/,
    },
    {
      name: 'zeros on padding',
      code: changed(reference, CARRIED, 'tf.mul(masks[t], next)'),
      caughtBy: 'padding',
      reason: /set to 0: it has to stay/,
    },
    {
      name: 'the starter does not lead back to x',
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
    {
      name: 'a weight from copied numbers',
      code: changed(reference, 'tf.matMul(h, w.state,', 'tf.matMul(h, tf.tensor(w.state.arraySync()),'),
      caughtBy: 'gradient',
      reason: /No gradient flows through the states after w.state/,
      others: {},
    },
  ],
  right: [
    {
      name: 'all words in one product, chosen with where',
      code: `function rnn(x, mask, w) {
        return tf.tidy(() => {
          const [b, steps, i] = x.shape;
          const n = w.bias.shape[0];
          const fromInput = x.reshape([b * steps, i]).matMul(w.input, false, true).add(w.bias).reshape([b, steps, n]);
          const here = mask.expandDims(2).tile([1, 1, n]).cast('bool').unstack(1);
          let h = tf.zeros([b, n]);
          const all = [];
          for (const [t, sums] of fromInput.unstack(1).entries()) {
            h = tf.where(here[t], sums.add(h.matMul(w.state, false, true)).tanh(), h);
            all.push(h);
          }
          return tf.stack(all, 1);
        });
      }`,
    },
    {
      name: 'input and state side by side',
      code: `const rnn = (x, mask, w) => tf.tidy(() => {
        const [b, steps, i] = x.shape;
        const both = tf.concat([w.input, w.state], 1).transpose();
        let h = tf.zeros([b, w.bias.shape[0]]);
        const all = [];
        for (let t = 0; t < steps; t++) {
          const word = x.slice([0, t, 0], [b, 1, i]).reshape([b, i]);
          const next = tf.concat([word, h], 1).matMul(both).add(w.bias).tanh();
          h = h.add(mask.slice([0, t], [b, 1]).mul(next.sub(h)));
          all.push(h.expandDims(1));
        }
        return tf.concat(all, 1);
      });`,
    },
  ],
};
