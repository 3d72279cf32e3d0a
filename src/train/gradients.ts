import {
  abs,
  add,
  dispose,
  max,
  mean,
  type NamedTensorMap,
  type Scalar,
  stack,
  type Tensor,
  tidy,
  variableGrads,
  zeros,
} from '@tensorflow/tfjs-core';
import type { Parameter } from '../nn/module.ts';
import type { MicroBatch } from './task.ts';

/** Loss and gradients of one optimizer step; to be disposed by whoever asked for them. */
export interface StepGradients {
  loss: Scalar;
  /** By the names of the weights; a weight that the loss does not depend on is missing. */
  gradients: Map<string, Tensor>;
  /** What the task measures beside the loss: [measures]. */
  measures: Tensor | null;
}

/** Loss and gradients of one micro-batch. Frozen weights are left out. */
export function gradientsOf(micro: MicroBatch, parameters: readonly Parameter[]): StepGradients {
  const trained = parameters.filter(({ requiresGrad }) => requiresGrad);
  const { value, grads } = variableGrads(
    () => micro.loss(),
    trained.map(({ variable }) => variable),
  ) as { value: Scalar; grads: NamedTensorMap };
  const gradients = new Map<string, Tensor>();
  for (const { name, variable } of trained) {
    const grad = grads[variable.name];
    if (grad) gradients.set(name, grad);
  }
  return { loss: value, gradients, measures: micro.measures?.() ?? null };
}

/** The sum of two micro-batches' losses and gradients; both are used up. */
export function addedUp(a: StepGradients, b: StepGradients): StepGradients {
  const names = new Set([...a.gradients.keys(), ...b.gradients.keys()]);
  const gradients = new Map<string, Tensor>();
  for (const name of names) {
    const [x, y] = [a.gradients.get(name), b.gradients.get(name)];
    gradients.set(name, x && y ? add(x, y) : ((x ?? y) as Tensor));
    if (x && y) dispose([x, y]);
  }
  const loss = add(a.loss, b.loss) as Scalar;
  dispose([a.loss, b.loss]);
  const measures = a.measures && b.measures && add(a.measures, b.measures);
  if (a.measures && b.measures) dispose([a.measures, b.measures]);
  return { loss, gradients, measures };
}

/** Mean and maximum of |gradient| of each weight, as [2, weights] on the device; 0 for a weight without one. */
export function gradientFlow(names: readonly string[], gradients: ReadonlyMap<string, Tensor>): Tensor {
  return tidy(() => {
    const sizes = names.map((name) => {
      const grad = gradients.get(name);
      return grad ? abs(grad) : zeros([1]);
    });
    const means = sizes.map((size) => mean(size) as Scalar);
    const maxima = sizes.map((size) => max(size) as Scalar);
    return stack([stack(means), stack(maxima)]);
  });
}
