import {
  add,
  div,
  minimum,
  type Scalar,
  type Tensor,
  tidy,
  type Variable,
  variable,
  zeros,
} from '@tensorflow/tfjs-core';
import { LabError } from '../base/errors.ts';
import { updateKernels } from '../engine/updates.ts';
import type { NamedArray, Parameter } from '../nn/module.ts';
import type { OptimizerSpec } from '../recipe/recipe.ts';

/** What an optimizer remembers of one weight, under PyTorch's names, and how many updates the weight has had. */
interface Memory {
  parameter: Parameter;
  slots: Record<string, Variable>;
  steps: number;
}

/** A tensor of the optimizer's state under its name: `exp_avg.rnn.weight_ih_l0`. */
export interface NamedVariable {
  name: string;
  variable: Variable;
}

/**
 * torch.optim.Adam, AdamW and SGD. The state of a weight comes into being with its first gradient, and a weight
 * without a gradient is left alone, its count of updates included.
 */
export class Optimizer {
  private readonly spec: OptimizerSpec;
  private readonly memories: Map<string, Memory>;
  private readonly slotNames: string[];

  constructor(parameters: readonly Parameter[], spec: OptimizerSpec) {
    this.spec = spec;
    this.slotNames =
      spec.kind !== 'sgd' ? ['exp_avg', 'exp_avg_sq'] : spec.momentum === 0 ? [] : ['momentum_buffer'];
    this.memories = new Map(
      parameters.map((parameter) => [parameter.name, { parameter, slots: {}, steps: 0 }]),
    );
  }

  /**
   * One update in place. `gradScale` multiplies the gradients first and stays on the device.
   * @param gradients by the names of the weights; those that are missing are not touched.
   */
  step(gradients: ReadonlyMap<string, Tensor>, lr: number, gradScale: Scalar | null): void {
    // PyTorch counts the updates of each weight apart: weights of like count are updated together.
    const groups = new Map<number, { memory: Memory; grad: Tensor }[]>();
    for (const [name, grad] of gradients) {
      const memory = this.memories.get(name);
      if (!memory) continue;
      this.begin(memory);
      memory.steps++;
      const group = groups.get(memory.steps) ?? [];
      groups.set(memory.steps, [...group, { memory, grad }]);
    }
    for (const [step, group] of groups) this.update(group, lr, step, gradScale);
  }

  private update(
    group: { memory: Memory; grad: Tensor }[],
    lr: number,
    step: number,
    gradScale: Scalar | null,
  ): void {
    const { spec } = this;
    const slot = (memory: Memory, name: string) => memory.slots[name] as Variable;
    if (spec.kind === 'sgd') {
      const { momentum, dampening, nesterov, weightDecay } = spec;
      updateKernels().sgd(
        group.map(({ memory, grad }) => ({
          param: memory.parameter.variable,
          grad,
          buffer: momentum === 0 ? null : slot(memory, 'momentum_buffer'),
        })),
        { lr, momentum, dampening, nesterov, weightDecay, step, gradScale },
      );
      return;
    }
    const { betas, eps, weightDecay } = spec;
    updateKernels().adam(
      group.map(({ memory, grad }) => ({
        param: memory.parameter.variable,
        grad,
        m: slot(memory, 'exp_avg'),
        v: slot(memory, 'exp_avg_sq'),
      })),
      {
        lr,
        beta1: betas[0],
        beta2: betas[1],
        eps,
        weightDecay,
        decoupled: spec.kind === 'adamw',
        step,
        gradScale,
      },
    );
  }

  private begin(memory: Memory): void {
    if (memory.steps > 0) return;
    for (const name of this.slotNames) {
      const first = zeros(memory.parameter.variable.shape);
      memory.slots[name] ??= variable(first, false);
      first.dispose();
    }
  }

  /** The tensors of the state, for a checkpoint. */
  variables(): NamedVariable[] {
    return [...this.memories.values()].flatMap(({ parameter, slots }) =>
      Object.entries(slots).map(([slot, held]) => ({ name: `${slot}.${parameter.name}`, variable: held })),
    );
  }

  /** Updates each weight has had, by name. */
  counts(): Record<string, number> {
    return Object.fromEntries([...this.memories].map(([name, { steps }]) => [name, steps]));
  }

  /**
   * Goes on from a kept state.
   * @throws LabError `weights/mismatch` where the state is of another model or another optimizer.
   */
  restore(
    arrays: readonly NamedArray[],
    counts: Readonly<Record<string, number>>,
    make: (array: NamedArray) => Tensor,
  ): void {
    const given = new Map(arrays.map((array) => [array.name, array]));
    for (const [name, memory] of this.memories) {
      memory.steps = counts[name] ?? 0;
      if (memory.steps === 0) continue;
      for (const slot of this.slotNames) {
        const array = given.get(`${slot}.${name}`);
        if (!array || array.shape.join() !== memory.parameter.variable.shape.join())
          throw new LabError(
            'weights/mismatch',
            `The kept state of the optimizer has no fitting ${slot} for ${name}: it is of another model or another optimizer.`,
            'Start the run anew.',
          );
        const tensor = make(array);
        memory.slots[slot]?.dispose();
        memory.slots[slot] = variable(tensor, false);
        tensor.dispose();
      }
    }
  }

  dispose(): void {
    for (const { variable: held } of this.variables()) held.dispose();
  }
}

/** The factor that torch.nn.utils.clip_grad_norm_ multiplies gradients by: min(1, max / (norm + 1e-6)). */
export function clipScale(norm: Scalar, maxNorm: number): Scalar {
  return tidy(() => minimum(1, div(maxNorm, add(norm, 1e-6))) as Scalar);
}
