import * as tf from '@tensorflow/tfjs-core';
import { expect, it } from 'vitest';
import { Random } from '../base/random.ts';
import { activate, type Activation, composedActivate } from '../engine/activation.ts';
import { additiveScores, composedAdditiveScores } from '../engine/additive-scores.ts';
import {
  attention,
  type AttentionOptions,
  composedAttention,
  lengthsMask,
  selfAttention,
} from '../engine/attention.ts';
import { binaryLoss, composedBinaryLoss } from '../engine/binary-loss.ts';
import { composedDropout, drawDropout, dropout } from '../engine/dropout.ts';
import { composedLayerNorm, layerNorm } from '../engine/layer-norm.ts';
import { dropoutMask, randomBits } from '../engine/random-bits.ts';
import { composedLstmFrom, lstmFrom } from '../engine/lstm-from.ts';
import { composedSoftmaxLoss, softmaxLoss } from '../engine/softmax-loss.ts';
import { normal } from './init.ts';
import { expectClose, forEachBackend, onWasm } from './testing.ts';

/** The fused operations against their compositions: values, gradients of all inputs, the same bits twice. */

/** `constants` have no gradient. */
type Operation = (inputs: tf.Tensor[], constants: tf.Tensor[]) => tf.Tensor;

async function run(
  shapes: number[][],
  operation: Operation,
  constants: () => tf.Tensor[],
): Promise<Float32Array[]> {
  const results = tf.tidy(() => {
    const random = new Random(5);
    const inputs = shapes.map((shape) => normal(shape, random));
    const fixed = constants();
    const value = operation(inputs, fixed);
    const dy = normal(value.shape, new Random(77));
    return [value, ...tf.grads((...args: tf.Tensor[]) => operation(args, fixed))(inputs, dy)];
  });
  const arrays = await Promise.all(results.map(async (r) => Float32Array.from(await r.data())));
  tf.dispose(results);
  return arrays;
}

/** @param constants makes them on the device in use: a tensor cannot go from WebGPU to WASM */
async function compare(
  shapes: number[][],
  fused: Operation,
  composed: Operation,
  constants: () => tf.Tensor[] = () => [],
): Promise<void> {
  const wanted = await onWasm(() => run(shapes, composed, constants));
  const [first, again] = [await run(shapes, fused, constants), await run(shapes, fused, constants)];
  for (const [i, values] of wanted.entries()) {
    expect(first[i], `the same twice, ${i}`).toEqual(again[i]);
    const what = i === 0 ? 'value' : `gradient ${i - 1}`;
    await expectClose(first[i]!, values, { what, rtol: 2e-5, atol: 2e-6 });
  }
}

forEachBackend('fused operations are their compositions', (device) => {
  const draw = (p = 0.3) => drawDropout(p, new Random(9));

  it('dropout drops the same elements everywhere, whatever the device', async () => {
    expect([0, 1, 2, 2 ** 31].map((i) => randomBits(i, [123456789, 987654321]))).toEqual([
      961472131, 2133984570, 397720593, 3620099600,
    ]);
    for (const size of [1, 7, 4099]) {
      const x = tf.ones([size]);
      const y = dropout(x, draw());
      expect([...(await y.data())]).toEqual([...dropoutMask(size, draw())]);
      tf.dispose([x, y]);
    }
    for (const p of [0.3, 0.999, 1])
      await compare(
        [[13, 5]],
        ([x]) => dropout(x!, draw(p)),
        ([x]) => composedGradient(x!, (y) => composedDropout(y, draw(p))),
      );
  });

  it('dropped elements are as many as p says, and neighbours and uses are independent', () => {
    const random = new Random(4);
    const size = 100_000;
    for (const p of [0.1, 0.5]) {
      const [a, b] = [drawDropout(p, random), drawDropout(p, random)].map((d) =>
        dropoutMask(size, d).map((factor) => Number(factor === 0)),
      ) as [Float32Array, Float32Array];
      const mean = (values: Float32Array) => values.reduce((sum, value) => sum + value, 0) / size;
      const tolerance = 5 * Math.sqrt((p * (1 - p)) / size);
      expect(Math.abs(mean(a) - p)).toBeLessThan(tolerance);
      for (const shift of [1, 2, 64, 128]) {
        const both = a.map((value, i) => value * a[(i + shift) % size]!);
        expect(Math.abs(mean(both) - p * p), `shift ${shift}`).toBeLessThan(tolerance);
      }
      expect(Math.abs(mean(a.map((value, i) => value * b[i]!)) - p * p)).toBeLessThan(tolerance);
    }
  });

  it.each([
    [1, 1],
    [3, 7],
    [5, 33],
    [70, 128],
  ])('layer normalisation of %i rows of %i', async (rows, size) => {
    for (const drops of [false, true]) {
      const inputs = (args: tf.Tensor[]) => ({
        x: args[0]!,
        weight: args[1] as tf.Tensor1D,
        bias: args[2] as tf.Tensor1D,
        residual: args[3] ?? null,
        eps: 1e-5,
        draw: drops ? draw() : null,
      });
      const shapes = [[rows, size], [size], [size]];
      for (const all of [shapes, [...shapes, [rows, size]]])
        await compare(
          all,
          (args) => layerNorm(inputs(args)),
          (args) => composedLayerNorm(inputs(args)),
        );
    }
  });

  it.each(['gelu', 'relu', 'tanh'] as Activation[])('%s', async (kind) => {
    for (const shape of [[1], [3, 7, 11], [64, 8]])
      await compare(
        [shape],
        ([x]) => activate(tf.mul(x!, 2), kind),
        ([x]) => composedActivate(tf.mul(x!, 2), kind),
      );
  });

  // Batch, heads, queries, keys, width of a head: one, primes, wider than registers, longer than a workgroup.
  const shapes: [number, number, number, number, number][] = [
    [1, 1, 1, 1, 4],
    [2, 3, 5, 7, 8],
    [2, 1, 67, 67, 16],
    [3, 1, 4, 6, 5],
    [2, 2, 3, 9, 68],
    [2, 1, 15, 13, 130],
  ];
  it.each(shapes)('attention %i × %i × %i × %i × %i', async (batch, heads, queries, keys, width) => {
    const lengths = Int32Array.from({ length: batch }, (_, b) =>
      b === 0 ? keys : Math.max(0, keys - 3 * b),
    );
    const holes = Uint8Array.from({ length: batch * keys }, (_, i) => Number(i % 3 !== 1));
    const settings: Partial<AttentionOptions>[] = [
      {},
      { keyMask: lengthsMask(lengths, keys), draw: draw() },
      { keyMask: holes, causal: true },
      { keyMask: new Uint8Array(batch * keys) },
      { causal: true, scale: 1, draw: draw(0.5) },
    ];
    const own = shapes.findIndex((shape) => shape.join() === [batch, heads, queries, keys, width].join());
    for (const [i, setting] of settings.entries()) {
      // Each is a shader of its own, and each width: on WebGPU they take turns.
      if (device === 'webgpu' && (i + own) % 2 === 0) continue;
      const options = { heads, ...setting };
      await compare(
        [
          [batch, queries, heads * width],
          [batch, keys, heads * width],
          [batch, keys, heads * width],
        ],
        ([q, k, v]) => attention(q as tf.Tensor3D, k as tf.Tensor3D, v as tf.Tensor3D, options),
        ([q, k, v]) => composedAttention(q as tf.Tensor3D, k as tf.Tensor3D, v as tf.Tensor3D, options),
      );
      if (queries !== keys) continue;
      const part = (x: tf.Tensor, i: number) =>
        tf.slice(x as tf.Tensor3D, [0, 0, i * heads * width], [batch, keys, heads * width]);
      await compare(
        [[batch, keys, 3 * heads * width]],
        ([x]) => selfAttention(x as tf.Tensor3D, options),
        ([x]) => composedAttention(part(x!, 0), part(x!, 1), part(x!, 2), options),
      );
    }
  });

  it('attention whose keys are its values adds both gradients', async () => {
    await compare(
      [
        [2, 3, 8],
        [2, 5, 8],
      ],
      ([q, k]) => attention(q as tf.Tensor3D, k as tf.Tensor3D, k as tf.Tensor3D, { heads: 1 }),
      ([q, k]) => composedAttention(q as tf.Tensor3D, k as tf.Tensor3D, k as tf.Tensor3D, { heads: 1 }),
    );
  });

  it.each([
    [1, 1, 1, 1],
    [2, 3, 5, 7],
    [3, 15, 13, 66],
  ])('additive scores %i × %i × %i × %i', async (batch, queries, keys, size) => {
    for (const causal of [false, true])
      await compare(
        [[batch, queries, size], [batch, keys, size], [size]],
        ([q, k, v]) => additiveScores(q as tf.Tensor3D, k as tf.Tensor3D, v as tf.Tensor1D, { causal }),
        ([q, k, v]) =>
          composedAdditiveScores(q as tf.Tensor3D, k as tf.Tensor3D, v as tf.Tensor1D, { causal }),
      );
  });

  it.each([
    [1, 1, 1, 1],
    [3, 4, 5, 7],
    [9, 3, 6, 70],
  ])('an LSTM that goes on: %i rows, %i steps, %i inputs, %i units', async (rows, steps, inputs, size) => {
    const shapes = [
      [rows, steps, inputs],
      [4 * size, inputs],
      [4 * size, size],
      [4 * size],
      [4 * size],
      [rows, size],
      [rows, size],
    ];
    const whole =
      (run: typeof lstmFrom): Operation =>
      ([x, weightIh, weightHh, biasIh, biasHh, hidden, cell]) => {
        const weights = { weightIh, weightHh, biasIh, biasHh } as never;
        const result = run({
          x: x as tf.Tensor3D,
          weights,
          hidden: hidden as tf.Tensor2D,
          cell: cell as tf.Tensor2D,
        });
        return tf.concat([result.output, tf.stack([result.hidden, result.cell], 1)], 1);
      };
    await compare(shapes, whole(lstmFrom), whole(composedLstmFrom));
  });

  it.each([
    [1, 2],
    [5, 3],
    [7, 131],
    [70, 65],
  ])('softmax loss of %i rows, %i classes', async (rows, classes) => {
    const labels = Int32Array.from({ length: rows }, (_, i) => (i % 3 === 1 ? -100 : (i * 7) % classes));
    const weight = () => [tf.tensor1d(Float32Array.from({ length: classes }, (_, c) => 0.5 + (c % 3)))];
    for (const reduction of ['mean', 'sum', 'none'] as const)
      for (const weights of [() => [], weight]) {
        const input = (logits: tf.Tensor, fixed: tf.Tensor[]) => ({
          logits: logits as tf.Tensor2D,
          labels,
          ignoreIndex: -100,
          weight: (fixed[0] as tf.Tensor1D | undefined) ?? null,
          reduction,
        });
        await compare(
          [[rows, classes]],
          ([x], fixed) => softmaxLoss(input(x!, fixed)),
          ([x], fixed) => composedSoftmaxLoss(input(x!, fixed)),
          weights,
        );
      }
  });

  it.each([
    [1, 1],
    [5, 3],
    [7, 130],
  ])('binary loss of %i rows, %i classes', async (rows, classes) => {
    const shapes = [
      [1, classes],
      [rows, classes],
      [rows, 1],
    ];
    const targets = () =>
      tf.tensor2d(
        Float32Array.from({ length: rows * classes }, (_, i) => (i % 5) / 4),
        [rows, classes],
      );
    for (const [i, reduction] of (['mean', 'sum', 'none'] as const).entries()) {
      const weights = () => {
        const random = new Random(2 + i);
        return [tf.add(tf.abs(normal([classes], random)), 0.5), normal(shapes[i]!, random)];
      };
      for (const others of [() => [], weights]) {
        const input = (x: tf.Tensor, [targets, posWeight, weight]: tf.Tensor[]) => ({
          logits: tf.mul(x, 3) as tf.Tensor2D,
          targets: targets as tf.Tensor2D,
          posWeight: (posWeight as tf.Tensor1D | undefined) ?? null,
          weight: weight ?? null,
          reduction,
        });
        await compare(
          [[rows, classes]],
          ([x], fixed) => binaryLoss(input(x!, fixed)),
          ([x], fixed) => composedBinaryLoss(input(x!, fixed)),
          () => [targets(), ...others()],
        );
      }
    }
  });
});

/** A linear operation that is its own gradient's. */
function composedGradient(x: tf.Tensor, operation: (x: tf.Tensor) => tf.Tensor): tf.Tensor {
  return tf.customGrad((...args: unknown[]) => {
    const x = args[0] as tf.Tensor;
    return { value: operation(x), gradFunc: (dy) => operation(dy) };
  })(x);
}
