import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { startCounting } from '../engine/counters.ts';
import { setKernels } from '../engine/kernels.ts';
import { globalNorm } from '../engine/updates.ts';
import type { Parameter } from '../nn/module.ts';
import { expectClose, forEachBackend } from '../nn/testing.ts';
import { type OptimizerSpec, optimizerSchema } from '../recipe/recipe.ts';
import fixture from './fixtures/optimizers.json' with { type: 'json' };
import { clipScale, Optimizer } from './optimizers.ts';

type Case = (typeof fixture.cases)[number];

/** The third weight has no gradient in every other step. */
const present = (weight: number, step: number) => weight !== 2 || step % 2 === 0;

function specOf({ kind, options }: Case): OptimizerSpec {
  const { weight_decay: weightDecay = 0, ...rest } = options as Record<string, unknown>;
  // PyTorch's own defaults where they differ from those of a recipe.
  const defaults = kind === 'sgd' ? { momentum: 0 } : {};
  const decay = kind === 'adamw' && !('weight_decay' in options) ? 0.01 : weightDecay;
  return optimizerSchema.parse({ kind, ...defaults, ...rest, weightDecay: decay });
}

function begin(spec: OptimizerSpec) {
  const parameters: Parameter[] = fixture.shapes.map((shape, i) => {
    const values = tf.tensor(fixture.start[i]!, shape);
    const variable = tf.variable(values);
    values.dispose();
    return { name: `weight${i}`, variable, requiresGrad: true };
  });
  return { parameters, optimizer: new Optimizer(parameters, spec) };
}

function step(
  { optimizer }: ReturnType<typeof begin>,
  { clip, factors }: Case,
  spec: OptimizerSpec,
  t: number,
) {
  const gradients = new Map<string, tf.Tensor>();
  fixture.shapes.forEach((shape, i) => {
    if (present(i, t)) gradients.set(`weight${i}`, tf.tensor(fixture.grads[t]![i]!, shape));
  });
  const norm = globalNorm([...gradients.values()]);
  const scale = clip === null ? null : clipScale(norm, clip);
  optimizer.step(gradients, spec.lr * factors[t]!, scale);
  tf.dispose([...gradients.values(), ...(scale ? [scale] : [])]);
  return norm;
}

function end({ parameters, optimizer }: ReturnType<typeof begin>) {
  optimizer.dispose();
  for (const { variable } of parameters) variable.dispose();
}

forEachBackend('Optimizer', () => {
  it.each(
    fixture.cases.map((c) => [`${c.kind} ${JSON.stringify(c.options)}, clipped to ${c.clip}`, c] as const),
  )('agrees with PyTorch over 20 steps: %s', async (_, reference) => {
    const spec = specOf(reference);
    const run = begin(spec);
    for (let t = 0; t < fixture.grads.length; t++) {
      const norm = step(run, reference, spec, t);
      await expectClose(norm, [reference.norms[t]!], { what: 'norm' });
      norm.dispose();
      const after = (reference.after as Record<string, number[][]>)[t + 1];
      for (const [i, { variable }] of after ? run.parameters.entries() : [])
        await expectClose(variable, after![i]!, {
          rtol: t === 0 ? 1e-4 : 1e-3,
          what: `weight ${i} after step ${t + 1}`,
        });
    }
    end(run);
  });

  it('goes on from a kept state exactly', async () => {
    for (const reference of fixture.cases.filter(({ clip }) => clip !== null)) {
      const spec = specOf(reference);
      const whole = begin(spec);
      for (let t = 0; t < 7; t++) step(whole, reference, spec, t).dispose();
      const arrays = async (list: { name: string; variable: tf.Tensor }[]) =>
        Promise.all(
          list.map(async ({ name, variable }) => ({
            name,
            shape: variable.shape,
            data: Float32Array.from(await variable.data()),
          })),
        );
      const kept = whole.optimizer.snapshot();
      const state = await arrays(kept);
      tf.dispose(kept.map(({ variable }) => variable));
      const resumed = begin(spec);
      for (const [i, { data, shape }] of (await arrays(whole.parameters)).entries()) {
        const values = tf.tensor(data, shape);
        resumed.parameters[i]!.variable.assign(values);
        values.dispose();
      }
      resumed.optimizer.restore(state, whole.optimizer.counts(), ({ data, shape }) => tf.tensor(data, shape));
      for (let t = 7; t < 12; t++) {
        step(whole, reference, spec, t).dispose();
        step(resumed, reference, spec, t).dispose();
      }
      const [a, b] = await Promise.all([arrays(whole.parameters), arrays(resumed.parameters)]);
      expect(b).toEqual(a);
      end(whole);
      end(resumed);
    }
  });
});

describe('Optimizer', () => {
  it('refuses the state of another optimizer', () => {
    const run = begin(optimizerSchema.parse({ kind: 'adam' }));
    const state = fixture.shapes.map((shape, i) => ({
      name: `momentum_buffer.weight${i}`,
      shape,
      data: new Float32Array(12),
    }));
    expect(() =>
      run.optimizer.restore(state, { weight0: 3 }, ({ data, shape }) => tf.tensor(data, shape)),
    ).toThrow('another optimizer');
    end(run);
  });
});

forEachBackend('Optimizer, all weights at once', (device) => {
  it('sees weights that somebody else has changed between two updates: set anew, or updated by another', async () => {
    const spec = optimizerSchema.parse({ kind: 'sgd', momentum: 0 });
    const first = tf.tensor1d([1, 2, 3]);
    const variable = tf.variable(first);
    const parameters = [{ name: 'w', variable, requiresGrad: true }];
    const [one, two] = [new Optimizer(parameters, spec), new Optimizer(parameters, spec)];
    const gradients = new Map([['w', tf.ones([3])]]);
    one.step(gradients, 0.5, null);
    two.step(gradients, 0.25, null);
    one.step(gradients, 0.5, null);
    await expectClose(variable, [-0.25, 0.75, 1.75]);
    const fresh = tf.tensor1d([10, 20, 30]);
    variable.assign(fresh);
    one.step(gradients, 1, null);
    await expectClose(variable, [9, 19, 29]);
    tf.dispose([first, variable, fresh, ...gradients.values()]);
    one.dispose();
    two.dispose();
  });

  it('takes clipping, groups of decay and update in three dispatches, with the numbers of the single steps', async () => {
    const reference = fixture.cases.find(({ kind, clip }) => kind === 'adamw' && clip !== null)!;
    const spec = specOf(reference);
    const decayOf = (name: string) => (name === 'weight1' ? 0 : 0.1);
    const make = (plain: boolean) => {
      setKernels(plain ? 'plain' : 'fused');
      const { parameters } = begin(spec);
      return { parameters, optimizer: new Optimizer(parameters, spec, decayOf) };
    };
    const runs = [make(false), make(true)];
    for (let t = 0; t < 5; t++) {
      const gradients = new Map(
        fixture.shapes.map((shape, i) => [`weight${i}`, tf.tensor(fixture.grads[t]![i]!, shape)]),
      );
      const norms = runs.map(({ optimizer }, plain) => {
        setKernels(plain ? 'plain' : 'fused');
        const counting = startCounting();
        const norm = optimizer.clippedStep(gradients, 0.01, reference.clip);
        const { dispatches } = counting.stop();
        if (device === 'webgpu' && !plain) expect(dispatches).toBe(3);
        return norm;
      });
      await expectClose(norms[0]!, norms[1]!, { what: 'norm' });
      tf.dispose([...norms, ...gradients.values()]);
    }
    setKernels('fused');
    for (const [i, { variable }] of runs[0]!.parameters.entries())
      await expectClose(variable, runs[1]!.parameters[i]!.variable, { what: `weight ${i}` });
    runs.forEach(end);
  });
});
