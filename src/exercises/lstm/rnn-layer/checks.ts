import * as tf from '@tensorflow/tfjs-core';
import type { ExerciseChecks, Student } from '../../kit/checks.ts';
import type { Kit } from '../../kit/kit.ts';
import { carriesEnded, rnnLayerOf } from '../../kit/recurrent.ts';

interface Input {
  x: tf.Tensor3D;
  mask: tf.Tensor2D;
  lengths: number[];
  w: { input: tf.Tensor2D; state: tf.Tensor2D; bias: tf.Tensor1D };
}

type Size = [lengths: number[], steps: number, input: number, hidden: number];

function inputOf(kit: Kit, [lengths, steps, input, hidden]: Size): Input {
  return {
    x: kit.tensor<tf.Rank.R3>([lengths.length, steps, input]),
    mask: tf.tensor2d(lengths.map((length) => Array.from({ length: steps }, (_, t) => Number(t < length)))),
    lengths,
    w: {
      input: kit.tensor<tf.Rank.R2>([hidden, input], 0.7),
      state: kit.tensor<tf.Rank.R2>([hidden, hidden], 0.7),
      bias: kit.tensor<tf.Rank.R1>([hidden], 0.7),
    },
  };
}

const evidenceOf = ({ x, w, lengths }: Input): Record<string, unknown> => ({
  input: `x [${x.shape.join(', ')}], H = ${w.bias.shape[0]}`,
  'tokens of each text': lengths,
});

interface Ways {
  squash?: (x: tf.Tensor) => tf.Tensor;
  bias?: boolean;
  /** The state before does not get in. */
  forgets?: boolean;
  /** U is not transposed. */
  upright?: boolean;
  start?: number;
  backwards?: boolean;
}

/** All states by the definition, [B, T, H]. */
function statesOf({ x, mask, w }: Input, ways: Ways = {}): tf.Tensor3D {
  const { squash = tf.tanh } = ways;
  const [rows, steps] = x.shape;
  const words = tf.unstack(x, 1);
  const masks = tf.split(mask, steps, 1);
  const states = new Array<tf.Tensor>(steps);
  let h: tf.Tensor = tf.fill([rows, w.bias.size], ways.start ?? 0);
  for (let i = 0; i < steps; i++) {
    const t = ways.backwards ? steps - 1 - i : i;
    const fromInput = tf.matMul(words[t] as tf.Tensor, w.input, false, true);
    const sums = ways.forgets ? fromInput : tf.add(fromInput, tf.matMul(h, w.state, false, !ways.upright));
    const next = squash(ways.bias === false ? sums : tf.add(sums, w.bias));
    const here = masks[t] as tf.Tensor;
    h = tf.add(tf.mul(here, next), tf.mul(tf.sub(1, here), h));
    states[t] = h;
  }
  return tf.stack(states, 1) as tf.Tensor3D;
}

const made = ({ rnn }: Student, { x, mask, w }: Input): unknown => rnn?.(x, mask, w);

export const checks: ExerciseChecks = {
  id: 'lstm/rnn-layer',
  checks: {
    shape(student, kit) {
      for (const size of [
        [[4, 4], 4, 3, 5],
        [[1], 1, 2, 1],
        [[3, 3, 3], 3, 1, 2],
      ] as Size[]) {
        const input = inputOf(kit, size);
        const got = made(student, input);
        const wanted = [size[0].length, size[1], size[3]];
        if (Array.isArray(got))
          kit.fail('The states should be one tensor [B, T, H], not a list: tf.stack(states, 1).', {
            ...evidenceOf(input),
            'you return': `a list of ${got.length}`,
          });
        const { shape } = kit.aTensor(got, 'the states');
        if (shape.join() === [wanted[0], wanted[2]].join())
          kit.fail('Only the state of one step is returned: all of them are wanted.', {
            ...evidenceOf(input),
            'shape you return': `[${shape.join(', ')}]`,
          });
        if (shape.join() === [wanted[1], wanted[0], wanted[2]].join() && wanted[0] !== wanted[1])
          kit.fail('Steps and texts are exchanged: stack the states along axis 1.', {
            ...evidenceOf(input),
            'shape you return': `[${shape.join(', ')}]`,
          });
        kit.aTensor(got, 'the states', wanted, evidenceOf(input));
      }
    },
    async formula(student, kit) {
      for (const size of [
        [[4, 4], 4, 3, 5],
        [[1], 1, 3, 2],
        [[6, 6, 6], 6, 4, 4],
      ] as Size[]) {
        const input = inputOf(kit, size);
        await kit.close(made(student, input), statesOf(input), {
          what: 'the states',
          input: evidenceOf(input),
          mistakes: () => ({
            'tanh is missing.': statesOf(input, { squash: (x) => x }),
            'The sums go through the sigmoid, but the formula has tanh.': statesOf(input, {
              squash: tf.sigmoid,
            }),
            'The bias b is missing.': statesOf(input, { bias: false }),
            'The state before does not get in: each step starts at 0 again.': statesOf(input, {
              forgets: true,
            }),
            'U is used without being transposed: h Uᵀ.': statesOf(input, { upright: true }),
            'The states before each step are returned, moved by one; those after it are wanted.': tf.concat(
              [
                tf.zeros([size[0].length, 1, size[3]]),
                tf.slice(statesOf(input), [0, 0, 0], [-1, size[1] - 1, -1]),
              ],
              1,
            ),
            'The start is 1; it has to be 0.': statesOf(input, { start: 1 }),
            'The texts are read from the end: step 0 comes first.': statesOf(input, { backwards: true }),
            'The states are all 0: no step is taken.': tf.zeros([size[0].length, size[1], size[3]]),
          }),
        });
      }
    },
    async padding(student, kit) {
      for (const size of [
        [[5, 2, 0, 1], 5, 3, 4],
        [[1, 3], 4, 2, 2],
        [[0], 3, 2, 3],
      ] as Size[]) {
        const input = inputOf(kit, size);
        const run = (x: tf.Tensor3D, mask: tf.Tensor2D): tf.Tensor3D =>
          kit.aTensor(made(student, { ...input, x, mask }), 'the states', [
            x.shape[0],
            x.shape[1],
            size[3],
          ]) as tf.Tensor3D;
        await carriesEnded(kit, run, input, { what: 'the states', input: evidenceOf(input) });
      }
    },
    async gradient(student, kit) {
      const input = inputOf(kit, [[4, 2], 4, 3, 3]);
      const { x, w } = input;
      await kit.gradients((at) => made(student, { ...input, ...at }), { x, w }, { what: 'the states' });
    },
    memory(student, kit) {
      const input = inputOf(kit, [[4, 2], 4, 3, 3]);
      kit.noLeak('A run over the texts', () => made(student, input));
    },
  },
  piece: ({ rnn }) => ({
    recurrent: rnnLayerOf((x, mask, { weightIh, weightHh, biasIh, biasHh }) =>
      rnn?.(x, mask, { input: weightIh, state: weightHh, bias: tf.add(biasIh, biasHh) }),
    ),
  }),
};
