import {
  add,
  clone,
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
import { type Arena, arenaFor, type Entry, globalNorm, updateKernels } from '../engine/updates.ts';
import type { NamedArray, Parameter } from '../nn/module.ts';
import type { OptimizerSpec } from '../recipe/recipe.ts';

/** What an optimizer remembers of one weight, under PyTorch's names, and how many updates the weight has had. */
interface Memory {
  parameter: Parameter;
  /** Empty where the memory of all weights lies in the arena. */
  slots: Record<string, Variable>;
  steps: number;
}

/** A tensor of the optimizer's state under its name: `exp_avg.rnn.weight_ih_l0`. */
export interface NamedTensor {
  name: string;
  variable: Tensor;
}

/**
 * torch.optim.Adam, AdamW and SGD. The state of a weight comes into being with its first gradient, and a weight
 * without a gradient is left alone, its count of updates included.
 */
export class Optimizer {
  private readonly spec: OptimizerSpec;
  private readonly memories: Map<string, Memory>;
  private readonly slotNames: string[];
  private readonly decayOf: (name: string) => number;
  /** Made by the first update, or by a kept state. */
  private arena: Arena | null = null;
  private begun = false;

  /** @param decayOf the weight decay of each weight (parameter groups); left out: as the spec says */
  constructor(
    parameters: readonly Parameter[],
    spec: OptimizerSpec,
    decayOf: (name: string) => number = decayOfSpec(spec),
  ) {
    this.spec = spec;
    this.decayOf = decayOf;
    this.slotNames =
      spec.kind !== 'sgd' ? ['exp_avg', 'exp_avg_sq'] : spec.momentum === 0 ? [] : ['momentum_buffer'];
    this.memories = new Map(
      parameters.map((parameter) => [parameter.name, { parameter, slots: {}, steps: 0 }]),
    );
  }

  /**
   * Clips by the norm over all gradients (null: not at all) and updates in place. Nothing is read back.
   * @param gradients by the names of the weights; those that are missing are not touched
   * @returns the norm before clipping (torch.nn.utils.clip_grad_norm_)
   */
  clippedStep(gradients: ReadonlyMap<string, Tensor>, lr: number, maxNorm: number | null): Scalar {
    this.begin();
    if (this.arena) {
      this.count(gradients);
      return this.arena.update(this.entries(gradients, lr), { maxNorm }) as Scalar;
    }
    const norm = globalNorm([...gradients.values()]);
    const scale = maxNorm === null ? null : clipScale(norm, maxNorm);
    this.step(gradients, lr, scale);
    scale?.dispose();
    return norm;
  }

  /** One update in place. `gradScale` multiplies the gradients first and stays on the device. */
  step(gradients: ReadonlyMap<string, Tensor>, lr: number, gradScale: Scalar | null): void {
    this.begin();
    this.count(gradients);
    if (this.arena) {
      this.arena.update(this.entries(gradients, lr), { scale: gradScale });
      return;
    }
    // PyTorch counts the updates of each weight apart: weights of like count and decay are updated together.
    const groups = new Map<string, { memory: Memory; grad: Tensor }[]>();
    for (const [name, grad] of gradients) {
      const memory = this.memories.get(name);
      if (!memory) continue;
      this.remember(memory);
      const key = `${memory.steps}/${this.decayOf(name)}`;
      const group = groups.get(key) ?? [];
      group.push({ memory, grad });
      groups.set(key, group);
    }
    for (const group of groups.values()) this.update(group, lr, gradScale);
  }

  private begin(): void {
    if (this.begun) return;
    this.begun = true;
    const { spec } = this;
    const shapes = [...this.memories.values()].map(({ parameter }) => parameter.variable.shape);
    this.arena = arenaFor(
      shapes,
      spec.kind === 'sgd'
        ? {
            kind: 'sgd',
            slots: spec.momentum === 0 ? 0 : 1,
            nesterov: spec.nesterov,
            momentum: spec.momentum,
          }
        : { kind: 'adam', beta1: spec.betas[0], beta2: spec.betas[1], eps: spec.eps },
    );
  }

  private count(gradients: ReadonlyMap<string, Tensor>): void {
    for (const [name, memory] of this.memories) if (gradients.has(name)) memory.steps++;
  }

  /** What each weight's update is made of, in the order of the weights; null: it has no gradient. */
  private entries(gradients: ReadonlyMap<string, Tensor>, lr: number): (Entry | null)[] {
    const { spec } = this;
    return [...this.memories].map(([name, { parameter, steps }]) => {
      const grad = gradients.get(name);
      if (!grad) return null;
      const decay = this.decayOf(name);
      const common = { param: parameter.variable, grad, momentum: 0, share: 1, inverseRoot: 1 };
      if (spec.kind === 'sgd') {
        // At its first update the buffer becomes the gradient itself, as in PyTorch.
        const going =
          steps === 1 ? { momentum: 0, share: 1 } : { momentum: spec.momentum, share: 1 - spec.dampening };
        return { ...common, ...going, stepSize: lr, l2: decay, kept: 1 };
      }
      const decoupled = spec.kind === 'adamw';
      return {
        ...common,
        stepSize: lr / (1 - spec.betas[0] ** steps),
        inverseRoot: 1 / Math.sqrt(1 - spec.betas[1] ** steps),
        l2: decoupled ? 0 : decay,
        kept: decoupled ? 1 - lr * decay : 1,
      };
    });
  }

  /** Of weights with the same count of updates and the same decay. */
  private update(group: { memory: Memory; grad: Tensor }[], lr: number, gradScale: Scalar | null): void {
    const [first] = group;
    if (!first) return;
    const { spec } = this;
    const step = first.memory.steps;
    const weightDecay = this.decayOf(first.memory.parameter.name);
    const slot = (memory: Memory, name: string) => memory.slots[name] as Variable;
    if (spec.kind === 'sgd') {
      const { momentum, dampening, nesterov } = spec;
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
    const { betas, eps } = spec;
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

  private remember(memory: Memory): void {
    for (const name of this.slotNames) {
      if (memory.slots[name]) continue;
      const first = zeros(memory.parameter.variable.shape);
      memory.slots[name] = variable(first, false);
      first.dispose();
    }
  }

  /** The tensors of the state as they are now, for a checkpoint. They belong to the caller. */
  snapshot(): NamedTensor[] {
    const { arena } = this;
    return [...this.memories].flatMap(([name, { slots, steps }], k) =>
      steps === 0
        ? []
        : this.slotNames.map((slot, s) => ({
            name: `${slot}.${name}`,
            variable: arena ? arena.read(s, k) : clone(slots[slot] as Variable),
          })),
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
    this.begin();
    const given = new Map(arrays.map((array) => [array.name, array]));
    [...this.memories].forEach(([name, memory], k) => {
      memory.steps = counts[name] ?? 0;
      if (memory.steps === 0) return;
      this.slotNames.forEach((slot, s) => {
        const array = given.get(`${slot}.${name}`);
        if (!array || array.shape.join() !== memory.parameter.variable.shape.join())
          throw new LabError(
            'weights/mismatch',
            `The kept state of the optimizer has no fitting ${slot} for ${name}: it is of another model or another optimizer.`,
            'Start the run anew.',
          );
        const tensor = make(array);
        if (this.arena) {
          this.arena.write(s, k, tensor);
        } else {
          memory.slots[slot]?.dispose();
          memory.slots[slot] = variable(tensor, false);
        }
        tensor.dispose();
      });
    });
  }

  dispose(): void {
    this.arena?.dispose();
    for (const { slots } of this.memories.values()) Object.values(slots).forEach((slot) => slot.dispose());
  }
}

/** Biases and the weights of LayerNorm by their names. */
const isBiasOrNorm = (name: string): boolean => /(^|\.)bias$|LayerNorm\.weight$/.test(name);

function decayOfSpec(spec: OptimizerSpec): (name: string) => number {
  const spared = spec.kind === 'adamw' && spec.noDecay === 'biases-and-norms';
  return (name) => (spared && isBiasOrNorm(name) ? 0 : spec.weightDecay);
}

/** The factor that torch.nn.utils.clip_grad_norm_ multiplies gradients by: min(1, max / (norm + 1e-6)). */
export function clipScale(norm: Scalar, maxNorm: number): Scalar {
  return tidy(() => minimum(1, div(maxNorm, add(norm, 1e-6))) as Scalar);
}
