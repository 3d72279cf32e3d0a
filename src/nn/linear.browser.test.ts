import * as tf from '@tensorflow/tfjs-core';
import { expect, it } from 'vitest';
import { Random } from '../base/random.ts';
import type { Activation } from '../engine/activation.ts';
import { startCounting } from '../engine/counters.ts';
import { composedLinear, fusedLinear, type LinearInput } from '../engine/linear.ts';
import cases from './fixtures/linear.json';
import { toVariable, toTensor, type Values } from './fixtures.ts';
import { normal } from './init.ts';
import { expectClose, forEachBackend } from './testing.ts';

type Way = <T extends tf.Tensor>(input: LinearInput<T>) => T;

/** Value and gradients of x, weight and bias, for one factor of the value. */
function run(way: Way, inputs: tf.Tensor[], activation: Activation | null, factor: tf.Tensor): tf.Tensor[] {
  const forward = (x: tf.Tensor, weight: tf.Tensor, bias?: tf.Tensor) =>
    way({ x, weight: weight as tf.Tensor2D, bias: (bias as tf.Tensor1D | undefined) ?? null, activation });
  return tf.tidy(() => {
    const loss = (x: tf.Tensor, weight: tf.Tensor, bias?: tf.Tensor) =>
      tf.sum(tf.mul(forward(x, weight, bias), factor));
    const [x, weight, bias] = inputs as [tf.Tensor, tf.Tensor, tf.Tensor?];
    return [forward(x, weight, bias), ...tf.grads(loss as never)(inputs)];
  });
}

const NAMES = ['y', 'dx', 'dWeight', 'dBias'];

forEachBackend('linear with an activation', (device) => {
  it.each(['none', 'tanh', 'gelu', 'relu'])('agrees with PyTorch: %s', async (kind) => {
    const activation = kind === 'none' ? null : (kind as Activation);
    const own = cases.filter((reference) => reference.activation === activation);
    expect(own).toHaveLength(8);
    for (const reference of own) {
      const inputs = [reference.x, reference.weight, ...(reference.bias ? [reference.bias] : [])].map(
        (values) => toVariable(values),
      );
      const factor = toTensor(reference.factor);
      const wanted = [reference.y, reference.dx, reference.dWeight, reference.dBias] as Values[];
      for (const way of [fusedLinear, composedLinear]) {
        const got = run(way, inputs, activation, factor);
        for (const [i, tensor] of got.entries()) {
          expect(tensor.shape).toEqual(wanted[i]!.shape);
          await expectClose(tensor, wanted[i]!.data, { what: `${NAMES[i]} of ${reference.x.shape}` });
        }
        tf.dispose(got);
      }
      tf.dispose([inputs, factor]);
    }
  });

  // Larger than a tile and a panel, with and without ends: rows, inputs, outputs.
  it.each([
    [70, 36, 68],
    [67, 37, 71],
    [5, 1031, 3],
  ])('is its composition and the same twice: %i × %i → %i', async (rows, inputs, outputs) => {
    const random = new Random(8);
    const tensors = [[rows, inputs], [outputs, inputs], [outputs]].map((shape) => normal(shape, random));
    const factor = normal([rows, outputs], random);
    const results = [fusedLinear, fusedLinear, composedLinear].map((way) =>
      run(way, tensors, 'gelu', factor),
    );
    const [first, again, wanted] = results as [tf.Tensor[], tf.Tensor[], tf.Tensor[]];
    for (const [i, tensor] of first.entries()) {
      expect(await tensor.data(), `${NAMES[i]} twice`).toEqual(await again[i]!.data());
      await expectClose(tensor, wanted[i]!, { what: NAMES[i]!, rtol: 2e-5, atol: 2e-6 });
    }
    tf.dispose([results, tensors, factor]);
  });

  it('takes one dispatch forward and three back, two without an activation, and none of them a transpose', () => {
    if (device !== 'webgpu') return;
    const [x, weight, bias] = [[4, 6], [8, 6], [8]].map((shape) =>
      tf.ones(shape as [number]),
    ) as tf.Tensor[] as [tf.Tensor2D, tf.Tensor2D, tf.Tensor1D];
    for (const [activation, back] of [
      [null, 2],
      ['gelu', 3],
    ] as const) {
      const counter = startCounting();
      const forward = () => fusedLinear({ x, weight, bias, activation });
      forward().dispose();
      expect(counter.stop().dispatches).toBe(1);
      const dy = tf.ones<tf.Rank.R2>([4, 8]);
      const whole = startCounting();
      const gradients = tf.grads(((...args: [tf.Tensor2D, tf.Tensor2D, tf.Tensor1D]) =>
        fusedLinear({ x: args[0], weight: args[1], bias: args[2], activation })) as never)(
        [x, weight, bias],
        dy,
      );
      expect(whole.stop().dispatches).toBe(1 + back);
      tf.dispose([gradients, dy]);
    }
    tf.dispose([x, weight, bias]);
  });

  it('refuses weights that do not fit, and takes no rows at all', () => {
    const weight = tf.ones<tf.Rank.R2>([3, 5]);
    const input = { weight, bias: null, activation: null };
    const [wrong, none] = [tf.ones([2, 4]), tf.zeros([0, 5])];
    expect(() => fusedLinear({ x: wrong, ...input })).toThrow(/2×4 does not fit weights 3×5/);
    const y = fusedLinear({ x: none, ...input });
    expect(y.shape).toEqual([0, 3]);
    tf.dispose([weight, wrong, none, y]);
  });
});
