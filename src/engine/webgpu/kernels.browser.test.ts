import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { Random } from '../../base/random.ts';
import { activate } from '../activation.ts';
import { attention } from '../attention.ts';
import { binaryLoss } from '../binary-loss.ts';
import { chooseDevice } from '../device.ts';
import { segmentSum } from '../embedding.ts';
import { layerNorm } from '../layer-norm.ts';
import { softmaxLoss } from '../softmax-loss.ts';
import { failOnDeviceErrors } from '../testing.ts';
import { product as multiplied } from './matmul.ts';
import { CANDIDATES, type Way } from './matmul-choice.ts';
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
  await chooseDevice('webgpu');
});
failOnDeviceErrors();

/** One product with bias against the definition; `given`: how, else as its shape wants it. */
async function check(
  [m, k, n]: readonly [number, number, number],
  [batchA, batchB]: readonly [number, number],
  [transposeA, transposeB]: readonly [boolean, boolean],
  given?: Way,
): Promise<void> {
  const a = normal([batchA, ...(transposeA ? [k, m] : [m, k])]) as tf.Tensor3D;
  const b = normal([batchB, ...(transposeB ? [n, k] : [k, n])]) as tf.Tensor3D;
  const bias = normal([n]);
  const { result } = multiplied({ a, b, transposeA, transposeB, bias }, undefined, given);
  const [got, want] = [await result.data(), await product(a, b, transposeA, transposeB, bias)];
  expect(result.shape).toEqual([Math.max(batchA, batchB), m, n]);
  const error = Math.max(...want.map((value, i) => Math.abs(value - got[i]!)));
  expect(error, `${m}×${k}×${n}, ${batchA} ${batchB}`).toBeLessThan(3e-5);
  tf.dispose([a, b, bias, result]);
}

async function difference(x: tf.Tensor, y: tf.Tensor): Promise<number> {
  const [a, b] = await Promise.all([x.data(), y.data()]);
  return Math.max(...Array.from(a, (value, i) => Math.abs(value - b[i]!)));
}

const TRANSPOSES = [
  [false, false],
  [false, true],
  [true, false],
  [true, true],
] as const;

describe('products', () => {
  const sizes = [
    [1, 1, 1],
    [3, 5, 7],
    [9, 12, 8],
    [13, 16, 20],
    [22, 35, 36],
  ] as const;
  const aligned: Way = { tile: { rows: 1, columns: 1, threads: [4, 4] }, parts: 1 };
  it('of matrices that do not fit are refused, not computed', () => {
    const a = normal([3, 4]);
    expect(() => tf.matMul(a, normal([5, 4]))).toThrow('matMul: 3×4 and 5×4 do not fit');
    expect(() => tf.matMul(a, normal([4, 5]), true)).toThrow('do not fit');
    expect(tf.matMul(a, normal([5, 4]), false, true).shape).toEqual([3, 5]);
  });

  it.each(TRANSPOSES)('of odd sizes and broadcast batches, transposed %s %s', async (...transposes) => {
    for (const size of sizes) {
      for (const batches of [
        [1, 1],
        [2, 2],
        [1, 3],
        [3, 1],
      ] as const)
        await check(size, batches, transposes);
      await check(size, [2, 2], transposes, aligned);
    }
  });

  const ways = [
    ...new Map(
      Object.values(CANDIDATES)
        .flat()
        .map((way) => [JSON.stringify(way.tile), way]),
    ).values(),
  ];
  it.each(ways.map((way, i) => [JSON.stringify(way.tile), i] as const))(
    'in each way there is: %s',
    async (_, i) => {
      // Each way with other transposes; alignment differs as well.
      const size = i % 2 === 0 ? ([67, 38, 131] as const) : ([68, 40, 132] as const);
      await check(size, [1, 1], TRANSPOSES[i % 4]!, { ...ways[i]!, parts: 1 });
    },
  );

  it('of long sums in parts, with the sums of columns, are the same as in one', async () => {
    for (const [m, n, k] of [
      [33, 18, 1031],
      [32, 16, 1024],
    ] as const) {
      const [a, b] = [normal([1, k, m]), normal([1, k, n])];
      const runs = [8, 1].map((parts) =>
        multiplied({ a, b, transposeA: true, transposeB: false, sums: true }, undefined, {
          ...aligned,
          parts,
        }),
      );
      const wanted = tf.sum(a, 1);
      for (const { sums } of runs) expect(await difference(sums!, wanted)).toBeLessThan(1e-3);
      expect(await difference(runs[0]!.result, runs[1]!.result)).toBeLessThan(1e-3);
      tf.dispose([a, b, wanted, runs.map(({ result, sums }) => [result, sums!])]);
    }
  });
});

describe('more matrices than a dispatch has workgroups', () => {
  it('are all multiplied', async () => {
    const count = 65_600;
    const a = tf.tensor3d(
      Float32Array.from({ length: count }, (_, i) => i),
      [count, 1, 1],
    );
    const b = tf.tensor3d([1, 2], [1, 1, 2]);
    const got = tf.matMul(a, b);
    const values = await got.data();
    for (const i of [0, 1, 65_534, 65_535, 65_536, count - 1])
      expect([...values.slice(2 * i, 2 * i + 2)]).toEqual([i, 2 * i]);
    tf.dispose([a, b, got]);
  });
});

describe('nothing at all', () => {
  const nothing = (...shape: number[]) => tf.zeros(shape);
  /** Values and gradients with respect to the first input. */
  const both = (x: tf.Tensor, compute: (x: tf.Tensor) => tf.Tensor) => {
    const { value, grad } = tf.valueAndGrad((x) => compute(x))(x, tf.ones(compute(x).shape));
    return [value, grad];
  };
  /** Buffers from the pool, so that what is not written shows. */
  const dirty = () => tf.tidy(() => void [1, 2, 3, 4, 6, 8, 12].map((size) => tf.add(tf.fill([size], 7), 1)));
  const ids = new Int32Array(0);
  const one = (size: number) => tf.ones<tf.Rank.R1>([size]);
  const loss = (reduction: 'mean' | 'sum') => (x: tf.Tensor) =>
    softmaxLoss({ logits: x as tf.Tensor2D, labels: ids, ignoreIndex: -100, weight: null, reduction });
  const attend = (x: tf.Tensor) => {
    const y = x as tf.Tensor3D;
    return attention(y, y, y, { heads: 1 });
  };
  const cases: [string, () => tf.Tensor[], number[][]][] = [
    ['an activation', () => both(nothing(0, 3), (x) => activate(x, 'gelu')), [[], []]],
    ['a sum of losses of no row', () => both(nothing(0, 3), loss('sum')), [[0], []]],
    ['a mean of losses of no row', () => both(nothing(0, 3), loss('mean')), [[NaN], []]],
    ['a product over nothing', () => [tf.matMul(nothing(2, 0), nothing(0, 3))], [[0, 0, 0, 0, 0, 0]]],
    [
      'a sum of no rows',
      () => [segmentSum(nothing(0, 2) as tf.Tensor2D, ids, 3, null)],
      [[0, 0, 0, 0, 0, 0]],
    ],
    [
      'normalisation of no row',
      () => {
        const x = nothing(0, 3);
        const net = (weight: tf.Tensor) =>
          layerNorm({ x, weight: weight as tf.Tensor1D, bias: one(3), eps: 1e-5 });
        return both(one(3), net);
      },
      [[], [0, 0, 0]],
    ],
    [
      'binary losses of no row',
      () => {
        const more = { targets: nothing(0, 3) as tf.Tensor2D, posWeight: null, weight: null };
        return both(nothing(0, 3), (x) =>
          binaryLoss({ ...more, logits: x as tf.Tensor2D, reduction: 'sum' }),
        );
      },
      [[0], []],
    ],
    ['attention in no text', () => both(nothing(0, 2, 4), attend), [[], []]],
  ];
  it.each(cases)('%s', async (_, compute, wanted) => {
    dirty();
    const results = tf.tidy(compute);
    for (const [i, values] of wanted.entries()) expect([...(await results[i]!.data())]).toEqual(values);
    tf.dispose(results);
  });
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
