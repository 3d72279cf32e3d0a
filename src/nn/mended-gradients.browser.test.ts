import * as tf from '@tensorflow/tfjs-core';
import { expect, it } from 'vitest';
import { Random } from '../base/random.ts';
import { expectClose, forEachBackend } from './testing.ts';

const random = new Random(11);
const numbers = (shape: number[]): tf.Tensor =>
  tf.tensor(
    Float32Array.from({ length: tf.util.sizeFromShape(shape) }, () => random.normal()),
    shape,
  );

/** Gradients of Σ(w ⊙ f(x)), with random w, of `compute` and of the same in operations whose gradients are right. */
async function agree(
  shapes: number[][],
  compute: (...x: tf.Tensor[]) => tf.Tensor,
  plain: (...x: tf.Tensor[]) => tf.Tensor,
): Promise<void> {
  const inputs = shapes.map(numbers);
  const before = tf.memory().numTensors;
  const weights = tf.tidy(() => numbers(compute(...inputs).shape));
  const gradients = (f: typeof compute) =>
    tf.grads((...x: tf.Tensor[]) => tf.sum(tf.mul(weights, f(...x))))(inputs);
  const [got, wanted] = [gradients(compute), gradients(plain)];
  for (const [i, gradient] of wanted.entries()) {
    expect(got[i]?.shape).toEqual(inputs[i]?.shape);
    await expectClose(got[i] as tf.Tensor, [...(await gradient.data())], { what: `gradient ${i}` });
  }
  tf.dispose([weights, ...got, ...wanted]);
  expect(tf.memory().numTensors).toBe(before);
  tf.dispose(inputs);
}

forEachBackend('gradients that TensorFlow.js lacks or gets wrong', (device) => {
  it.each([
    [
      [3, 4],
      [3, 1],
    ],
    [[3, 4], [4]],
    [
      [2, 1, 5],
      [3, 1],
    ],
    [[7], [7]],
    [[3, 3], []],
  ])('squaredDifference of %j and %j', (a, b) =>
    agree(
      [a, b],
      (x, y) => tf.squaredDifference(x, y),
      (x, y) => {
        const difference = tf.sub(x, y);
        return tf.mul(difference, difference);
      },
    ),
  );

  it.each([0, 1, 2])('cumsum along axis %i of three', (axis) =>
    agree(
      [[3, 3, 3]],
      (x) => tf.cumsum(x, axis, true),
      (x) => {
        const parts = tf.split(x, 3, axis);
        const [first, second] = parts as [tf.Tensor, tf.Tensor, tf.Tensor];
        return tf.concat([tf.zerosLike(first), first, tf.add(first, second)], axis);
      },
    ),
  );

  it('unstack of one slice and of several', async () => {
    const first = (x: tf.Tensor) => tf.unstack(x)[0] as tf.Tensor;
    await agree([[1, 4]], first, (x) => tf.reshape(x, [4]));
    await agree([[3, 4]], first, (x) => tf.reshape(tf.slice(x, [0, 0], [1, 4]), [4]));
  });

  it('gatherND, where an index comes twice', () => {
    const indices = tf.tensor2d(
      [
        [0, 1],
        [2, 0],
        [0, 1],
      ],
      [3, 2],
      'int32',
    );
    return agree(
      [[3, 2]],
      (x) => tf.gatherND(x, indices),
      (x) => tf.gather(tf.reshape(x, [6]), [1, 4, 1]),
    ).finally(() => indices.dispose());
  });

  const EINSUMS: [string, number[], number[], (a: tf.Tensor, b: tf.Tensor) => tf.Tensor][] = [
    ['ij,jk->ik', [2, 3], [3, 5], (a, b) => tf.matMul(a, b)],
    ['bqd,bkd->bqk', [2, 3, 4], [2, 5, 4], (a, b) => tf.matMul(a, b, false, true)],
    ['ij,ij->', [2, 3], [2, 3], (a, b) => tf.sum(tf.mul(a, b))],
    ['i,j->ji', [3], [4], (a, b) => tf.mul(tf.reshape(b, [4, 1]), a)],
  ];
  it.each(EINSUMS)('einsum %s', (equation, a, b, plain) =>
    agree([a, b], (x, y) => tf.einsum(equation, x, y), plain),
  );

  // TensorFlow.js' WebGPU kernel refuses it.
  it.skipIf(device === 'webgpu')('einsum ij,ik->ik: j is summed over in one operand alone', () =>
    agree(
      [
        [2, 3],
        [2, 4],
      ],
      (x, y) => tf.einsum('ij,ik->ik', x, y),
      (x, y) => tf.mul(tf.sum(x, 1, true), y),
    ),
  );

  it('einsum of one tensor', async () => {
    await agree(
      [[2, 3, 4]],
      (x) => tf.einsum('ijk->kji', x),
      (x) => tf.transpose(x, [2, 1, 0]),
    );
    await agree(
      [[2, 3]],
      (x) => tf.einsum('ij->j', x),
      (x) => tf.sum(x, 0),
    );
  });
});
