import * as tf from '@tensorflow/tfjs-core';
import { expect, it } from 'vitest';
import { Random } from '../base/random.ts';
import { ContextAttention } from './attention-scores.ts';
import { coverageLoss } from './coverage.ts';
import { expectClose, forEachBackend } from './testing.ts';

/** Two texts: the first has two words of source and two of target, the second is whole. */
const WEIGHTS = [0.7, 0.3, 0, 0.2, 0.8, 0, 0.5, 0.5, 0, 0.1, 0.2, 0.7, 0.6, 0.3, 0.1, 0.25, 0.25, 0.5];
const COUNTS = Float32Array.of(1, 1, 0, 1, 1, 1);
const LENGTHS = Int32Array.of(2, 3);
/** By PyTorch: ((1 − (w · counts).sum(1)) · there)² summed, and its gradient. */
const LOSS = 0.175;
const GRADIENT = [-0.2, 0.2, 0, -0.2, 0.2, 0, 0, 0, 0, -0.1, -0.5, 0.6, -0.1, -0.5, 0.6, -0.1, -0.5, 0.6];

const variable = (make: () => tf.Tensor3D) => {
  const value = make();
  const made = tf.variable(value);
  value.dispose();
  return made;
};
const normal = (seed: number) =>
  variable(() => tf.randomNormal<tf.Rank.R3>([2, 3, 4], 0, 1, 'float32', seed));

forEachBackend('coverage of the source', () => {
  it('has the loss and gradient of PyTorch, padding of both sides left out', async () => {
    const weights = variable(() => tf.tensor3d(WEIGHTS, [2, 3, 3]));
    const { value, grads } = tf.variableGrads(() => coverageLoss(weights, COUNTS, LENGTHS));
    await expectClose(value, [LOSS], { what: 'loss' });
    await expectClose(grads[weights.name]!, GRADIENT, { what: 'gradient' });
    tf.dispose([value, grads, weights]);
  });

  it('reaches the weights of the attention, which gives the contexts it always gives', async () => {
    for (const score of ['dot', 'general', 'additive'] as const) {
      const random = new Random(3);
      const attention = new ContextAttention({ score, stateSize: 4, memorySize: 4, random });
      const states = normal(5);
      const memory = normal(6);
      const mask = Uint8Array.of(1, 1, 0, 1, 1, 1);
      const plain = attention.forward(states, memory, mask);
      const { contexts, weights } = tf.tidy(() => attention.seen(states, memory, mask));
      await expectClose(contexts, await plain.data(), { what: `${score}: contexts` });
      const known = attention.probabilities(states, memory, mask);
      await expectClose(weights, await known.data(), { what: `${score}: weights` });
      const loss = () => coverageLoss(attention.seen(states, memory, mask).weights, COUNTS, LENGTHS);
      const { value, grads } = tf.variableGrads(() => tf.tidy(loss), [states, memory]);
      for (const input of [states, memory]) {
        const largest = tf.tidy(() => tf.max(tf.abs(grads[input.name]!)));
        expect((await largest.data())[0], score).toBeGreaterThan(1e-4);
        largest.dispose();
      }
      tf.dispose([value, grads, plain, known, contexts, weights, states, memory]);
      attention.dispose();
    }
  });
});
