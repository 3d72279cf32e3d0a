import * as tf from '@tensorflow/tfjs-core';
import type { ExerciseChecks, Student } from '../../kit/checks.ts';
import { CheckFailure } from '../../kit/failure.ts';
import { productsOf } from '../../kit/products.ts';
import { evidenceOf, type Input, inputOf, right } from './reference.ts';

const WHAT = 'what comes out';
const answer = ({ selfAttention }: Student, { x, mask, w, heads }: Input): unknown =>
  selfAttention?.(x, mask, w, heads);

/** What comes out at tokens; padding as 0: what stands there is of no interest. */
const atTokens = (y: tf.Tensor, mask: tf.Tensor): tf.Tensor => tf.mul(y, tf.expandDims(mask, 2));

export const checks: ExerciseChecks = {
  id: 'bert/self-attention',
  checks: {
    async one(student, kit) {
      for (const [lengths, size] of [
        [[3, 3], 4],
        [[1], 2],
      ] as const) {
        const input = inputOf(kit, lengths, lengths[0], 1, size);
        const of = (ways: Parameters<typeof right>[1]) => right(input, ways);
        await kit.close(answer(student, input), right(input), {
          what: WHAT,
          input: evidenceOf(input),
          mistakes: () => ({
            'Nobody looks at anything: this is the last product of x itself.': tf.add(
              tf.reshape(
                tf.matMul(tf.reshape(input.x, [-1, size]), input.w.output, false, true),
                input.x.shape,
              ),
              input.w.outputBias,
            ),
            'The scores are not divided by √D.': of({ by: 1 }),
            'The scores are divided by D, not by its root.': of({ by: size }),
            'The softmax is missing.': of({ noSoftmax: true }),
            'The softmax goes along the queries: the weights of the keys that one query looks at add up to 1.':
              of({ ofQueries: true }),
            'The product at the end (w.output) is missing.': of({ noOutput: true }),
            'Keys and values are exchanged: the rows are those of queries, keys, values.': of({
              order: [0, 2, 1],
            }),
            'Queries and keys are exchanged.': of({ order: [1, 0, 2] }),
            'The queries are mixed, not the values.': of({ order: [0, 1, 0] }),
            'The keys are mixed, not the values.': of({ order: [0, 1, 1] }),
          }),
        });
      }
    },
    async heads(student, kit) {
      for (const [lengths, heads, size] of [
        [[3, 3], 2, 2],
        [[4], 3, 1],
      ] as const) {
        const input = inputOf(kit, lengths, lengths[0], heads, size);
        const of = (ways: Parameters<typeof right>[1]) => right(input, ways);
        await kit.close(answer(student, input), right(input), {
          what: WHAT,
          input: evidenceOf(input),
          mistakes: () => ({
            'The scores are divided by the root of H; it is the root of the size of one head.': of({
              by: Math.sqrt(heads * size),
            }),
            'The heads are cut by a reshape alone: it mixes tokens with features.': of({ split: 'reshape' }),
            'Cutting and merging are both a reshape alone: it mixes tokens with features.': of({
              split: 'reshape',
              noMerge: true,
            }),
            'The features go to the heads in turn; a head gets D that stand side by side.': of({
              split: 'in turn',
            }),
            'The rows of w.qkv are taken as q, k, v of the first head, then of the next: they are all queries, then all keys, then all values.':
              of({ perHead: true }),
            'The heads are merged by a reshape alone: transpose back first.': of({ noMerge: true }),
            'There is only one head.': right({ ...input, heads: 1 }),
          }),
        });
      }
    },
    async mask(student, kit) {
      for (const [lengths, steps, heads, size] of [
        [[2, 4], 4, 2, 2],
        [[1, 5, 3], 5, 1, 3],
      ] as const) {
        const input = inputOf(kit, lengths, steps, heads, size, 2);
        const { mask } = input;
        const of = (ways: Parameters<typeof right>[1]) => atTokens(right(input, ways), mask);
        const got = kit.aTensor(answer(student, input), WHAT, input.x.shape, evidenceOf(input));
        await kit.close(atTokens(got, mask), of({}), {
          what: 'what comes out at tokens',
          input: evidenceOf(input),
          mistakes: () => ({
            'The mask hides no keys, padding is looked at: it belongs to the last axis of the scores, not to that of queries.':
              of({ mask: 'none' }),
            'The mask is applied after the softmax: the rest no longer adds up to 1.': of({ mask: 'after' }),
            'Scores of padding are set to 0: exp(0) = 1 is weight, too.': of({ mask: 'zero' }),
            'The mask is the wrong way round: tokens are hidden, padding is looked at.': of({
              mask: 'turned',
            }),
          }),
        });
        // Other padding, and great numbers in it: tokens must not notice.
        const noise = tf.mul(
          tf.sub(1, tf.expandDims(mask, 2)),
          kit.tensor(input.x.shape as [number, number, number], 400),
        );
        const loud = { ...input, x: tf.add(input.x, noise) as tf.Tensor3D };
        await kit.close(atTokens(kit.aTensor(answer(student, loud), WHAT, input.x.shape), mask), of({}), {
          what: 'what comes out at tokens where padding holds great numbers',
          input: evidenceOf(input),
          otherwise:
            'What is hidden still shows where its numbers are great: lower hidden scores so far (by 1e9) that nothing brings them back.',
        });
        // A text by itself, without padding, is the same as in the batch.
        const alone: Input = {
          ...input,
          x: tf.slice(input.x, [0, 0, 0], [1, lengths[0], -1]),
          mask: tf.ones([1, lengths[0]]),
          lengths: [lengths[0]],
        };
        await kit.close(answer(student, alone), tf.slice(of({}), [0, 0, 0], [1, lengths[0], -1]), {
          what: 'the first text by itself, without padding',
          input: evidenceOf(alone),
        });
      }
    },
    product(student, kit) {
      // Sizes that no other product has.
      const input = inputOf(kit, [3, 3], 3, 2, 5);
      const width = 10;
      const sizes = productsOf(() => answer(student, input));
      const of = (size: number): number => sizes.filter((both) => both.includes(size)).length;
      const evidence = { ...evidenceOf(input), 'sizes of the factors of each product': sizes };
      const [large, small] = [of(3 * width * width), of(width * width)];
      if (large === 1 && small <= 1) return;
      if (large > 1)
        kit.fail(`The large product is made ${large} times: make it once and take its parts.`, evidence);
      if (small > 1)
        kit.fail(
          `Queries, keys and values are made by products of their own: one large product makes all three.`,
          evidence,
        );
      kit.fail('There is no product with the whole of w.qkv.', evidence);
    },
    async gradient({ selfAttention }, kit) {
      const input = inputOf(kit, [2, 3], 3, 2, 1);
      const { x, mask, w } = input;
      const got = kit.aTensor(answer({ selfAttention } as Student, input), WHAT, x.shape);
      // Beside hidden scores digits are lost, and gradients of wrong values may be anything: other checks say what is wrong.
      if (!(await kit.isClose(atTokens(got, mask), atTokens(right(input), mask))))
        throw new CheckFailure('The values are not right yet, so no gradient is compared.', [], false);
      await kit.gradients(
        (at) => selfAttention?.(at.x, mask, at.w, 2),
        { x, w },
        { what: 'what comes out,' },
      );
    },
    memory(student, kit) {
      const input = inputOf(kit, [2, 3], 3, 2, 2);
      kit.noLeak('selfAttention', () => answer(student, input));
    },
  },
};
