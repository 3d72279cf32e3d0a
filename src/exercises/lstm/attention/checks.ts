import * as tf from '@tensorflow/tfjs-core';
import type { ExerciseChecks, Student } from '../../kit/checks.ts';
import { CheckFailure } from '../../kit/failure.ts';
import type { Kit } from '../../kit/kit.ts';
import { marksOf } from '../../kit/recurrent.ts';
import { contextOf, evidenceOf, type Input, inputOf, type Size } from './oracle.ts';

const attended = (kit: Kit, { attend }: Student, { states, mask, w }: Input): tf.Tensor3D =>
  kit.aTensor(attend?.(states, mask, w), 'the context z', states.shape) as tf.Tensor3D;

/** Whether the context is the same with another v. */
const ignoresScore = (kit: Kit, student: Student, input: Input): Promise<boolean> =>
  kit.isClose(
    attended(kit, student, input),
    attended(kit, student, { ...input, w: { ...input.w, score: kit.tensor(input.w.score.shape) } }),
  );

/**
 * The gradient of the states by a step back to states and weights, for the sum of the context times a direction; null: none
 * reaches them. A weight that is not used has none either, which is the affair of other checks.
 */
function statesGradient(
  input: Input,
  direction: tf.Tensor3D,
  context: (input: Input) => tf.Tensor3D,
): tf.Tensor | null {
  const { states, w } = input;
  const { grads } = tf.tidy(() =>
    tf
      .engine()
      .gradients(
        () => tf.sum(tf.mul(context(input), direction)) as tf.Scalar,
        [states, w.query, w.key, w.bias, w.score],
        undefined,
        true,
      ),
  ) as { grads: (tf.Tensor | null)[] };
  return grads[0] ?? null;
}

/** At this size all pairs at once take 0.5 MB, a score matrix 8 KB and the sums of one state with all others 16 KB. */
const LARGE: Size = [[32, 32], 32, 8, 64];

/**
 * Bytes that may be alive at once: some [B, T, A] and some [B, T, T], below three quarters of one [B, T, T, A]. Forward
 * and back there are twice as many of them; what keeps the pairs holds eight times one there.
 */
function allowed({ states, w }: Input, back: boolean): { most: number; pairs: number } {
  const [rows, steps] = states.shape;
  const pairs = 4 * rows * steps * steps * w.bias.size;
  return { most: (back ? 1.5 : 0.75) * pairs, pairs };
}

const kilobytes = (bytes: number): string => `${Math.round(bytes / 1000)} KB`;

export const checks: ExerciseChecks = {
  id: 'lstm/attention',
  checks: {
    async formula(student, kit) {
      for (const size of [
        [[4, 4], 4, 3, 5],
        [[5], 5, 4, 1],
        [[7, 7, 7], 7, 1, 6],
      ] as Size[]) {
        const input = inputOf(kit, size);
        // The first step is a check of its own.
        const rest = (whole: tf.Tensor3D): tf.Tensor => tf.slice(whole, [0, 1, 0], [-1, -1, -1]);
        await kit.close(rest(attended(kit, student, input)), rest(contextOf(input)), {
          what: 'the context of the steps from 1 on',
          input: evidenceOf(input),
          mistakes: () => ({
            'A state looks at itself too: only those before it, s < t.': rest(
              contextOf(input, { sees: 'itself' }),
            ),
            'A state looks at all states, later ones too: only at those before it.': rest(
              contextOf(input, { sees: 'all' }),
            ),
            'W and U are exchanged: W (query) belongs to the asking state h_t.': rest(
              contextOf(input, { exchanged: true }),
            ),
            'The bias b is missing in the sums.': rest(contextOf(input, { bias: 0 })),
            'The bias b is added twice: once to W h + U h is enough.': rest(contextOf(input, { bias: 2 })),
            'tanh is missing: without it the asking state cancels out of the softmax.': rest(
              contextOf(input, { tanh: false }),
            ),
            'The softmax is over the asking states: it has to be over those looked at.': rest(
              contextOf(input, { overAsking: true }),
            ),
            'The softmax is missing: the weights of a step have to add up to 1.': rest(
              contextOf(input, { plain: 'sum' }),
            ),
            'All earlier states weigh the same: the scores do not get in.': rest(
              contextOf(input, { plain: 'mean' }),
            ),
            'The context is all 0.': tf.zerosLike(rest(input.states)),
            'The states are returned as they were.': rest(input.states),
          }),
          otherwise: (await ignoresScore(kit, student, input))
            ? 'The vector v does not get in: with another one the context is the same. The score is v · tanh(W h + U h + b), a number made of the sum, no dot product of the two.'
            : undefined,
        });
      }
    },
    async first(student, kit) {
      for (const size of [
        [[1], 1, 3, 2],
        [[4, 4], 4, 3, 5],
        [[3, 0, 2], 3, 4, 3],
        [[0], 2, 2, 2],
      ] as Size[]) {
        const input = inputOf(kit, size);
        const got = attended(kit, student, input);
        const numbers = await got.data();
        if (numbers.some((value) => !Number.isFinite(value)))
          kit.fail('A step with nothing to look at gives NaN: a softmax over nothing divides 0 by 0.', {
            ...evidenceOf(input),
          });
        const start = tf.slice(got, [0, 0, 0], [-1, 1, -1]);
        await kit.close(start, tf.zerosLike(start), {
          what: 'the context of step 0',
          input: evidenceOf(input),
          otherwise: 'Step 0 has no state before it: its context has to be 0.',
        });
        for (const [row, length] of size[0].entries()) {
          if (length > 0) continue;
          const empty = tf.slice(got, [row, 0, 0], [1, -1, -1]);
          await kit.close(empty, tf.zerosLike(empty), {
            what: `the context of text ${row}`,
            input: evidenceOf(input),
            otherwise: `Text ${row} is all padding, so there is nothing to look at: its context has to be 0.`,
          });
        }
      }
    },
    async future(student, kit) {
      // Steps that have something to look at: what the others come to is a check of its own.
      const input = inputOf(kit, [[6, 6], 6, 3, 4]);
      const part = [2, 3, 3] as [number, number, number];
      const states = tf.concat(
        [tf.slice(input.states, [0, 0, 0], part), kit.tensor<tf.Rank.R3>(part, 5)],
        1,
      ) as tf.Tensor3D;
      const early = (whole: tf.Tensor3D): tf.Tensor => tf.slice(whole, [0, 1, 0], [2, 2, 3]);
      await kit.close(
        early(attended(kit, student, { ...input, states })),
        early(attended(kit, student, input)),
        {
          what: 'the context of steps 1 and 2',
          input: evidenceOf(input),
          otherwise:
            'Later states are looked at: other numbers in states 3 to 5 change the context of steps 1 and 2.',
        },
      );
      // Padding may stand at the front: there "earlier only" does not keep it out.
      const marks = [
        [1, 1, 1, 1, 1, 1],
        [0, 0, 1, 1, 1, 1],
        [0, 1, 1, 1, 1, 0],
      ];
      const padded = { ...inputOf(kit, [[6, 6, 6], 6, 3, 4]), lengths: [6, 4, 5], mask: tf.tensor2d(marks) };
      const evidence = { ...evidenceOf(padded), mask: marks };
      const looks = marks.map((row) => row.map((mark, t) => mark === 1 && row.slice(0, t).includes(1)));
      const shows = tf.tile(tf.expandDims(tf.tensor2d(looks, undefined, 'bool'), 2), [1, 1, 3]);
      // Not times 0: NaN at the other steps would stay.
      const shown = (whole: tf.Tensor): tf.Tensor => tf.where(shows, whole, tf.zerosLike(whole));
      const here = tf.tile(tf.expandDims(tf.cast(padded.mask, 'bool'), 2), [1, 1, 3]);
      const loud = { ...padded, states: tf.where(here, padded.states, 50) };
      await kit.close(shown(attended(kit, student, loud as Input)), shown(attended(kit, student, padded)), {
        what: 'the context of the words, padding filled with 50',
        input: evidence,
        otherwise:
          'Padding is looked at: other numbers in it change the context of the words. States with mask 0 must get no weight.',
      });
    },
    async bytes(student, kit) {
      const input = inputOf(kit, LARGE);
      const { most, pairs } = allowed(input, false);
      // Work that is never done takes no memory: the result is looked at too.
      let made: tf.Tensor3D | null = null;
      const peak = kit.peakBytes(() => (made = attended(kit, student, input)));
      kit.alive();

      if (peak > most)
        kit.fail(
          'The pairs of all states are in memory at once: make the scores bit by bit, each in a tf.tidy.',
          {
            ...evidenceOf(input),
            'most bytes alive at once': kilobytes(peak),
            allowed: kilobytes(most),
            'one tensor [B, T, T, A]': kilobytes(pairs),
          },
        );
      // From step 1 on: what the first looks at is a check of its own.
      const rest = (whole: tf.Tensor3D): tf.Tensor => tf.slice(whole, [0, 1, 0], [-1, -1, -1]);
      await kit.close(rest(made as unknown as tf.Tensor3D), rest(contextOf(input)), {
        what: 'the context',
        input: evidenceOf(input),
        rtol: 1e-3,
      });
    },
    async gradient(student, kit) {
      const input = inputOf(kit, [[4, 4], 4, 3, 3]);
      await kit.gradient(
        (states) => attended(kit, student, { ...input, states: states as tf.Tensor3D }),
        input.states,
        {
          what: 'the context after the states',
        },
      );
      // The weights too: a gradient of one's own may forget them.
      for (const name of ['query', 'key', 'bias', 'score'] as const)
        await kit.gradient(
          (weight) => attended(kit, student, { ...input, w: { ...input.w, [name]: weight } }),
          input.w[name],
          { what: `the context after ${name}`, places: 2 },
        );
    },
    async training(student, kit) {
      const input = inputOf(kit, LARGE);
      const { most, pairs } = allowed(input, true);
      const direction = kit.tensor<tf.Rank.R3>(input.states.shape);
      let got: tf.Tensor | null = null;
      const peak = kit.peakBytes(() => {
        got = kit.backward('the context', () =>
          statesGradient(input, direction, (all) => attended(kit, student, all)),
        );
      });
      kit.alive();

      if (peak > most)
        kit.fail(
          'Forward and back, the pairs of all states are in memory at once: the tape keeps each tanh until the step back, tidy or not. Make the scores in a tf.customGrad, and the sums anew on the way back.',
          {
            ...evidenceOf(input),
            'most bytes alive at once': kilobytes(peak),
            allowed: kilobytes(most),
            'one tensor [B, T, T, A]': kilobytes(pairs),
          },
        );
      // A step back that is never made takes no memory.
      if (got === null)
        throw new CheckFailure('No gradient flows from the context back to the states.', [], false);
      await kit.close(got, statesGradient(input, direction, contextOf) as tf.Tensor, {
        what: 'the gradient of the states',
        input: evidenceOf(input),
        rtol: 2e-3,
      });
    },
    memory(student, kit) {
      const input = inputOf(kit, [[4, 2], 4, 3, 3]);
      kit.noLeak('Attention', () => attended(kit, student, input));
    },
  },
  piece: ({ attend }) => ({
    attend: (states, weights, lengths) => attend?.(states, marksOf(states, lengths), weights),
  }),
};
