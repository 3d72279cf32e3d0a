import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { Random } from '../../base/random.ts';
import { chooseDevice } from '../device.ts';

const random = new Random(3);
const numbers = (shape: number[]) =>
  Float32Array.from({ length: tf.util.sizeFromShape(shape) }, () => random.normal());

/** The same computation on the WASM and on the CPU backend, values and gradients. */
async function compare(shapes: number[][], compute: (...args: tf.Tensor[]) => tf.Tensor): Promise<void> {
  const inputs = shapes.map(numbers);
  const results: number[][][] = [];
  for (const device of ['wasm', 'cpu'] as const) {
    await chooseDevice(device);
    const before = tf.memory().numTensors;
    const outputs = tf.tidy(() => {
      const tensors = inputs.map((values, i) => tf.tensor(values, shapes[i] as number[]));
      const gradients = tf.grads((...args: tf.Tensor[]) => tf.sum(tf.square(compute(...args))))(tensors);
      return [compute(...tensors), ...gradients];
    });
    results.push(await Promise.all(outputs.map(async (output) => [...(await output.data())])));
    tf.dispose(outputs);
    expect(tf.memory().numTensors, `tensors left on ${device}`).toBe(before);
  }
  const [got, wanted] = results as [number[][], number[][]];
  for (const [i, values] of wanted.entries()) {
    const scale = Math.max(...values.map(Math.abs));
    const error = Math.max(...values.map((value, j) => Math.abs(value - got[i]![j]!)));
    expect(error, `output ${i}`).toBeLessThanOrEqual(1e-5 * scale + 1e-6);
  }
}

describe('kernels the WASM backend lacks or has only in a slow form', () => {
  // One, primes, more than a panel of eight columns, more than a block of 512 terms.
  const products: [string, number[], number[], boolean, boolean][] = [
    ['1 × 1', [1, 1], [1, 1], false, false],
    ['rows', [7, 5], [5, 11], false, false],
    ['left transposed', [5, 7], [5, 11], true, false],
    ['right transposed', [7, 5], [11, 5], false, true],
    ['both transposed', [5, 7], [11, 5], true, true],
    ['whole panels', [8, 16], [24, 16], false, true],
    ['long sums', [3, 1031], [1031, 9], false, false],
    ['long sums, transposed', [1031, 6], [17, 1031], true, true],
    ['a batch', [3, 4, 5], [3, 6, 5], false, true],
    ['a batch of batches', [2, 3, 4, 5], [2, 3, 5, 2], false, false],
  ];
  it.each(products)('BatchMatMul: %s', async (_, a, b, transposeA, transposeB) => {
    await compare([a, b], (x, y) => tf.matMul(x!, y!, transposeA, transposeB));
  });

  it('BatchMatMul: one matrix for the whole batch, on either side', async () => {
    await chooseDevice('wasm');
    const a = tf.tensor3d([1, 2, 3, 4], [2, 1, 2]);
    const b = tf.tensor3d([1, 10], [1, 2, 1]);
    const right = tf.matMul(a, b);
    const left = tf.matMul(b, a, true, true);
    expect([...(await right.data())]).toEqual([21, 43]);
    expect([...(await left.data())]).toEqual([21, 43]);
    tf.dispose([a, b, right, left]);
  });

  it('BatchMatMul sees a matrix that was changed in place', async () => {
    await chooseDevice('wasm');
    const w = tf.variable(tf.ones([2, 2]));
    const x = tf.ones([1, 2]);
    const first = tf.matMul(x, w);
    (tf.backend() as unknown as { typedArrayFromHeap(t: tf.Tensor): Float32Array })
      .typedArrayFromHeap(w)
      .fill(3);
    const second = tf.matMul(x, w);
    expect([...(await first.data()), ...(await second.data())]).toEqual([2, 2, 6, 6]);
    tf.dispose([w, x, first, second]);
  });

  it('UnsortedSegmentSum, and with it the gradient of gather', async () => {
    const ids = () => tf.tensor1d([2, 0, 2, 5, 2], 'int32');
    await compare([[5, 3]], (x) => tf.unsortedSegmentSum(x!, ids(), 6));
    await compare([[7, 3]], (x) => tf.gather(x!, ids()));
    await chooseDevice('wasm');
    const out = tf.tidy(() => tf.unsortedSegmentSum(tf.ones([3, 2]), tf.tensor1d([-1, 0, 9], 'int32'), 2));
    expect([...(await out.data())]).toEqual([1, 1, 0, 0]);
    out.dispose();
  });

  describe('Einsum', () => {
    beforeAll(() => chooseDevice('wasm'));
    const equations: [string, ...number[][]][] = [
      ['ij->ji', [2, 3]],
      ['ijk->ik', [2, 3, 4]],
      ['ij,jk->ik', [2, 3], [3, 4]],
      ['bij,bkj->bik', [2, 3, 4], [2, 5, 4]],
      ['bnqd,bnkd->bnqk', [2, 2, 3, 4], [2, 2, 5, 4]],
      ['i,j->ij', [3], [2]],
    ];
    it.each(equations)('%s', async (equation, ...shapes) => {
      const inputs = shapes.map(numbers);
      const results: number[][] = [];
      for (const device of ['wasm', 'cpu'] as const) {
        await chooseDevice(device);
        const before = tf.memory().numTensors;
        const out = tf.tidy(() =>
          tf.einsum(equation, ...inputs.map((values, i) => tf.tensor(values, shapes[i] as number[]))),
        );
        results.push([...out.shape, ...(await out.data())]);
        out.dispose();
        expect(tf.memory().numTensors).toBe(before);
      }
      results[0]!.forEach((value, i) => expect(value).toBeCloseTo(results[1]![i]!, 4));
    });
  });
});
