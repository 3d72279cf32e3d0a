import { reshape, type Tensor3D, tidy } from '@tensorflow/tfjs-core';
import type { Random } from '../base/random.ts';
import { additiveScores, attendEarlier } from '../engine/additive-attention.ts';
import { Linear } from './linear.ts';
import { Module } from './module.ts';

export interface AdditiveAttentionOptions {
  /** Width of the states. */
  size: number;
  /** Width in which they are compared. */
  attentionSize: number;
  random: Random;
}

/**
 * Each state looks back at those before it: score(t, s) = v · tanh(W h_t + U h_s + b). Weights are named
 * `query.weight` (W), `key.weight` (U), `key.bias` (b) and `score.weight` (v), as three nn.Linear.
 */
export class AdditiveAttention extends Module {
  private readonly query: Linear;
  private readonly key: Linear;
  private readonly score: Linear;

  constructor({ size, attentionSize, random }: AdditiveAttentionOptions) {
    super();
    const widths = { inFeatures: size, outFeatures: attentionSize, random };
    this.query = this.child('query', new Linear({ ...widths, bias: false }));
    this.key = this.child('key', new Linear(widths));
    this.score = this.child(
      'score',
      new Linear({ inFeatures: attentionSize, outFeatures: 1, bias: false, random }),
    );
  }

  /** states [B, T, H] → context [B, T, H], and weights [B, T, T] of each step (row) over those before it. */
  forward(states: Tensor3D): { context: Tensor3D; weights: Tensor3D } {
    return tidy(() => {
      const v = reshape(this.score.weight, [-1]);
      const scores = additiveScores(this.query.forward(states), this.key.forward(states), v as never);
      return attendEarlier(scores, states);
    });
  }
}
