import * as tf from '@tensorflow/tfjs-core';
import { expect, it } from 'vitest';
import { Random } from '../base/random.ts';
import { lengthsMask } from '../engine/attention.ts';
import { MultiheadAttention } from './attention.ts';
import cases from './fixtures/attention.json';
import { load, toTensor, toVariable, type Values } from './fixtures.ts';
import { expectClose, forEachBackend } from './testing.ts';

forEachBackend('multi-head attention', () => {
  for (const reference of cases) {
    it(`is PyTorch's: lengths ${String(reference.lengths)}, causal ${reference.causal}`, async () => {
      const net = new MultiheadAttention({ embedDim: 6, numHeads: 2, random: new Random(0) });
      const weights = reference.weights as unknown as Record<string, Values>;
      const variables = load(net, weights);
      const inputs = reference.inputs.map((values) => toVariable<tf.Rank.R3>(values));
      const [query, key = query, value = query] = inputs as [tf.Variable<tf.Rank.R3>];
      const keys = key.shape[1];
      const lengths = reference.lengths && Int32Array.from(reference.lengths);
      const mask = { keyMask: lengths && lengthsMask(lengths, keys), causal: reference.causal };
      const factor = toTensor(reference.factor);
      const { value: loss, grads } = tf.variableGrads(
        () => tf.sum(tf.mul(net.forward(query, key, value, mask), factor)) as tf.Scalar,
      );
      const y = net.forward(query, key, value, mask);
      const probabilities = net.probabilities(query, key, mask);
      await expectClose(y, reference.y.data, { what: 'y' });
      await expectClose(probabilities, reference.probabilities.data, { what: 'probabilities' });
      for (const [i, input] of inputs.entries())
        await expectClose(grads[input.name]!, reference.dInputs[i]!.data, { what: `input ${i}` });
      const gradients = reference.gradients as unknown as Record<string, Values>;
      expect([...variables.keys()].sort()).toEqual(Object.keys(weights).sort());
      for (const [name, variable] of variables)
        await expectClose(grads[variable.name]!, gradients[name]!.data, { what: name });
      tf.dispose([loss, grads, y, probabilities, factor, inputs]);
      net.dispose();
    });
  }
});
