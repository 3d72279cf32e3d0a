import { add, matMul, reshape, type Tensor, tidy, type Variable, type Rank } from '@tensorflow/tfjs-core';
import type { Random } from '../base/random.ts';
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

  /** x [..., in] → [..., out]. */
  forward<T extends Tensor>(x: T): T {
    return tidy(() => {
      const [outFeatures, inFeatures] = this.weight.shape;
      const flat = reshape(x, [-1, inFeatures]);
      const product = matMul(flat, this.weight, false, true);
      const y = this.bias ? add(product, this.bias) : product;
      return reshape(y, [...x.shape.slice(0, -1), outFeatures]) as T;
    });
  }
}
