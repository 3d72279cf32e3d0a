import * as tf from '@tensorflow/tfjs-core';
import type { ExerciseChecks } from '../../kit/checks.ts';

/** Batch, steps, heads, size of one. */
const SIZES = [
  [1, 2, 2, 1],
  [2, 3, 2, 2],
  [1, 5, 3, 4],
  [2, 1, 4, 1],
] as const;

/** 0, 1, 2, …: where a number ends up is seen at once. */
const counted = (shape: number[]): tf.Tensor =>
  tf.reshape(
    tf.range(
      0,
      shape.reduce((a, b) => a * b, 1),
    ),
    shape,
  );

export const checks: ExerciseChecks = {
  id: 'attention/heads',
  checks: {
    async split({ splitHeads }, kit) {
      for (const [batch, steps, heads, size] of SIZES) {
        const x = counted([batch, steps, heads * size]) as tf.Tensor3D;
        const wanted = tf.stack(tf.split(x, heads, 2), 1);
        const cut = tf.reshape(x, [batch, steps, heads, size]);
        await kit.close(splitHeads?.(x, heads), wanted, {
          what: 'the heads',
          input: { x: `[${x.shape.join(', ')}], numbers 0, 1, 2, …`, heads },
          mistakes: {
            'A reshape alone: the shape is right, but a head gets some of the steps instead of some of the features.':
              tf.reshape(x, [batch, heads, steps, size]),
            'The features go to the heads in turn; head i gets those from i · D on.': tf.transpose(
              tf.reshape(x, [batch, steps, size, heads]),
              [0, 3, 1, 2],
            ),
            'The dimensions of heads and steps are still in the old order.': cut,
          },
        });
      }
    },
    async merge({ mergeHeads }, kit) {
      for (const [batch, steps, heads, size] of SIZES) {
        const x = counted([batch, heads, steps, size]) as tf.Tensor4D;
        const wanted = tf.concat(tf.unstack(x, 1), 2);
        await kit.close(mergeHeads?.(x), wanted, {
          what: 'the merged features',
          input: { x: `[${x.shape.join(', ')}], numbers 0, 1, 2, …` },
          mistakes: {
            'A reshape alone: the shape is right, but steps and features are mixed.': tf.reshape(x, [
              batch,
              steps,
              heads * size,
            ]),
            'The heads are interleaved; they stand side by side.': tf.reshape(tf.transpose(x, [0, 2, 3, 1]), [
              batch,
              steps,
              heads * size,
            ]),
          },
        });
      }
    },
    async round({ splitHeads, mergeHeads }, kit) {
      for (const [shape, heads] of [
        [[2, 3, 8], 4],
        [[2, 3, 8], 1],
        [[1, 1, 6], 6],
      ] as const) {
        const x = kit.tensor<tf.Rank.R3>([...shape]);
        const split: unknown = splitHeads?.(x, heads);
        kit.aTensor(split, 'the heads', [shape[0], heads, shape[1], shape[2] / heads]);
        // What only looks right there and back is a mere reshape, or nothing at all.
        const wanted = tf.stack(tf.split(x, heads, 2), 1);
        const back = kit.aTensor(mergeHeads?.(split), 'there and back', x.shape);
        if (!(await kit.isClose(split as tf.Tensor, wanted)) && (await kit.isClose(back, x)))
          kit.fail('There and back it is the same, but only as merging undoes what splitting does wrong.', {
            x: `[${shape.join(', ')}]`,
            heads,
          });
        await kit.close(split, wanted, { what: 'the heads', input: { heads } });
        await kit.close(mergeHeads?.(split), x, {
          what: 'there and back',
          input: { x: `[${shape.join(', ')}]`, heads },
        });
      }
    },
    async gradient({ splitHeads, mergeHeads }, kit) {
      const x = kit.tensor<tf.Rank.R3>([2, 3, 4]);
      await kit.gradient((at) => splitHeads?.(at, 2), x, { what: 'the heads' });
      const heads = kit.tensor<tf.Rank.R4>([2, 2, 3, 2]);
      await kit.gradient((at) => mergeHeads?.(at), heads, { what: 'the merged features' });
    },
    async memory({ splitHeads, mergeHeads }, kit) {
      const x = kit.tensor<tf.Rank.R3>([2, 3, 8]);
      const heads = tf.stack(tf.split(x, 4, 2), 1) as tf.Tensor4D;
      kit.noLeak('splitHeads', () => splitHeads?.(x, 4));
      kit.noLeak('mergeHeads', () => mergeHeads?.(heads));
      await kit.close(mergeHeads?.(heads), x, { what: 'the merged features' });
    },
  },
};
