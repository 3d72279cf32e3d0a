import type { Rank, Tensor, Variable } from '@tensorflow/tfjs-core';
import { layerNorm } from '../engine/layer-norm.ts';
import type { Dropout } from './dropout.ts';
import { constant } from './init.ts';
import { Module } from './module.ts';
import { weight } from './weight.ts';

/** torch.nn.LayerNorm over the last axis: (x − mean) / √(var + eps) · weight + bias (Ba et al. 2016). */
export class LayerNorm extends Module {
  readonly weight: Variable<Rank.R1>;
  readonly bias: Variable<Rank.R1>;
  readonly eps: number;

  constructor({ size, eps = 1e-5 }: { size: number; eps?: number }) {
    super();
    this.eps = eps;
    this.weight = this.parameter('weight', weight(constant([size], 1))) as Variable<Rank.R1>;
    this.bias = this.parameter('bias', weight(constant([size], 0))) as Variable<Rank.R1>;
  }

  forward<T extends Tensor>(x: T): T {
    const { weight, bias, eps } = this;
    return layerNorm({ x, weight, bias, eps });
  }

  /** LN(residual + dropout(x)), as one operation: the end of each half of a transformer's layer (post-LN). */
  forwardResidual<T extends Tensor>(residual: T, x: T, dropout: Dropout | null): T {
    const { weight, bias, eps } = this;
    return layerNorm({ x, weight, bias, eps, residual, draw: dropout?.draw() ?? null });
  }
}
