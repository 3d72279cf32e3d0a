import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-core/dist/register_all_gradients';
import { beforeAll, expect, test } from 'vitest';
import { CheckFailure } from './failure.ts';
import { Kit } from './kit.ts';
import { productsOf } from './products.ts';

beforeAll(() => tf.setBackend('cpu'));

const kit = () => new Kit('test', () => undefined);
const x = tf.tensor2d([[0.5, -1, 2]]);

async function failure(f: unknown): Promise<string> {
  try {
    await kit().gradient(f as (x: tf.Tensor) => tf.Tensor, x, { what: 'the result' });
  } catch (error) {
    expect(error).toBeInstanceOf(CheckFailure);
    return (error as CheckFailure).message;
  }
  return 'passed';
}

test('a gradient that is that of the formula passes', async () => {
  expect(await failure((at: tf.Tensor) => tf.tanh(at))).toBe('passed');
});

test('a function with async is told so, not that its gradient is wrong', async () => {
  expect(await failure(async (at: tf.Tensor) => tf.tanh(at))).toMatch(
    /that is a promise\. Write .* without async/,
  );
  expect(await failure(async () => Promise.reject(new Error('x')))).toMatch(/that is a promise/);
});

test('copied numbers, wrong formulas and values that are no tensors have sentences of their own', async () => {
  expect(await failure((at: tf.Tensor) => tf.tensor(at.dataSync(), at.shape as [number, number]))).toMatch(
    /No gradient flows through the result: it has to be made from the input/,
  );
  const broken = tf.customGrad((at) => ({
    value: tf.tanh(at as tf.Tensor),
    gradFunc: (dy: tf.Tensor) => tf.mul(dy, 2),
  }));
  expect(await failure((at: tf.Tensor) => broken(at))).toMatch(/not that of the formula/);
  const drawn = (at: tf.Tensor) => tf.mul(at, tf.randomUniform(at.shape, 0.5, 2));
  expect(await failure(drawn)).toMatch(/is another each time/);
  // Two of the numbers are whole: there it leaps.
  expect(await failure((at: tf.Tensor) => tf.floor(at))).toMatch(/moves in leaps/);
  expect(await failure(() => undefined)).toMatch(/undefined: is there a return\?/);
});

test('of several inputs the one that gets no gradient is named by where it stands', async () => {
  const inputs = { x, w: { scale: tf.tensor1d([2]), bias: tf.tensor1d([0.3]) } };
  const said = async (f: (at: typeof inputs) => tf.Tensor): Promise<unknown> =>
    kit()
      .gradients(f, inputs, { what: 'the result' })
      .then(
        () => 'passed',
        (error: unknown) => error,
      );
  expect(await said((at) => tf.add(tf.mul(at.x, at.w.scale), at.w.bias))).toBe('passed');
  const copied = await said((at) => tf.add(tf.mul(at.x, at.w.scale), tf.tensor1d(at.w.bias.dataSync())));
  expect(copied).toMatchObject({
    message: expect.stringMatching(/No gradient flows through the result after w\.bias/),
    named: true,
  });
  // It is not used at all: that the values are wrong says more.
  expect(await said((at) => tf.mul(at.x, at.w.scale))).toMatchObject({ named: false });
});

test('a gradient of NaN is no right one', async () => {
  const broken = tf.customGrad((at) => ({
    value: tf.tanh(at as tf.Tensor),
    gradFunc: (dy: tf.Tensor) => tf.mul(dy, NaN),
  }));
  expect(await failure((at: tf.Tensor) => broken(at))).toMatch(/is NaN: on the way back/);
});

test('NaN beside NaN and an infinity beside its like are the same; beside a number they differ', async () => {
  const own = tf.tensor1d([NaN, Infinity, 1]);
  expect(await kit().isClose(own, tf.tensor1d([NaN, Infinity, 1]))).toBe(true);
  expect(await kit().isClose(own, tf.tensor1d([NaN, Infinity, 2]))).toBe(false);
  expect(await kit().isClose(own, tf.tensor1d([NaN, 5, 1]))).toBe(false);
  expect(await kit().isClose(own, tf.tensor1d([0, Infinity, 1]))).toBe(false);
});

test('the matrix products of a piece of work are counted by the sizes of their factors', () => {
  const made = productsOf(() => {
    const a = tf.ones([2, 3]) as tf.Tensor2D;
    tf.matMul(tf.mul(a, 2), tf.ones([3, 4]));
    tf.einsum('ij,kj->ik', a, tf.ones([5, 3]));
  });
  expect(made).toEqual([
    [6, 12],
    [6, 15],
  ]);
  expect(() =>
    productsOf(() => {
      throw new Error('x');
    }),
  ).toThrow('x');
  // Nothing goes on being counted.
  tf.matMul(tf.ones([2, 2]), tf.ones([2, 2]));
  expect(made).toHaveLength(2);
});
