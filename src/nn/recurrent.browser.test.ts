import * as tf from '@tensorflow/tfjs-core';
import { afterEach, expect, it } from 'vitest';
import { Random } from '../base/random.ts';
import { GATES, type RecurrentInput, recurrent } from '../engine/recurrent.ts';
import { plainRecurrent } from '../engine/recurrent/plain.ts';
import type { RecurrentOutput } from '../engine/recurrent/types.ts';
import { simd } from '../engine/simd/module.ts';
import { forceRecurrentPlan } from '../engine/webgpu/recurrent-plan.ts';
import cases from './fixtures/recurrent.json';
import { load, toTensor, toVariable, type Values } from './fixtures.ts';
import { normal } from './init.ts';
import { Recurrent } from './recurrent.ts';
import { expectClose, forEachBackend, onWasm } from './testing.ts';

afterEach(() => forceRecurrentPlan(null));

for (const way of ['persistent', 'stepwise'] as const)
  forEachBackend(`Recurrent, ${way}`, (device) => {
    // WASM has one way only.
    if (device === 'wasm' && way === 'stepwise')
      return it('has one way', () => expect(simd()).not.toBeNull());
    for (const { cell, layers, bidirectional, ...reference } of cases) {
      const { lengths } = reference;
      const form = `${layers} layers, ${bidirectional ? 'both directions' : 'forward'}, lengths ${lengths}`;
      it(`agrees with PyTorch: ${cell}, ${form}`, async () => {
        forceRecurrentPlan(way);
        const net = new Recurrent({
          cell: cell as 'rnn',
          inputSize: reference.x.shape[2]!,
          hiddenSize: reference.hiddenSize,
          numLayers: layers,
          bidirectional,
          random: new Random(0),
        });
        const weights = load(net, reference.weights as unknown as Record<string, Values>);
        const x = toVariable<tf.Rank.R3>(reference.x);
        const factors = reference.factors.map((factor) => toTensor(factor));
        const outputs = () => {
          const result = net.forward(x, lengths && Int32Array.from(lengths));
          return [result.output, result.hidden, ...(result.cell ? [result.cell] : [])];
        };
        const { value, grads } = tf.variableGrads(() =>
          sumOf(outputs().map((output, i) => tf.sum(tf.mul(output, factors[i]!)))),
        );
        const [output, ...states] = outputs();
        await expectClose(output!, reference.output.data, { what: 'output' });
        for (const [i, state] of states.entries())
          await expectClose(state, reference.states[i]!.data, { what: `state ${i}` });
        await expectClose(grads[x.name]!, reference.dx.data, { what: 'gradient of x' });
        const gradients = reference.gradients as unknown as Record<string, Values>;
        for (const [name, variable] of weights)
          await expectClose(grads[variable.name]!, gradients[name]!.data, { what: `gradient of ${name}` });
        tf.dispose([value, grads, x, output, states, factors]);
        net.dispose();
      });
    }
  });

/** One shader, where tf.addN has one for each count. */
const sumOf = (terms: tf.Tensor[]) => terms.reduce((sum, term) => tf.add(sum, term)) as tf.Scalar;

/** Values and gradients of x and all weights, as arrays; the tensors of the input are used up. */
async function run(
  compute: (input: RecurrentInput) => RecurrentOutput,
  input: RecurrentInput,
): Promise<Float32Array[]> {
  const { x, weights } = input;
  const inputs = [x, weights.weightIh, weights.weightHh, weights.biasIh, weights.biasHh];
  const values = (...[given, weightIh, weightHh, biasIh, biasHh]: tf.Tensor[]) => {
    const w = { weightIh, weightHh, biasIh, biasHh } as RecurrentInput['weights'];
    const { output, hidden, cell } = compute({ ...input, x: given as tf.Tensor3D, weights: w });
    return cell ? [output, hidden, cell] : [output, hidden];
  };
  const random = new Random(6);
  const found = tf.tidy(() => {
    const results = values(...inputs);
    const factors = results.map((value) => normal(value.shape, random));
    return [
      ...results,
      ...tf.grads((...args: tf.Tensor[]) =>
        sumOf(values(...args).map((value, i) => tf.sum(tf.mul(value, factors[i]!)))),
      )(inputs),
    ];
  });
  tf.dispose(inputs);
  const arrays = await Promise.all(found.map((tensor) => tensor.data() as Promise<Float32Array>));
  tf.dispose(found);
  return arrays;
}

forEachBackend('the fast recurrence', (device) => {
  // One unit, primes, more than a tile; texts without any token, of one, of all steps.
  const shapes: [number, number, number, number, number[] | null][] = [
    [1, 1, 1, 1, null],
    [2, 3, 3, 5, [0, 3]],
    ...(device === 'wasm'
      ? ([
          [7, 11, 13, 17, [1, 11, 4, 4, 0, 9, 2]],
          [9, 5, 4, 64, null],
          [33, 3, 37, 40, Array.from({ length: 33 }, (_, b) => b % 4)],
          [3, 2, 5, 6, [0, 0, 0]],
        ] as [number, number, number, number, number[] | null][])
      : []),
  ];
  for (const cell of ['rnn', 'gru', 'lstm'] as const) {
    for (const [rows, steps, width, size, lengths] of shapes) {
      const name = `${cell} [${rows}, ${steps}, ${width}] → ${size}, ${lengths ? 'masked' : 'not masked'}`;
      it(`is the plain composition: ${name}`, async () => {
        const gates = GATES[cell] * size;
        // Made anew for each run: a tensor cannot go from WebGPU to WASM.
        const input = (reverse: boolean, random = new Random(5)): RecurrentInput => ({
          cell,
          x: normal([rows, steps, width], random) as tf.Tensor3D,
          weights: {
            weightIh: normal([gates, width], random, 0.5) as tf.Tensor2D,
            weightHh: normal([gates, size], random, 0.3) as tf.Tensor2D,
            biasIh: normal([gates], random) as tf.Tensor1D,
            biasHh: normal([gates], random) as tf.Tensor1D,
          },
          lengths: lengths && Int32Array.from(lengths),
          reverse,
        });
        for (const reverse of [false, true]) {
          const wanted = await onWasm(() => run(plainRecurrent, input(reverse)));
          const got = await run(recurrent, input(reverse));
          for (const [i, values] of wanted.entries())
            await expectClose(got[i]!, values, { what: `tensor ${i}, reverse ${reverse}` });
          const again = await run(recurrent, input(reverse));
          expect(again).toEqual(got);
        }
      });
    }
  }
});
