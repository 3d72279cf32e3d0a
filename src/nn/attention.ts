import { type Rank, slice, type Tensor3D, type Tensor4D, tidy, type Variable } from '@tensorflow/tfjs-core';
import type { Random } from '../base/random.ts';
import { attention, attentionProbabilities, selfAttention } from '../engine/attention.ts';
import { Dropout } from './dropout.ts';
import { linear } from './functional.ts';
import { constant, uniform } from './init.ts';
import { Linear, type LinearOptions } from './linear.ts';
import { Module } from './module.ts';
import { weight } from './weight.ts';

export interface MultiheadAttentionOptions {
  embedDim: number;
  numHeads: number;
  /** On the probabilities. */
  dropout?: number;
  bias?: boolean;
  random: Random;
  dropoutRandom?: Random;
}

export interface AttentionMask {
  /** [B · Tk], row-major: 0 where a key is padding; null: all keys count. (PyTorch's key_padding_mask says the opposite.) */
  keyMask?: Uint8Array | null;
  /** Each query sees only keys up to its own place. */
  causal?: boolean;
}

/**
 * torch.nn.MultiheadAttention with batch_first=True: `in_proj_weight` [3E, E] holds the matrices of queries, keys and
 * values, so that attention of a text to itself is one large product. A query that may see no key gets a zero context
 * (PyTorch gives NaN).
 */
export class MultiheadAttention extends Module {
  readonly embedDim: number;
  readonly numHeads: number;
  private readonly inWeight: Variable<Rank.R2>;
  private readonly inBias: Variable<Rank.R1> | null;
  private readonly out: Linear;
  private readonly dropout: Dropout;

  constructor({
    embedDim,
    numHeads,
    dropout = 0,
    bias = true,
    random,
    dropoutRandom,
  }: MultiheadAttentionOptions) {
    super();
    this.embedDim = embedDim;
    this.numHeads = numHeads;
    // Xavier over the whole [3E, E].
    const bound = Math.sqrt(6 / (4 * embedDim));
    this.inWeight = weight<Rank.R2>(uniform([3 * embedDim, embedDim], bound, random));
    this.parameter('in_proj_weight', this.inWeight);
    this.inBias = bias ? weight<Rank.R1>(constant([3 * embedDim], 0)) : null;
    if (this.inBias) this.parameter('in_proj_bias', this.inBias);
    this.out = this.child(
      'out_proj',
      new ZeroBiasLinear({ inFeatures: embedDim, outFeatures: embedDim, bias, random }),
    );
    this.dropout = this.child('dropout', new Dropout(dropout, dropoutRandom ?? random));
  }

  /** query [B, Tq, E], key and value [B, Tk, E] → [B, Tq, E]. The same tensor three times: self-attention. */
  forward(query: Tensor3D, key: Tensor3D, value: Tensor3D, mask: AttentionMask = {}): Tensor3D {
    return tidy(() => {
      const options = { heads: this.numHeads, ...mask, draw: this.dropout.draw() };
      if (query === key && key === value)
        return this.out.forward(selfAttention(this.project(query, 0, 3), options));
      const [q, k, v] = [this.project(query, 0, 1), this.project(key, 1, 1), this.project(value, 2, 1)];
      return this.out.forward(attention(q, k, v, options));
    });
  }

  /** Where each query looks, head by head: [B, H, Tq, Tk]; PyTorch's attn_output_weights with average_attn_weights=False. */
  probabilities(query: Tensor3D, key: Tensor3D, mask: AttentionMask = {}): Tensor4D {
    return tidy(() =>
      attentionProbabilities(this.project(query, 0, 1), this.project(key, 1, 1), {
        heads: this.numHeads,
        ...mask,
      }),
    );
  }

  /** x times `parts` of the three matrices, from the `first` on: [B, T, parts · E]. */
  private project(x: Tensor3D, first: number, parts: number): Tensor3D {
    const { embedDim, inWeight, inBias } = this;
    const whole = parts === 3;
    const size = parts * embedDim;
    const matrix = whole ? inWeight : slice(inWeight, [first * embedDim, 0], [size, embedDim]);
    const bias = inBias && (whole ? inBias : slice(inBias, [first * embedDim], [size]));
    return linear(x, matrix, bias);
  }
}

/** The output projection begins without bias, as PyTorch's does. */
class ZeroBiasLinear extends Linear {
  constructor(options: LinearOptions) {
    super(options);
    if (!this.bias) return;
    const zeros = constant(this.bias.shape, 0);
    this.bias.assign(zeros as never);
    zeros.dispose();
  }
}
