import * as tf from '@tensorflow/tfjs-core';
import { afterEach, expect, it } from 'vitest';
import { attention, lengthsMask } from '../engine/attention.ts';
import { layerNorm } from '../engine/layer-norm.ts';
import { lstmFrom } from '../engine/lstm-from.ts';
import { randomBits } from '../engine/random-bits.ts';
import { type CellKind, recurrent } from '../engine/recurrent.ts';
import { simd } from '../engine/simd/module.ts';
import { forceRecurrentPlan } from '../engine/webgpu/recurrent-plan.ts';
import fixtures from './fixtures/large.json';
import { expectClose, forEachBackend } from './testing.ts';

/** Shapes larger than a tile against PyTorch; see scripts/reference/large.py for what is drawn and what is stored. */

type Case = (typeof fixtures)[number];
type Told = Case['outputs'][number];

/** Uniform in [−scale, scale), the same as in the script. */
function drawn(seed: number, size: number, scale = 1): Float32Array {
  return Float32Array.from({ length: size }, (_, i) => (randomBits(i, [seed, 1]) / 2 ** 31 - 1) * scale);
}

const tensorOf = (seed: number, shape: number[], scale = 1) =>
  tf.tensor(drawn(seed, tf.util.sizeFromShape(shape), scale), shape);

/** The operation of a case: inputs → outputs. */
function operationOf(reference: Case): (inputs: tf.Tensor[]) => tf.Tensor[] {
  const lengths = reference.lengths ? Int32Array.from(reference.lengths) : null;
  return ([first, ...rest]) => {
    const x = first as tf.Tensor3D;
    const [weightIh, weightHh, biasIh, biasHh, hidden, state] = rest;
    const weights = { weightIh, weightHh, biasIh, biasHh } as Parameters<typeof lstmFrom>[0]['weights'];
    switch (reference.operation) {
      case 'recurrent': {
        const cell = (reference as { cell: string }).cell as CellKind;
        const result = recurrent({ cell, x, weights, lengths, reverse: false });
        return [result.output, result.hidden, ...(result.cell ? [result.cell] : [])];
      }
      case 'lstmFrom': {
        const from = { x, weights, hidden: hidden as tf.Tensor2D, cell: state as tf.Tensor2D };
        const { output, hidden: last, cell } = lstmFrom(from);
        return [output, last, cell];
      }
      case 'layerNorm': {
        const [weight, bias, residual] = rest as [tf.Tensor1D, tf.Tensor1D, tf.Tensor];
        return [layerNorm({ x, weight, bias, residual, eps: 1e-5 })];
      }
      case 'attention': {
        const { heads, causal } = reference as unknown as { heads: number; causal: boolean };
        const keyMask = lengths && lengthsMask(lengths, x.shape[1]);
        return [attention(x, rest[0] as tf.Tensor3D, rest[1] as tf.Tensor3D, { heads, causal, keyMask })];
      }
      default:
        throw new Error(`there is no ${reference.operation}`);
    }
  };
}

async function expectTold(actual: tf.Tensor, { samples, product, norm }: Told, what: string): Promise<void> {
  const values = Array.from(await actual.data());
  const places = samples.map((_, k) => Math.floor((k * (values.length - 1)) / (samples.length - 1)));
  await expectClose(
    places.map((place) => values[place]!),
    samples,
    { what },
  );
  const factors = drawn(99, values.length);
  const sum = values.reduce((sum, value, i) => sum + value * factors[i]!, 0);
  // Every element counts in these.
  expect(Math.abs(sum - product), `${what}: product`).toBeLessThan(1e-4 * norm + 1e-6);
  expect(Math.abs(Math.hypot(...values) - norm), `${what}: norm`).toBeLessThan(1e-4 * norm + 1e-6);
}

forEachBackend('shapes larger than a tile', (device) => {
  afterEach(() => forceRecurrentPlan(null));

  for (const [i, reference] of fixtures.entries()) {
    const ways =
      reference.operation === 'recurrent' && device === 'webgpu'
        ? (['persistent', 'stepwise'] as const)
        : ([null] as const);
    for (const way of ways)
      it(`agree with PyTorch: ${reference.operation} ${i} ${way ?? ''}`, async () => {
        expect(simd() !== null).toBe(device === 'wasm');
        forceRecurrentPlan(way);
        const inputs = reference.inputs.map(({ shape, scale }, k) => tensorOf(k + 1, shape, scale));
        const factors = reference.outputs.map((_, k) => 50 + k);
        const operation = operationOf(reference);
        const results = tf.tidy(() => [
          ...operation(inputs),
          ...tf.grads((...args: tf.Tensor[]) => {
            const terms = operation(args).map((y, k) => tf.sum(tf.mul(y, tensorOf(factors[k]!, y.shape))));
            return terms.reduce((sum, term) => tf.add(sum, term));
          })(inputs),
        ]);
        const told = [...reference.outputs, ...reference.gradients];
        expect(results.length).toBe(told.length);
        for (const [k, result] of results.entries()) await expectTold(result, told[k]!, `tensor ${k}`);
        tf.dispose([inputs, results]);
      });
  }
});
