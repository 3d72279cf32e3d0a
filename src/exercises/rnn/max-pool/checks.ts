import * as tf from '@tensorflow/tfjs-core';
import { composedMax } from '../../../engine/pooling.ts';
import type { ExerciseChecks } from '../../kit/checks.ts';
import type { Kit } from '../../kit/kit.ts';
import { marksOf } from '../../kit/recurrent.ts';

interface Batch {
  states: tf.Tensor3D;
  mask: tf.Tensor2D;
  lengths: Int32Array;
  input: Record<string, unknown>;
}

/** Random states, all shifted; zero on padded steps as those of the lab. */
function batch(kit: Kit, lengths: readonly number[], steps: number, size: number, shift: number): Batch {
  const rows = lengths.length;
  const marks = lengths.flatMap((length) => Array.from({ length: steps }, (_, t) => Number(t < length)));
  const mask = tf.tensor2d(marks, [rows, steps]);
  const states = tf.mul(
    tf.add(kit.tensor([rows, steps, size], 0.3), shift),
    tf.expandDims(mask, 2),
  ) as tf.Tensor3D;
  const input = {
    input: `states [${states.shape.join(', ')}]`,
    lengths: [...lengths],
    'states around': shift,
  };
  return { states, mask, lengths: Int32Array.from(lengths), input };
}

const what = 'the pooled vector';
const PADDING_WINS = 'Zeros of padding win over negative states: the mask does not keep them out.';
const wanted = ({ states, lengths }: Batch): tf.Tensor2D => composedMax(states, lengths);

function mistakes({ states, mask, lengths }: Batch): Record<string, tf.Tensor> {
  const last = tf.stack(
    [...lengths].map((length, b) =>
      tf.reshape(tf.slice(states, [b, Math.max(0, length - 1), 0], [1, 1, states.shape[2]]), [
        states.shape[2],
      ]),
    ),
  );
  return {
    [PADDING_WINS]: tf.max(states, 1),
    ...Object.fromEntries(
      [1, 10, 100, 1000, 10_000].map((by) => [
        `Padding is lowered by ${by} only: it still wins over states further below 0.`,
        tf.max(tf.add(states, tf.mul(tf.expandDims(tf.sub(mask, 1), 2), by)), 1),
      ]),
    ),
    'This is the sum over the text, not its maximum.': tf.sum(states, 1),
    'This is the mean over the text, not its maximum.': tf.div(
      tf.sum(states, 1),
      tf.maximum(tf.sum(mask, 1, true), 1),
    ),
    'This is the last state, not the maximum.': last,
    'This is the smallest value, not the greatest.': tf.neg(composedMax(tf.neg(states), lengths)),
  };
}

export const checks: ExerciseChecks = {
  id: 'rnn/max-pool',
  checks: {
    async max({ maxPool }, kit) {
      for (const [lengths, steps, size] of [
        [[4, 4, 4], 4, 3],
        [[1], 1, 2],
        [[5, 5], 5, 1],
      ] as const) {
        const given = batch(kit, lengths, steps, size, 0.5);
        const got = kit.aTensor(maxPool?.(given.states, given.mask), what, wanted(given).shape, given.input);
        // There is no padding here: only words can have been lowered.
        if ((await got.data()).every((value) => value < -5))
          kit.fail('The mask is the wrong way round: words are kept out, and padding gets in.', {
            ...given.input,
            mask: given.mask.arraySync(),
            'your value': got.arraySync(),
          });
        await kit.close(got, wanted(given), {
          what,
          input: given.input,
          // All states are above 0 here: padding does not get in.
          mistakes: () => {
            const { [PADDING_WINS]: _, ...others } = mistakes(given);
            return others;
          },
        });
      }
    },
    async negative({ maxPool }, kit) {
      for (const [lengths, steps, size, shift] of [
        [[2, 3], 3, 2, -2],
        [[1, 4, 5, 2], 5, 3, -2],
        [[3], 7, 1, -2],
        // Smaller than anything: also than states that no cell of tanh gives.
        [[2, 3], 3, 2, -60_000],
      ] as const) {
        const given = batch(kit, lengths, steps, size, shift);
        await kit.close(maxPool?.(given.states, given.mask), wanted(given), {
          what,
          input: given.input,
          mistakes: () => mistakes(given),
        });
      }
    },
    async empty({ maxPool }, kit) {
      const given = batch(kit, [2, 0, 3], 3, 2, -1);
      const got = kit.aTensor(maxPool?.(given.states, given.mask), what, [3, 2], given.input);
      await kit.close(tf.slice(got, [1, 0], [1, 2]), tf.zeros([1, 2]), {
        what: 'the vector of the row without words',
        input: given.input,
        otherwise: 'A row without words has no greatest value: its vector has to be 0.',
      });
    },
    async gradient({ maxPool }, kit) {
      const given = batch(kit, [3, 4], 4, 3, -0.5);
      await kit.gradient((states) => maxPool?.(states, given.mask), given.states, { what, places: 24 });
    },
    memory({ maxPool }, kit) {
      const { states, mask } = batch(kit, [3, 4], 4, 3, -0.5);
      kit.noLeak('maxPool', () => maxPool?.(states, mask));
    },
  },
  piece: ({ maxPool }) => ({ pool: (x, lengths) => maxPool?.(x, marksOf(x, lengths)) }),
};
