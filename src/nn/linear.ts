import type { Rank, Tensor, Variable } from '@tensorflow/tfjs-core';
import type { Random } from '../base/random.ts';
import type { Activation } from '../engine/activation.ts';
import { linear } from './functional.ts';
import { uniform } from './init.ts';
import { Module } from './module.ts';
import { weight } from './weight.ts';

export interface LinearOptions {
  inFeatures: number;
  outFeatures: number;
  bias?: boolean;
  random: Random;
}

/** torch.nn.Linear: y = x·Wᵀ + b on the last axis; W [out, in]. First values U(±1/√in). */
export class Linear extends Module {
  readonly weight: Variable<Rank.R2>;
  readonly bias: Variable<Rank.R1> | null;

  constructor({ inFeatures, outFeatures, bias = true, random }: LinearOptions) {
    super();
    const bound = 1 / Math.sqrt(inFeatures);
    this.weight = weight<Rank.R2>(uniform([outFeatures, inFeatures], bound, random));
    this.parameter('weight', this.weight);
    this.bias = bias ? weight<Rank.R1>(uniform([outFeatures], bound, random)) : null;
    if (this.bias) this.parameter('bias', this.bias);
  }

  /**
   * x [..., in] → [..., out].
   * @param activation applied to the result in the same pass
   */
  forward<T extends Tensor>(x: T, activation: Activation | null = null): T {
    return linear(x, this.weight, this.bias, activation);
  }
}
