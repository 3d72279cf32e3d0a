import '@tensorflow/tfjs-backend-webgpu';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { Random } from '../../base/random.ts';
import { matMulKernel } from './matmul.ts';
import { globalNormKernel, gpuUpdates } from './update.ts';

const random = new Random(11);
const normal = (shape: number[]) =>
  tf.tensor(
    Float32Array.from({ length: tf.util.sizeFromShape(shape) }, () => random.normal()),
    shape,
  );

/** op(a) · op(b) + bias by the definition, in double precision. */
async function product(
  a: tf.Tensor3D,
  b: tf.Tensor3D,
  transposeA: boolean,
  transposeB: boolean,
  bias: tf.Tensor,
): Promise<number[]> {
  const [x, y, z] = await Promise.all([a.data(), b.data(), bias.data()]);
  const [m, k] = transposeA ? [a.shape[2], a.shape[1]] : [a.shape[1], a.shape[2]];
  const n = transposeB ? b.shape[1] : b.shape[2];
  const values: number[] = [];
  for (let batch = 0; batch < Math.max(a.shape[0], b.shape[0]); batch++) {
    const fromA = a.shape[0] === 1 ? 0 : batch * m * k;
    const fromB = b.shape[0] === 1 ? 0 : batch * k * n;
    for (let i = 0; i < m; i++) {
      for (let j = 0; j < n; j++) {
        let sum = z[j]!;
        for (let l = 0; l < k; l++)
          sum +=
            x[fromA + (transposeA ? l * m + i : i * k + l)]! *
            y[fromB + (transposeB ? j * k + l : l * n + j)]!;
        values.push(sum);
      }
    }
  }
  return values;
}

beforeAll(async () => {
  await tf.setBackend('webgpu');
  await tf.ready();
});

describe('matMulKernel', () => {
  const sizes = [
    [1, 1, 1],
    [3, 5, 7],
    [9, 12, 8],
    [13, 16, 20],
    [66, 35, 68],
  ] as const;
  for (const transposeA of [false, true]) {
    for (const transposeB of [false, true]) {
      it(`is the product, transposes ${transposeA} ${transposeB}, odd sizes, broadcast batches`, async () => {
        for (const [m, k, n] of sizes) {
          for (const [batchA, batchB] of [
            [1, 1],
            [2, 2],
            [1, 3],
            [3, 1],
          ] as const) {
            const a = normal([batchA, ...(transposeA ? [k, m] : [m, k])]) as tf.Tensor3D;
            const b = normal([batchB, ...(transposeB ? [n, k] : [k, n])]) as tf.Tensor3D;
            const bias = normal([n]);
            const own = matMulKernel(a, b, transposeA, transposeB, bias);
            const got = await own.data();
            const want = await product(a, b, transposeA, transposeB, bias);
            expect(own.shape).toEqual([Math.max(batchA, batchB), m, n]);
            expect(
              Math.max(...want.map((value, i) => Math.abs(value - got[i]!))),
              `${m}×${k}×${n}`,
            ).toBeLessThan(2e-5);
            tf.dispose([a, b, bias, own]);
          }
        }
      });
    }
  }
});

describe('updates in place', () => {
  it('shows a value that was read back before the kernel as changed after it', async () => {
    const param = tf.variable(tf.tensor1d([1, 2, 3]));
    await param.data();
    const plain = { momentum: 0, dampening: 0, nesterov: false, weightDecay: 0, step: 1, gradScale: null };
    gpuUpdates.sgd([{ param, grad: tf.tensor1d([1, 1, 1]), buffer: null }], { lr: 0.5, ...plain });
    expect(Array.from(await param.data())).toEqual([0.5, 1.5, 2.5]);
  });

  it('takes the norm over all gradients, long ones too', async () => {
    const grads = [normal([3]), normal([1000, 7]), normal([1])];
    const want = tf.sqrt(tf.addN(grads.map((grad) => tf.sum(tf.square(grad)))));
    const got = (await globalNormKernel(grads).data())[0]!;
    expect(got / (await want.data())[0]!).toBeCloseTo(1, 5);
  });
});
