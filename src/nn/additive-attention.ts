import {
  matMul,
  pad,
  reshape,
  slice,
  type Tensor1D,
  type Tensor2D,
  type Tensor3D,
  tidy,
  zeros,
} from '@tensorflow/tfjs-core';
import type { Random } from '../base/random.ts';
import { additiveScores } from '../engine/additive-scores.ts';
import { maskedSoftmaxOfScores } from '../engine/masked-softmax.ts';
import { Linear } from './linear.ts';
import { Module } from './module.ts';

export interface AdditiveAttentionOptions {
  /** Width of the states. */
  size: number;
  /** Width in which they are compared. */
  attentionSize: number;
  random: Random;
  /** Computes the contexts in the place of ours. */
  compute?: AttendFunction;
}

/** W [A, H], U [A, H], b [A], v [A] */
export interface AttendWeights {
  query: Tensor2D;
  key: Tensor2D;
  bias: Tensor1D;
  score: Tensor1D;
}

/** states [B, T, H], the steps of each row that count (null: all) → contexts [B, T, H] */
export type AttendFunction = (
  states: Tensor3D,
  weights: AttendWeights,
  lengths: Int32Array | null,
) => Tensor3D;

/**
 * Each state looks back at those before it: score(t, s) = v · tanh(W h_t + U h_s + b). Weights are named
 * `query.weight` (W), `key.weight` (U), `key.bias` (b) and `score.weight` (v), as three nn.Linear.
 */
export class AdditiveAttention extends Module {
  private readonly query: Linear;
  private readonly key: Linear;
  private readonly score: Linear;
  private readonly compute: AttendFunction | null;

  constructor({ size, attentionSize, random, compute }: AdditiveAttentionOptions) {
    super();
    this.compute = compute ?? null;
    const widths = { inFeatures: size, outFeatures: attentionSize, random };
    this.query = this.child('query', new Linear({ ...widths, bias: false }));
    this.key = this.child('key', new Linear(widths));
    this.score = this.child(
      'score',
      new Linear({ inFeatures: attentionSize, outFeatures: 1, bias: false, random }),
    );
  }

  /** states [B, T, H] → what each state looked back at, [B, T, H]; `forward` says how. */
  context(states: Tensor3D, lengths: Int32Array | null): Tensor3D {
    const { compute, query, key, score } = this;
    if (!compute || !key.bias) return this.forward(states).context;
    const v = reshape(score.weight, [-1]) as Tensor1D;
    return compute(states, { query: query.weight, key: key.weight, bias: key.bias, score: v }, lengths);
  }

  /**
   * states [B, T, H] → context [B, T, H], and weights [B, T, T] of each step (row) over those before it. The first step
   * has none before it: its weights and its context are 0. As only earlier steps are looked at and padding stands at the
   * end, no step of a text looks at padding.
   *
   * What lives through the step is [B, T, T] and smaller: the sums [B, T, T, A], 1.3 GB for 64 texts of 200 tokens and
   * A = 128, are never stored.
   */
  forward(states: Tensor3D): { context: Tensor3D; weights: Tensor3D } {
    const [rows, steps, width] = states.shape;
    if (steps < 2) return { context: zeros(states.shape), weights: zeros([rows, steps, steps]) };
    return tidy(() => {
      // Step t + 1 sees the steps up to t: causal attention, the queries one step later than the keys.
      const part = [rows, steps - 1, width] as [number, number, number];
      const earlier = slice(states, [0, 0, 0], part);
      const asking = slice(states, [0, 1, 0], part);
      const v = reshape(this.score.weight, [-1]) as Tensor1D;
      const scores = additiveScores(this.query.forward(asking), this.key.forward(earlier), v, {
        causal: true,
      });
      const weights = maskedSoftmaxOfScores(scores, null, true);
      const first = [1, 0] as [number, number];
      return {
        context: pad(matMul(weights, earlier), [[0, 0], first, [0, 0]]) as Tensor3D,
        weights: pad(weights, [[0, 0], first, [0, 1]]) as Tensor3D,
      };
    });
  }
}
