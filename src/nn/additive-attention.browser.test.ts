import * as tf from '@tensorflow/tfjs-core';
import { expect, it } from 'vitest';
import { Random } from '../base/random.ts';
import { AdditiveAttention } from './additive-attention.ts';
import fixture from './fixtures/additive-attention.json' with { type: 'json' };
import { expectClose, forEachBackend } from './testing.ts';

forEachBackend('additive attention', () => {
  it.each(fixture.cases.map((c) => [c.states.shape.join('×'), c] as const))(
    'agrees with PyTorch, values and gradients: %s',
    async (_, reference) => {
      const size = reference.states.shape[2] as number;
      const { attentionSize } = reference;
      const module = new AdditiveAttention({ size, attentionSize, random: new Random(1) });
      module.loadStateDict(
        reference.parameters.map(({ name, shape, data }) => ({ name, shape, data: Float32Array.from(data) })),
        ({ data, shape }) => tf.tensor(data, shape),
      );
      const states = tf.tensor3d(reference.states.data, reference.states.shape as [number, number, number]);
      const pull = tf.tensor(reference.pull.data, reference.pull.shape);
      const { context, weights } = module.forward(states);
      await expectClose(context, reference.context.data, { what: 'context' });
      await expectClose(weights, reference.weights.data, { what: 'weights' });
      const loss = () => tf.sum(tf.mul(module.forward(states).context, pull)) as tf.Scalar;
      const { value, grads } = tf.variableGrads(loss);
      for (const { name, gradient } of reference.parameters) {
        const variable = module.namedParameters().find((parameter) => parameter.name === name)?.variable;
        await expectClose(grads[variable?.name ?? ''] as tf.Tensor, gradient, { what: name });
      }
      const slope = tf.grad((x) => tf.sum(tf.mul(module.forward(x as tf.Tensor3D).context, pull)));
      const byStates = slope(states);
      await expectClose(byStates, reference.gradient.data, { what: 'gradient by the states' });
      tf.dispose([states, pull, context, weights, value, byStates, ...Object.values(grads)]);
      module.dispose();
    },
  );

  it('never holds a tensor of batch × length × length × width', () => {
    const [rows, steps, width] = [8, 160, 128];
    const whole = 4 * rows * steps * steps * width;
    const states = tf.randomNormal([rows, steps, width]) as tf.Tensor3D;
    const module = new AdditiveAttention({ size: width, attentionSize: width, random: new Random(1) });
    const before = tf.memory().numBytes;
    let most = 0;
    const seen = () => (most = Math.max(most, tf.memory().numBytes - before));
    const { profiled, restore } = watched(seen);
    try {
      tf.dispose(tf.grad((x) => tf.sum(module.forward(x as tf.Tensor3D).context))(states));
    } finally {
      restore();
    }
    expect(profiled()).toBeGreaterThan(10);
    expect(most).toBeGreaterThan(0);
    expect(most).toBeLessThan(whole / 2);
    states.dispose();
    module.dispose();
  });
});

/** Looks at the memory after every kernel. */
function watched(look: () => void): { profiled: () => number; restore: () => void } {
  const engine = tf.engine() as unknown as { runKernel: (...given: unknown[]) => unknown };
  const { runKernel } = engine;
  let count = 0;
  engine.runKernel = (...given) => {
    const result = runKernel.apply(engine, given);
    count++;
    look();
    return result;
  };
  return {
    profiled: () => count,
    restore: () => {
      engine.runKernel = runKernel;
    },
  };
}
