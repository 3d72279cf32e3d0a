import { matMul, type Rank, squeeze, type Tensor3D, tidy, type Variable } from '@tensorflow/tfjs-core';
import type { Random } from '../base/random.ts';
import { additiveScores } from '../engine/additive-scores.ts';
import { attention, attentionProbabilities } from '../engine/attention.ts';
import { maskedSoftmaxOfScores } from '../engine/masked-softmax.ts';
import { uniform } from './init.ts';
import { Linear } from './linear.ts';
import { Module } from './module.ts';
import { weight } from './weight.ts';

/** dot: s·h (Luong et al. 2015); general: s·W·h, also called multiplicative; additive: v·tanh(W₁h + W₂s) (Bahdanau et al. 2015). */
export type ScoreKind = 'dot' | 'general' | 'additive';

export interface ContextAttentionOptions {
  score: ScoreKind;
  /** Width of the decoder's states. */
  stateSize: number;
  /** Width of the encoder's outputs; for `dot` the same. */
  memorySize: number;
  /** Width of the additive score's inner layer; left out: that of the states. */
  innerSize?: number;
  random: Random;
}

/**
 * A decoder's look at the source: of each state s a softmax over the encoder's outputs h that count, and with it
 * their weighted mean, the context. All steps of a text at once.
 */
export class ContextAttention extends Module {
  readonly score: ScoreKind;
  /** general: from states to the memory's width. */
  private readonly matrix: Linear | null = null;
  private readonly inner: AdditiveInner | null = null;

  constructor({ score, stateSize, memorySize, innerSize = stateSize, random }: ContextAttentionOptions) {
    super();
    this.score = score;
    const linear = (inFeatures: number, outFeatures: number) =>
      new Linear({ inFeatures, outFeatures, bias: false, random });
    if (score === 'dot' && stateSize !== memorySize)
      throw new Error(`The dot score needs states (${stateSize}) and memory (${memorySize}) of one width.`);
    if (score === 'general') this.matrix = this.child('W', linear(stateSize, memorySize));
    if (score === 'additive') {
      const vector = weight<Rank.R1>(uniform([innerSize], 1 / Math.sqrt(innerSize), random));
      this.parameter('v', vector);
      const ofMemory = this.child('W1', linear(memorySize, innerSize));
      this.inner = { vector, ofMemory, ofState: this.child('W2', linear(stateSize, innerSize)) };
    }
  }

  /** states [B, Tq, S], memory [B, Tk, M], mask [B · Tk] or null → the contexts [B, Tq, M]. */
  forward(states: Tensor3D, memory: Tensor3D, keyMask: Uint8Array | null): Tensor3D {
    return tidy(() => {
      const { inner } = this;
      if (inner) return matMul(additive(inner, states, memory, keyMask), memory);
      return attention(this.queries(states), memory, memory, { heads: 1, keyMask, scale: 1 });
    });
  }

  /** The contexts and the weights [B, Tq, Tk] they are made with, both with gradients: for a loss that judges the weights. */
  seen(
    states: Tensor3D,
    memory: Tensor3D,
    keyMask: Uint8Array | null,
  ): { contexts: Tensor3D; weights: Tensor3D } {
    const { inner } = this;
    const weights = inner
      ? additive(inner, states, memory, keyMask)
      : maskedSoftmaxOfScores(matMul(this.queries(states), memory, false, true), keyMask);
    return { contexts: matMul(weights, memory), weights };
  }

  /** The weights of the contexts, the soft alignment: [B, Tq, Tk]. */
  probabilities(states: Tensor3D, memory: Tensor3D, keyMask: Uint8Array | null): Tensor3D {
    return tidy(() => {
      const { inner } = this;
      if (inner) return additive(inner, states, memory, keyMask);
      const options = { heads: 1, keyMask, scale: 1 };
      return squeeze(attentionProbabilities(this.queries(states), memory, options), [1]) as Tensor3D;
    });
  }

  private queries(states: Tensor3D): Tensor3D {
    return this.matrix ? this.matrix.forward(states) : states;
  }
}

interface AdditiveInner {
  vector: Variable<Rank.R1>;
  ofMemory: Linear;
  ofState: Linear;
}

function additive(
  { vector, ofMemory, ofState }: AdditiveInner,
  states: Tensor3D,
  memory: Tensor3D,
  keyMask: Uint8Array | null,
): Tensor3D {
  const scores = additiveScores(ofState.forward(states), ofMemory.forward(memory), vector);
  return maskedSoftmaxOfScores(scores, keyMask);
}
