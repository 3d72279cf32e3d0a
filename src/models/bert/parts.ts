import {
  add,
  type Rank,
  reshape,
  slice,
  type Tensor,
  type Tensor3D,
  type Tensor4D,
  tidy,
  type Variable,
} from '@tensorflow/tfjs-core';
import type { Random } from '../../base/random.ts';
import type { Activation } from '../../engine/activation.ts';
import { attentionProbabilities, selfAttention } from '../../engine/attention.ts';
import { embeddingLookup } from '../../engine/embedding.ts';
import type { TokenBatch } from '../../nn/batch.ts';
import { Dropout } from '../../nn/dropout.ts';
import { linear } from '../../nn/functional.ts';
import { constant, truncatedNormal } from '../../nn/init.ts';
import { LayerNorm } from '../../nn/layer-norm.ts';
import { Module } from '../../nn/module.ts';
import { weight } from '../../nn/weight.ts';
import type { BertConfig } from './config.ts';

/** Texts of one batch, with the segment of each token. */
export interface BertBatch extends TokenBatch {
  /** rows × length, 0 or 1 (token_type_ids); null: all 0. */
  segments?: Int32Array | null;
}

export interface Randoms {
  /** Draws the first weights: normal, cut at two deviations; biases are zero. */
  random: Random;
  /** Draws what is dropped. */
  dropoutRandom: Random;
}

/** How first weights are drawn. */
export interface Initial {
  random: Random;
  deviation: number;
}

export const initialOf = (config: BertConfig, { random }: Randoms): Initial => ({
  random,
  deviation: config.initializerRange,
});

/** A linear layer with BERT's first values. */
export class Dense extends Module {
  readonly weight: Variable<Rank.R2>;
  readonly bias: Variable<Rank.R1>;

  constructor(inFeatures: number, outFeatures: number, { random, deviation }: Initial) {
    super();
    this.weight = weight<Rank.R2>(truncatedNormal([outFeatures, inFeatures], random, deviation));
    this.bias = weight<Rank.R1>(constant([outFeatures], 0));
    this.parameter('weight', this.weight);
    this.parameter('bias', this.bias);
  }

  forward<T extends Tensor>(x: T, activation: Activation | null = null): T {
    return linear(x, this.weight, this.bias, activation);
  }
}

/** A table of embeddings; the row of padding, if there is one, is zero. */
class Table extends Module {
  readonly weight: Variable<Rank.R2>;
  private readonly padding: number | null;

  constructor(rows: number, width: number, { random, deviation }: Initial, padding: number | null = null) {
    super();
    this.padding = padding;
    this.weight = weight<Rank.R2>(truncatedNormal([rows, width], random, deviation, padding));
    this.parameter('weight', this.weight);
  }

  lookup(ids: Int32Array): Tensor {
    return embeddingLookup(this.weight, ids, this.padding);
  }
}

/** `embeddings.`: word + position + segment (DistilBERT has none), normalised, dropped. */
export class BertEmbeddings extends Module {
  readonly words: Table;
  private readonly positions: Table;
  private readonly segments: Table | null;
  private readonly norm: LayerNorm;
  private readonly dropout: Dropout;

  constructor(config: BertConfig, randoms: Randoms) {
    super();
    const initial = initialOf(config, randoms);
    const { vocabSize, hiddenSize, maxPositionEmbeddings, typeVocabSize, padTokenId } = config;
    this.words = this.child('word_embeddings', new Table(vocabSize, hiddenSize, initial, padTokenId));
    this.positions = this.child('position_embeddings', new Table(maxPositionEmbeddings, hiddenSize, initial));
    this.segments =
      config.architecture === 'distilbert'
        ? null
        : this.child('token_type_embeddings', new Table(typeVocabSize, hiddenSize, initial));
    this.norm = this.child('LayerNorm', new LayerNorm({ size: hiddenSize, eps: config.layerNormEps }));
    this.dropout = this.child('dropout', new Dropout(config.hiddenDropoutProb, randoms.dropoutRandom));
  }

  /** → [rows, length, H]. */
  forward({ ids, rows, length, segments = null }: BertBatch): Tensor3D {
    return tidy(() => {
      const places = Int32Array.from({ length: rows * length }, (_, i) => i % length);
      const words = this.words.lookup(ids);
      const where = this.positions.lookup(places);
      const rest = this.segments
        ? add(where, this.segments.lookup(segments ?? new Int32Array(rows * length)))
        : where;
      const sum = this.norm.forwardResidual(words, rest, null);
      return reshape(this.dropout.forward(sum), [rows, length, this.norm.weight.shape[0]]);
    });
  }
}

/** What the parts of a layer are called in a state dict. */
const LAYER = {
  bert: {
    attention: 'attention.self',
    parts: ['query', 'key', 'value'],
    attended: 'attention.output.dense',
    attendedNorm: 'attention.output.LayerNorm',
    inner: 'intermediate.dense',
    outer: 'output.dense',
    outerNorm: 'output.LayerNorm',
  },
  distilbert: {
    attention: 'attention',
    parts: ['q_lin', 'k_lin', 'v_lin'],
    attended: 'attention.out_lin',
    attendedNorm: 'sa_layer_norm',
    inner: 'ffn.lin1',
    outer: 'ffn.lin2',
    outerNorm: 'output_layer_norm',
  },
} as const;

/** One product makes queries, keys and values; outside it is known as three. */
class BertSelfAttention extends Module {
  private readonly qkvWeight: Variable<Rank.R2>;
  private readonly qkvBias: Variable<Rank.R1>;
  private readonly heads: number;
  private readonly width: number;
  private readonly dropout: Dropout;

  constructor(config: BertConfig, { random, dropoutRandom }: Randoms) {
    super();
    const { hiddenSize, numAttentionHeads, attentionProbsDropoutProb, initializerRange } = config;
    this.heads = numAttentionHeads;
    this.width = hiddenSize;
    this.qkvWeight = weight<Rank.R2>(truncatedNormal([3 * hiddenSize, hiddenSize], random, initializerRange));
    this.qkvBias = weight<Rank.R1>(constant([3 * hiddenSize], 0));
    const parts = (kind: string) => LAYER[config.architecture].parts.map((name) => `${name}.${kind}`);
    this.parameter('qkv.weight', this.qkvWeight, parts('weight'));
    this.parameter('qkv.bias', this.qkvBias, parts('bias'));
    this.dropout = this.child('dropout', new Dropout(attentionProbsDropoutProb, dropoutRandom));
  }

  forward(x: Tensor3D, keyMask: Uint8Array | null): Tensor3D {
    const options = { heads: this.heads, keyMask, draw: this.dropout.draw() };
    return tidy(() => selfAttention(linear(x, this.qkvWeight, this.qkvBias), options));
  }

  /** [B, H, T, T] */
  probabilities(x: Tensor3D, keyMask: Uint8Array | null): Tensor4D {
    return tidy(() => {
      const qkv = linear(x, this.qkvWeight, this.qkvBias);
      const [rows, length] = x.shape;
      const part = (i: number) => slice(qkv, [0, 0, i * this.width], [rows, length, this.width]);
      return attentionProbabilities(part(0), part(1), { heads: this.heads, keyMask });
    });
  }
}

/** `encoder.layer.N.` or `transformer.layer.N.`: attention and feed-forward, each followed by LN(x + dropout(…)). */
export class BertLayer extends Module {
  private readonly attention: BertSelfAttention;
  private readonly attended: Dense;
  private readonly attendedNorm: LayerNorm;
  private readonly attendedDropout: Dropout;
  private readonly inner: Dense;
  private readonly outer: Dense;
  private readonly outerNorm: LayerNorm;
  private readonly outerDropout: Dropout;
  private readonly activation: Activation;

  constructor(config: BertConfig, randoms: Randoms) {
    super();
    const { hiddenSize: size, intermediateSize, layerNormEps: eps, hiddenDropoutProb } = config;
    const names = LAYER[config.architecture];
    const initial = initialOf(config, randoms);
    const norm = (name: string) => this.child(name, new LayerNorm({ size, eps }));
    const dropout = (name: string) =>
      this.child(`${name}.dropout`, new Dropout(hiddenDropoutProb, randoms.dropoutRandom));
    this.activation = config.hiddenAct;
    this.attention = this.child(names.attention, new BertSelfAttention(config, randoms));
    this.attended = this.child(names.attended, new Dense(size, size, initial));
    this.attendedNorm = norm(names.attendedNorm);
    this.attendedDropout = dropout(names.attended);
    this.inner = this.child(names.inner, new Dense(size, intermediateSize, initial));
    this.outer = this.child(names.outer, new Dense(intermediateSize, size, initial));
    this.outerNorm = norm(names.outerNorm);
    this.outerDropout = dropout(names.outer);
  }

  forward(x: Tensor3D, keyMask: Uint8Array | null): Tensor3D {
    return tidy(() => {
      const found = this.attended.forward(this.attention.forward(x, keyMask));
      const attended = this.attendedNorm.forwardResidual(x, found, this.attendedDropout);
      const fed = this.outer.forward(this.inner.forward(attended, this.activation));
      return this.outerNorm.forwardResidual(attended, fed, this.outerDropout);
    });
  }

  /** What each head looks at, for input x: [B, heads, T, T]. */
  probabilities(x: Tensor3D, keyMask: Uint8Array | null): Tensor4D {
    return this.attention.probabilities(x, keyMask);
  }
}
