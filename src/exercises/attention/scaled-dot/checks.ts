import * as tf from '@tensorflow/tfjs-core';
import type { ExerciseChecks, Student } from '../../kit/checks.ts';
import type { Kit } from '../../kit/kit.ts';

interface Input {
  q: tf.Tensor3D;
  k: tf.Tensor3D;
  v: tf.Tensor3D;
}

/** Batch, queries, keys, size of a key, size of a value. */
const SIZES = [
  [2, 3, 4, 5, 2],
  [1, 1, 1, 1, 1],
  [2, 4, 4, 3, 3],
  [1, 2, 7, 16, 4],
] as const;
type Size = readonly [number, number, number, number, number];

function inputOf(kit: Kit, [batch, queries, keys, size, values]: Size, scale = 1): Input {
  return {
    q: kit.tensor<tf.Rank.R3>([batch, queries, size], scale),
    k: kit.tensor<tf.Rank.R3>([batch, keys, size], scale),
    v: kit.tensor<tf.Rank.R3>([batch, keys, values]),
  };
}

const evidenceOf = ({ q, k, v }: Input): Record<string, unknown> => ({
  input: `q [${q.shape.join(', ')}], k [${k.shape.join(', ')}], v [${v.shape.join(', ')}]`,
});

function weightsOf(
  { q, k }: Input,
  mask: tf.Tensor3D | null = null,
  by = Math.sqrt(q.shape[2]),
): tf.Tensor3D {
  const scores = tf.div(tf.matMul(q, k, false, true), by);
  const powers = tf.exp(tf.sub(scores, tf.max(scores, 2, true)));
  const seen = mask === null ? powers : tf.mul(powers, mask);
  return tf.div(seen, tf.sum(seen, 2, true));
}

function answerOf(student: Student, kit: Kit, { q, k, v }: Input, mask: tf.Tensor3D | null = null) {
  return kit.record(student['attention']?.(q, k, v, mask), 'attention', ['output', 'weights']);
}

/** Each query sees some of the keys: the first one at least. One row for each query of each text. */
const someMarks = (kit: Kit, [batch, queries, keys]: Size): number[][] =>
  Array.from({ length: batch * queries }, () =>
    Array.from({ length: keys }, (_, s) => (s === 0 ? 1 : kit.integer(0, 1))),
  );

export const checks: ExerciseChecks = {
  id: 'attention/scaled-dot',
  checks: {
    async weights(student, kit) {
      for (const size of SIZES) {
        const input = inputOf(kit, size);
        const scores = tf.matMul(input.q, input.k, false, true);
        await kit.close(answerOf(student, kit, input).weights, weightsOf(input), {
          what: 'the weights',
          input: evidenceOf(input),
          mistakes: {
            'The softmax is missing: these are the scores.': scores,
            'The softmax is missing: these are the scores divided by √D.': tf.div(scores, Math.sqrt(size[3])),
            'The scores are not divided by √D.': weightsOf(input, null, 1),
            'The scores are divided by D, not by its root.': weightsOf(input, null, size[3]),
            'The scores are divided by the root of the number of keys; it is the root of their size.':
              weightsOf(input, null, Math.sqrt(size[2])),
            'The softmax goes over the queries; it has to go over the keys.': tf.transpose(
              tf.softmax(tf.transpose(tf.div(scores, Math.sqrt(size[3])), [0, 2, 1])),
              [0, 2, 1],
            ),
          },
        });
      }
    },
    async output(student, kit) {
      for (const size of SIZES) {
        const input = inputOf(kit, size);
        const weights = weightsOf(input);
        await kit.close(answerOf(student, kit, input).output, tf.matMul(weights, input.v), {
          what: 'the output',
          input: evidenceOf(input),
          mistakes: {
            'The scores are mixed in, not the weights.': tf.matMul(
              tf.matMul(input.q, input.k, false, true),
              input.v,
            ),
            'The keys are mixed; it has to be the values.': tf.matMul(weights, input.k),
            'The values are averaged: the weights do not get in.': tf.tile(tf.mean(input.v, 1, true), [
              1,
              size[1],
              1,
            ]),
          },
        });
      }
    },
    async mask(student, kit) {
      for (const size of [SIZES[0], SIZES[2]]) {
        const input = inputOf(kit, size);
        const marks = someMarks(kit, size);
        const mask = tf.tensor3d(marks.flat(), [size[0], size[1], size[2]]);
        const weights = weightsOf(input, mask);
        const all = weightsOf(input);
        await kit.close(answerOf(student, kit, input, mask).weights, weights, {
          what: 'the weights under the mask',
          input: {
            ...evidenceOf(input),
            'mask of the first query': marks[0],
          },
          mistakes: {
            'The mask is not used: hidden keys have weight.': all,
            'The mask is applied after the softmax: the rest no longer adds up to 1.': tf.mul(all, mask),
            'Hidden scores are set to 0: exp(0) = 1 is weight, too.': tf.softmax(
              tf.mul(tf.div(tf.matMul(input.q, input.k, false, true), Math.sqrt(size[3])), mask),
            ),
          },
        });
        // A hidden key of huge numbers must not show.
        const hidden = tf.tensor3d(
          Array.from({ length: size[0] * size[2] }, (_, i) => Number(i % size[2] === size[2] - 1)),
          [size[0], size[2], 1],
        );
        const allButLast = tf.tile(tf.reshape(tf.sub(1, hidden), [size[0], 1, size[2]]), [
          1,
          size[1],
          1,
        ]) as tf.Tensor3D;
        const loud = {
          ...input,
          k: tf.add(input.k, tf.mul(hidden, 500)),
          v: tf.add(input.v, tf.mul(hidden, 500)),
        } as Input;
        await kit.close(
          answerOf(student, kit, loud, allButLast).output,
          tf.matMul(weightsOf(input, allButLast), input.v),
          {
            what: 'the output where the last key is hidden and holds great numbers',
            input: evidenceOf(input),
            otherwise:
              'What is hidden still shows where its numbers are great: lower hidden scores so far (by 1e9) that nothing brings them back.',
          },
        );
      }
    },
    async lecture(student, kit) {
      // 64 numbers a key: q · k₁ = 112 and q · k₂ = 96.
      const q = tf.ones([1, 1, 64]) as tf.Tensor3D;
      const k = tf.stack([tf.fill([64], 112 / 64), tf.fill([64], 96 / 64)]).expandDims(0) as tf.Tensor3D;
      const v = tf.tensor3d([1, 0, 0, 1], [1, 2, 2]);
      const wanted = 1 / (1 + Math.exp(-2));
      await kit.close(
        answerOf(student, kit, { q, k, v }).weights,
        tf.tensor3d([wanted, 1 - wanted], [1, 1, 2]),
        {
          what: 'the weights',
          input: { scores: [112, 96], D: 64 },
          mistakes: {
            'Without the division by √64 = 8 the first key takes all: 16 apart is 1 to 9 million.': [1, 0],
          },
        },
      );
    },
    async gradient(student, kit) {
      const { q, k, v } = inputOf(kit, [1, 2, 3, 4, 2]);
      const out = (...[q, k, v]: tf.Tensor[]): unknown => answerOf(student, kit, { q, k, v } as Input).output;
      await kit.gradient((at) => out(at, k, v), q, { what: 'the queries', places: 4 });
      await kit.gradient((at) => out(q, at, v), k, { what: 'the keys', places: 4 });
      await kit.gradient((at) => out(q, k, at), v, { what: 'the values', places: 4 });
    },
    async memory(student, kit) {
      const input = inputOf(kit, [2, 3, 3, 4, 2]);
      const mask = tf.tensor3d(someMarks(kit, [2, 3, 3, 4, 2]).flat(), [2, 3, 3]);
      kit.noLeak('attention', () => answerOf(student, kit, input, mask));
      await kit.close(answerOf(student, kit, input).weights, weightsOf(input), { what: 'the weights' });
    },
  },
};
