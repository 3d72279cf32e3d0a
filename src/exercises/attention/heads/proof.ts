import { changed, type ExerciseProof } from '../../types.ts';
import { exercise } from './exercise.ts';

const { reference } = exercise;
const split = 'tf.transpose(tf.reshape(x, [batch, steps, heads, size / heads]), [0, 2, 1, 3])';
const merge = 'tf.reshape(tf.transpose(x, [0, 2, 1, 3]), [batch, steps, heads * size])';

export const proof: ExerciseProof = {
  wrong: [
    {
      name: 'the starter: a reshape alone',
      code: exercise.starter,
      caughtBy: 'split',
      reason: /A reshape alone/,
    },
    {
      name: 'a reshape alone, merging',
      code: changed(reference, merge, 'tf.reshape(x, [batch, steps, heads * size])'),
      caughtBy: 'merge',
      reason: /A reshape alone/,
      others: {
        round: /First see “Merging puts the heads side by side a/,
        memory: /First see “Merging puts the heads side by side a/,
      },
    },
    {
      name: 'in turn',
      code: changed(
        reference,
        split,
        'tf.transpose(tf.reshape(x, [batch, steps, size / heads, heads]), [0, 3, 1, 2])',
      ),
      caughtBy: 'split',
      reason: /in turn/,
    },
    {
      name: 'interleaved',
      code: changed(
        reference,
        merge,
        'tf.reshape(tf.transpose(x, [0, 2, 3, 1]), [batch, steps, heads * size])',
      ),
      caughtBy: 'merge',
      reason: /interleaved/,
    },
    {
      name: 'not transposed',
      code: changed(reference, split, 'tf.reshape(x, [batch, steps, heads, size / heads])'),
      caughtBy: 'split',
      reason: /old order|shape/,
    },
    {
      name: 'there and back is a reshape',
      code: exercise.starter,
      caughtBy: 'round',
      reason: /merging undoes/,
    },
    {
      name: 'cut from copied numbers',
      code: `function splitHeads(x, heads) {
        const size = x.shape[2] / heads;
        return tf.tensor(
          x.arraySync().map((text) =>
            Array.from({ length: heads }, (_, i) => text.map((step) => step.slice(i * size, (i + 1) * size))),
          ),
        );
      }
      ${reference.slice(reference.indexOf('function mergeHeads'))}`,
      caughtBy: 'gradient',
      reason: /No gradient flows through the heads/,
      others: {},
    },
    {
      name: 'merged from copied numbers',
      code: changed(
        reference,
        'tf.transpose(x, [0, 2, 1, 3]), [b',
        'tf.transpose(tf.tensor(x.arraySync()), [0, 2, 1, 3]), [b',
      ),
      caughtBy: 'gradient',
      reason: /No gradient flows through the merged features/,
    },
    {
      name: 'no tidy',
      code: changed(reference, `tf.tidy(() => ${split})`, split),
      caughtBy: 'memory',
      reason: /splitHeads leaves 1 tensors/,
    },
  ],
  right: [
    {
      name: 'cut and stacked',
      code: `const splitHeads = (x, heads) => tf.tidy(() => tf.stack(tf.split(x, heads, 2), 1));
      const mergeHeads = (x) => tf.tidy(() => tf.concat(tf.unstack(x, 1), 2));`,
    },
    {
      name: 'by slices',
      code: `const splitHeads = (x, heads) => tf.tidy(() => {
        const size = x.shape[2] / heads;
        return tf.stack(Array.from({ length: heads }, (_, i) => tf.slice(x, [0, 0, i * size], [-1, -1, size])), 1);
      });
      const mergeHeads = (x) => tf.tidy(() => x.transpose([0, 2, 1, 3]).reshape([x.shape[0], x.shape[2], -1]));`,
    },
  ],
};
