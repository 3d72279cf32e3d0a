import * as tf from '@tensorflow/tfjs-core';
import type { ExerciseChecks } from '../../kit/checks.ts';
import type { Kit } from '../../kit/kit.ts';

interface Input {
  states: tf.Tensor3D;
  mask: tf.Tensor2D;
  lengths: readonly number[];
}

function inputOf(kit: Kit, lengths: readonly number[], steps: number, width: number): Input {
  return {
    states: kit.tensor<tf.Rank.R3>([lengths.length, steps, width]),
    mask: tf.tensor2d(lengths.map((length) => Array.from({ length: steps }, (_, t) => Number(t < length)))),
    lengths,
  };
}

/** The states at some place of each text, [B, H]. */
const at = ({ states, lengths }: Input, place: (length: number) => number): tf.Tensor2D =>
  tf.concat(
    lengths.map((length, b) => tf.reshape(tf.slice(states, [b, place(length), 0], [1, 1, -1]), [1, -1])),
    0,
  ) as tf.Tensor2D;

const first = (input: Input): tf.Tensor2D => at(input, () => 0);

const sumOf = ({ states, mask }: Input): tf.Tensor2D => tf.sum(tf.mul(states, tf.expandDims(mask, 2)), 1);

const meanOf = (input: Input): tf.Tensor2D =>
  tf.div(sumOf(input), tf.maximum(tf.sum(input.mask, 1, true), 1));

const evidenceOf = ({ states, lengths }: Input): Record<string, unknown> => ({
  input: `states [${states.shape.join(', ')}]`,
  'tokens of each text': lengths,
});

const right = (input: Input, kind: string): tf.Tensor2D => (kind === 'cls' ? first(input) : meanOf(input));

/** With numbers at padded places that must not be seen. */
function padded({ states, mask, lengths }: Input, value: number): Input {
  const isToken = tf.tile(tf.expandDims(tf.greater(mask, 0), 2), [1, 1, states.shape[2]]);
  return { states: tf.where(isToken, states, tf.fill(states.shape, value)), mask, lengths };
}

const SHAPES = [
  [[4, 2, 3], 4, 3],
  [[2], 5, 2],
] as const;

export const checks: ExerciseChecks = {
  id: 'transfer/text-features',
  checks: {
    async cls({ textFeatures }, kit) {
      for (const [lengths, steps, width] of SHAPES) {
        const input = inputOf(kit, lengths, steps, width);
        await kit.close(textFeatures?.(input.states, input.mask, 'cls'), first(input), {
          what: 'the features by [CLS]',
          input: evidenceOf(input),
          mistakes: () => ({
            'These are means: kind is not looked at.': tf.mean(input.states, 1),
            'These are means over the tokens: kind is not looked at.': meanOf(input),
            'The last place is taken; [CLS] is the first token.': at(input, () => steps - 1),
            'The last token is taken; [CLS] is the first.': at(input, (length) => length - 1),
            'The second token is taken; [CLS] is the first.': at(input, () => 1),
          }),
        });
      }
    },
    async mean({ textFeatures }, kit) {
      for (const [lengths, steps, width] of [...SHAPES, [[3, 0], 3, 2]] as const) {
        const input = inputOf(kit, lengths, steps, width);
        const wanted = meanOf(input);
        await kit.close(textFeatures?.(input.states, input.mask, 'mean'), wanted, {
          what: 'the features by mean',
          input: evidenceOf(input),
          mistakes: () => ({
            'The mean is over all places, padding included.': tf.mean(input.states, 1),
            'Padding is taken out of the sum, but counted: divide by the number of tokens.': tf.div(
              sumOf(input),
              steps,
            ),
            'The sum is not divided by the number of tokens.': sumOf(input),
            'This is the state of the first token: kind is not looked at.': first(input),
            'Each text is divided by the tokens of the whole batch.': tf.div(
              sumOf(input),
              tf.sum(input.mask),
            ),
          }),
        });
      }
      const input = inputOf(kit, [3, 1], 4, 2);
      for (const value of [1e4, NaN, Infinity]) {
        const loud = padded(input, value);
        const got = kit.aTensor(textFeatures?.(loud.states, loud.mask, 'mean'), 'the features');
        if ((await got.data()).some(Number.isNaN))
          kit.fail(
            `Where padding holds ${value} there is NaN: multiplied by 0 it is still no number. Choose by tf.where.`,
            {
              ...evidenceOf(input),
            },
          );
        await kit.close(got, meanOf(input), {
          what: `the features where padding holds ${value}`,
          input: evidenceOf(input),
        });
      }
    },
    async all({ allFeatures }, kit) {
      for (const kind of ['mean', 'cls'])
        for (const lengths of [[[2, 3], [1], [3, 2, 1]], [[1, 2]]]) {
          // Each batch is as long as its longest text.
          const inputs = lengths.map((own) => inputOf(kit, own, Math.max(...own), 2));
          const wanted = inputs.map((input) => right(input, kind));
          const seen: number[] = [];
          const got = allFeatures?.(
            inputs.length,
            (i: number) => {
              const input = inputs[i];
              if (!input) return kit.fail(`There is no batch ${i}: they go from 0 to ${inputs.length - 1}.`);
              seen.push(i);
              return { states: tf.mul(input.states, 1), mask: tf.mul(input.mask, 1) };
            },
            kind,
          );
          await kit.close(got, tf.concat(wanted, 0), {
            what: `all features by ${kind}`,
            input: { 'tokens of the texts of each batch': lengths },
            mistakes: () => ({
              'The batches are in reverse order: the rows would get the labels of others.': tf.concat(
                [...wanted].reverse(),
                0,
              ),
              'Of each batch the other kind of features is taken.': tf.concat(
                inputs.map((input) => right(input, kind === 'cls' ? 'mean' : 'cls')),
                0,
              ),
            }),
          });
          kit.equal(
            seen,
            inputs.map((_, i) => i),
            { what: 'the batches that are encoded' },
          );
        }
    },
    memory({ textFeatures, allFeatures }, kit) {
      const input = inputOf(kit, [2, 3], 3, 2);
      for (const kind of ['cls', 'mean'])
        kit.noLeak(`textFeatures by ${kind}`, () => textFeatures?.(input.states, input.mask, kind));
      const steps = 40;
      const alive: number[] = [];
      const before = tf.memory().numBytes;
      kit.noLeak('allFeatures', () =>
        allFeatures?.(
          5,
          () => {
            alive.push(tf.memory().numBytes - before);
            const one = inputOf(kit, [steps, steps], steps, 2);
            return { states: one.states, mask: one.mask };
          },
          'mean',
        ),
      );
      // Of a batch 2 · 2 features may be left, 4 bytes each; its states are 2 · 40 · 2.
      const most = Math.max(...alive);
      if (alive.length > 2 && most >= 2 * steps * 2 * 4)
        kit.fail('States are kept from batch to batch: free them as soon as their features are made.', {
          'bytes alive when a batch is asked for': alive,
        });
    },
  },
};
