import * as tf from '@tensorflow/tfjs-core';
import type { ExerciseChecks, Student } from '../../kit/checks.ts';
import type { Kit } from '../../kit/kit.ts';
import { failureOf } from '../../kit/thrown.ts';

interface Batch {
  /** [N, I]: all tokens that are asked for. */
  x: tf.Tensor2D;
  /** [N, O] */
  y: tf.Tensor2D;
  weights: [tf.Tensor2D, tf.Tensor1D];
  counts: readonly number[];
}

function batchOf(kit: Kit, counts: readonly number[]): Batch {
  const rows = Math.max(
    1,
    counts.reduce((a, b) => a + b, 0),
  );
  return {
    x: kit.tensor<tf.Rank.R2>([rows, 3]),
    y: kit.tensor<tf.Rank.R2>([rows, 2]),
    weights: [kit.tensor<tf.Rank.R2>([3, 2]), kit.tensor<tf.Rank.R1>([2])],
    counts,
  };
}

/** The gradients of the mean loss over some of the tokens. */
function gradients({ x, y, weights }: Batch, from: number, count: number): tf.Tensor[] {
  return tf.tidy(() => {
    if (count === 0) return weights.map((weight) => tf.zerosLike(weight));
    const [a, b] = [tf.slice(x, [from, 0], [count, -1]), tf.slice(y, [from, 0], [count, -1])];
    const loss = (w: tf.Tensor, c: tf.Tensor): tf.Scalar =>
      tf.div(tf.sum(tf.square(tf.sub(tf.tanh(tf.add(tf.matMul(a, w as tf.Tensor2D), c)), b))), count);
    return tf.grads(loss)(weights);
  });
}

const starts = (counts: readonly number[]): number[] =>
  counts.map((_, i) => counts.slice(0, i).reduce((a, b) => a + b, 0));

function partOf(batch: Batch, i: number): { gradients: tf.Tensor[]; count: number } {
  const count = batch.counts[i] as number;
  return { gradients: gradients(batch, starts(batch.counts)[i] as number, count), count };
}

function answer({ accumulate }: Student, kit: Kit, batch: Batch, seen: number[] = []): tf.Tensor[] {
  const { counts } = batch;
  const got: unknown = accumulate?.(counts.length, (i: unknown) => {
    if (!Number.isInteger(i) || (i as number) < 0 || (i as number) >= counts.length)
      kit.fail(`There is no part ${String(i)}: they go from 0 to ${counts.length - 1}.`);
    seen.push(i as number);
    return partOf(batch, i as number);
  });
  if (!Array.isArray(got) || got.length !== 2)
    kit.fail('accumulate should return the gradients, one for each weight.', { 'you return': got });
  return got as tf.Tensor[];
}

async function compare(student: Student, kit: Kit, counts: readonly number[]): Promise<void> {
  const batch = batchOf(kit, counts);
  const total = counts.reduce((a, b) => a + b, 0);
  const right = gradients(batch, 0, total);
  const parts = counts.map((_, i) => partOf(batch, i).gradients);
  const mixed = (k: number, by: (i: number) => number): tf.Tensor =>
    tf.addN(parts.map((part, i) => tf.mul(part[k] as tf.Tensor, by(i))));
  const got = answer(student, kit, batch);
  for (const [k, wanted] of right.entries()) {
    const asked = counts.filter((count) => count > 0).length;
    await kit.close(got[k], wanted, {
      what: `the gradient of weight ${k}`,
      input: { 'tokens asked for in each part': counts },
      mistakes: () => ({
        ...(counts.length > 1 && {
          'This is the first part alone.': mixed(k, (i) => Number(i === 0)),
          'This is the last part alone: the sum begins anew each time.': mixed(k, (i) =>
            Number(i === counts.length - 1),
          ),
        }),
        'The gradients are added, and not divided: the step is as many times too long as there are parts.':
          mixed(k, () => 1),
        'The sum is not divided by the number of tokens.': mixed(k, (i) => counts[i] as number),
        'This is the mean over the parts: a part that asks for few tokens counts too much.': mixed(
          k,
          () => 1 / counts.length,
        ),
        'This is the mean over the parts that ask for something; each has to count by its tokens.': mixed(
          k,
          () => 1 / Math.max(1, asked),
        ),
        'Weighed by the tokens, and then divided by the number of parts: it has to be that of tokens.': mixed(
          k,
          (i) => (counts[i] as number) / counts.length,
        ),
        'The sum is divided by the number of tokens, but no part is weighed by its own.': mixed(
          k,
          () => 1 / Math.max(1, total),
        ),
      }),
    });
  }
}

export const checks: ExerciseChecks = {
  id: 'bert/accumulation',
  checks: {
    async even(student, kit) {
      for (const counts of [[2, 2], [3], [1, 1, 1, 1]]) await compare(student, kit, counts);
    },
    async uneven(student, kit) {
      for (const counts of [
        [4, 1],
        [1, 0, 3],
        [2, 5, 1, 3],
      ])
        await compare(student, kit, counts);
      // Nobody asks for anything.
      let got: tf.Tensor[];
      try {
        got = answer(student, kit, batchOf(kit, [0, 0]));
      } catch (error) {
        if (failureOf(error)) throw error;
        return kit.fail(
          'Where no token is asked for, your code throws: gradients of 0 are wanted then. A part that asks for nothing still has one for each weight.',
          { 'tokens asked for in each part': [0, 0], thrown: error instanceof Error ? error.message : error },
        );
      }
      for (const one of got)
        await kit.close(one, tf.zerosLike(one), {
          what: 'the gradient where no token is asked for',
          input: { 'tokens asked for in each part': [0, 0] },
        });
    },
    once(student, kit) {
      for (const counts of [
        [2, 2, 2],
        [1, 3, 2, 2],
      ]) {
        const seen: number[] = [];
        answer(student, kit, batchOf(kit, counts), seen);
        kit.equal(
          seen,
          counts.map((_, i) => i),
          {
            what: 'the parts that are computed',
            mistakes: () => ({
              'Each part is computed twice: that is the dearest part of all.': counts.flatMap((_, i) => [
                i,
                i,
              ]),
              'All parts are computed twice: that is the dearest part of all.': [...counts, ...counts].map(
                (_, i) => i % counts.length,
              ),
            }),
          },
        );
      }
    },
    async memory({ accumulate }, kit) {
      const batch = batchOf(kit, [2, 1, 2, 1, 2]);
      const alive: number[] = [];
      const before = tf.memory().numTensors;
      kit.noLeak('accumulate', () =>
        accumulate?.(5, (i: number) => {
          alive.push(tf.memory().numTensors - before);
          return partOf(batch, i);
        }),
      );
      const most = Math.max(...alive);
      if (alive.length > 2 && most > 4)
        kit.fail(
          most > (alive[1] as number)
            ? 'What is kept grows with every part: free its gradients, and the old sum, before the next.'
            : 'More than one sum is kept from part to part.',
          { 'tensors alive when a part is asked for': alive, 'weights, so tensors of one sum': 2 },
        );
    },
  },
};
