import * as tf from '@tensorflow/tfjs-core';
import type { ExerciseChecks, Student } from '../../kit/checks.ts';
import type { Kit } from '../../kit/kit.ts';

type Cell = (x: tf.Tensor, h: tf.Tensor, c: tf.Tensor) => { h: tf.Tensor; c: tf.Tensor };

interface Input {
  ids: number[][];
  lengths: readonly number[];
  embedding: tf.Tensor2D;
  cell: Cell;
  size: number;
}

interface Encoded {
  states: tf.Tensor;
  h: tf.Tensor;
  c: tf.Tensor;
}

function inputOf(kit: Kit, lengths: readonly number[], steps: number, size: number): Input {
  const [words, width] = [7, 3];
  const embedding = kit.tensor<tf.Rank.R2>([words, width]);
  const [wx, wh] = [kit.tensor<tf.Rank.R2>([width, size]), kit.tensor<tf.Rank.R2>([size, size])];
  // Not a whole LSTM: enough that h and c are different, and that the order of the steps matters.
  const cell: Cell = (x, h, c) =>
    tf.tidy(() => {
      const sum = tf.add(tf.matMul(x as tf.Tensor2D, wx), tf.matMul(h as tf.Tensor2D, wh));
      const kept = tf.add(tf.mul(c, 0.6), tf.mul(tf.tanh(sum), 0.7));
      return { h: tf.mul(tf.tanh(kept), tf.sigmoid(sum)), c: kept };
    });
  const ids = lengths.map(() => Array.from({ length: steps }, () => kit.integer(0, words - 1)));
  return { ids, lengths, embedding, cell, size };
}

interface Ways {
  backwards?: boolean;
  /** Always from the first state, of both or of one. */
  anew?: 'both' | 'h' | 'c';
  /** c goes on over padding, h does not. */
  readsIntoC?: boolean;
}

function right(
  { ids, lengths, embedding, cell, size }: Input,
  { backwards, anew, readsIntoC }: Ways = {},
): Encoded {
  const steps = ids[0]?.length ?? 0;
  const rows = ids.map((row, b) => {
    const order = backwards ? [...row].reverse() : row;
    let h: tf.Tensor = tf.zeros([1, size]);
    let c: tf.Tensor = tf.zeros([1, size]);
    const states: tf.Tensor[] = [];
    for (let t = 0; t < steps; t++) {
      const there = t < (lengths[b] as number);
      if (there) {
        const x = tf.gather(embedding, tf.tensor1d([order[t] as number], 'int32'));
        const zero = tf.zeros([1, size]);
        const [from, kept] = [
          anew === 'both' || anew === 'h' ? zero : h,
          anew === 'both' || anew === 'c' ? zero : c,
        ];
        ({ h, c } = cell(x, from, kept));
      }
      if (!there && readsIntoC)
        c = cell(tf.gather(embedding, tf.tensor1d([row[t] as number], 'int32')), h, c).c;
      states.push(there ? h : tf.zeros([1, size]));
    }
    return { states: tf.concat(states, 0), h, c };
  });
  return {
    states: tf.stack(rows.map(({ states }) => states)),
    h: tf.concat(
      rows.map(({ h }) => h),
      0,
    ),
    c: tf.concat(
      rows.map(({ c }) => c),
      0,
    ),
  };
}

const idsOf = ({ ids }: Input): tf.Tensor2D => tf.tensor2d(ids, undefined, 'int32');
const maskOf = ({ ids, lengths }: Input): tf.Tensor2D =>
  tf.tensor2d(ids.map((row, b) => row.map((_, t) => Number(t < (lengths[b] as number)))));

function answer({ encoder }: Student, kit: Kit, input: Input): Record<keyof Encoded, unknown> {
  const got: unknown = encoder?.(idsOf(input), maskOf(input), input.embedding, input.cell, input.size);
  return kit.record(got, 'encoder', ['states', 'h', 'c']);
}

const evidenceOf = ({ ids, lengths, size }: Input): Record<string, unknown> => ({
  ids,
  'words of each': lengths,
  H: size,
});

export const checks: ExerciseChecks = {
  id: 'seq2seq/encoder',
  checks: {
    async last(student, kit) {
      for (const [lengths, steps, size] of [
        [[3, 3], 3, 2],
        [[1], 1, 4],
        [[4], 4, 1],
      ] as const) {
        const input = inputOf(kit, lengths, steps, size);
        const wanted = right(input);
        const got = answer(student, kit, input);
        for (const of of ['h', 'c'] as const)
          await kit.close(got[of], wanted[of], {
            what: `${of} at the end`,
            input: evidenceOf(input),
            mistakes: () => ({
              'The first state comes back: no step is taken.': tf.zerosLike(wanted[of]),
              'h and c are exchanged.': wanted[of === 'h' ? 'c' : 'h'],
              'The sentence is read backwards.': right(input, { backwards: true })[of],
              'Each step begins with zeros: hand on the state of the step before.': right(input, {
                anew: 'both',
              })[of],
              'h is not handed on: each step begins with zeros for it.': right(input, { anew: 'h' })[of],
              'c is not handed on: each step begins with zeros for it.': right(input, { anew: 'c' })[of],
            }),
          });
      }
    },
    async states(student, kit) {
      for (const [lengths, steps, size] of [
        [[3, 3], 3, 2],
        [[2], 2, 3],
      ] as const) {
        const input = inputOf(kit, lengths, steps, size);
        const wanted = right(input);
        await kit.close(answer(student, kit, input).states, wanted.states, {
          what: 'the states',
          input: evidenceOf(input),
          mistakes: () => ({
            'The states are all 0.': tf.zerosLike(wanted.states),
            'The states are in reverse order.': tf.reverse(wanted.states, 1),
            'Every step has the last state.': tf.tile(tf.expandDims(wanted.h, 1), [1, steps, 1]),
          }),
        });
      }
    },
    async padding(student, kit) {
      for (const lengths of [
        [2, 4],
        [1, 0, 3],
      ]) {
        const input = inputOf(kit, lengths, 4, 2);
        // Each sentence alone and cut to its words, by the same code: what a step does is a check of its own.
        const got = answer(student, kit, input);
        const read = answer(student, kit, { ...input, lengths: lengths.map(() => 4) });
        const alone = input.ids.map((ids, b) => {
          const length = lengths[b] as number;
          return length === 0
            ? null
            : answer(student, kit, { ...input, ids: [ids.slice(0, length)], lengths: [length] });
        });
        const full = tf.tensor2d(lengths.map((length) => [Number(length === 4)]));
        for (const of of ['h', 'c'] as const) {
          const wanted = tf.concat(
            alone.map((one) => (one ? kit.aTensor(one[of], `${of} at the end`, [1, 2]) : tf.zeros([1, 2]))),
            0,
          );
          if (await kit.isClose(wanted, tf.zerosLike(wanted)))
            kit.fail('The first state comes back: no step is taken.', evidenceOf(input));
          await kit.close(got[of], wanted, {
            what: `${of} after the last word`,
            input: evidenceOf(input),
            mistakes: () => ({
              [`The mask is not applied to ${of}: the state goes on over padding.`]: read[of],
              ...(of === 'c' && {
                'The mask is applied to h only: c goes on over padding.': right(input, { readsIntoC: true })
                  .c,
              }),
              'On padding the state becomes 0: it has to stay what it was.': tf.mul(wanted, full),
            }),
            otherwise: `${of} after the last word is another than for the sentence alone, without padding.`,
          });
        }
      }
    },
    async zeros(student, kit) {
      const input = inputOf(kit, [2, 0, 4], 4, 2);
      const states = kit.aTensor(answer(student, kit, input).states, 'the states', [3, 4, 2]);
      if (await kit.isClose(states, tf.zerosLike(states)))
        kit.fail('The states are all 0: those of words should not be.', evidenceOf(input));
      const padding = tf.mul(states, tf.expandDims(tf.sub(1, maskOf(input)), 2));
      await kit.close(padding, tf.zerosLike(padding), {
        what: 'the states on padding',
        input: evidenceOf(input),
        otherwise: 'The states on padding have to be 0, so that nobody takes them for those of words.',
      });
    },
    async gradient(student, kit) {
      const input = inputOf(kit, [2, 3], 3, 2);
      await kit.gradient(
        (embedding) => {
          const made = answer(student, kit, { ...input, embedding: embedding as tf.Tensor2D });
          // The states as well: attention looks at them.
          const parts = (['states', 'h', 'c'] as const).map((name) => kit.aTensor(made[name], name));
          return tf.concat(parts.map((part) => tf.reshape(part, [-1])));
        },
        input.embedding,
        { what: 'states, h and c' },
      );
    },
    memory(student, kit) {
      const input = inputOf(kit, [2, 3], 3, 2);
      const [ids, mask] = [idsOf(input), maskOf(input)];
      kit.noLeak('encoder', () => student['encoder']?.(ids, mask, input.embedding, input.cell, input.size));
    },
  },
};
