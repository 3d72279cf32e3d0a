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

/** `embeddings.`: word + position + segment, normalised, dropped. */
export class BertEmbeddings extends Module {
  readonly words: Table;
  private readonly positions: Table;
  private readonly segments: Table;
  private readonly norm: LayerNorm;
  private readonly dropout: Dropout;

  constructor(config: BertConfig, randoms: Randoms) {
    super();
    const initial = initialOf(config, randoms);
    const { vocabSize, hiddenSize, maxPositionEmbeddings, typeVocabSize, padTokenId } = config;
    this.words = this.child('word_embeddings', new Table(vocabSize, hiddenSize, initial, padTokenId));
    this.positions = this.child('position_embeddings', new Table(maxPositionEmbeddings, hiddenSize, initial));
    this.segments = this.child('token_type_embeddings', new Table(typeVocabSize, hiddenSize, initial));
    this.norm = this.child('LayerNorm', new LayerNorm({ size: hiddenSize, eps: config.layerNormEps }));
    this.dropout = this.child('dropout', new Dropout(config.hiddenDropoutProb, randoms.dropoutRandom));
  }

  /** → [rows, length, H]. */
  forward({ ids, rows, length, segments = null }: BertBatch): Tensor3D {
    return tidy(() => {
      const places = Int32Array.from({ length: rows * length }, (_, i) => i % length);
      const words = this.words.lookup(ids);
      const rest = add(
        this.positions.lookup(places),
        this.segments.lookup(segments ?? new Int32Array(rows * length)),
      );
      const sum = this.norm.forwardResidual(words, rest, null);
      return reshape(this.dropout.forward(sum), [rows, length, this.norm.weight.shape[0]]);
    });
  }
}

/** `attention.self.`: one product makes queries, keys and values; outside it is known as three. */
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
    const parts = (kind: string) => ['query', 'key', 'value'].map((name) => `${name}.${kind}`);
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

/** Dense, dropped, added to what came in, normalised: `attention.output.` and `output.`. */
class BertOutput extends Module {
  private readonly dense: Dense;
  private readonly norm: LayerNorm;
  private readonly dropout: Dropout;

  constructor(inFeatures: number, config: BertConfig, randoms: Randoms) {
    super();
    this.dense = this.child('dense', new Dense(inFeatures, config.hiddenSize, initialOf(config, randoms)));
    const norm = new LayerNorm({ size: config.hiddenSize, eps: config.layerNormEps });
    this.norm = this.child('LayerNorm', norm);
    this.dropout = this.child('dropout', new Dropout(config.hiddenDropoutProb, randoms.dropoutRandom));
  }

  forward(x: Tensor3D, residual: Tensor3D): Tensor3D {
    return tidy(() => this.norm.forwardResidual(residual, this.dense.forward(x), this.dropout));
  }
}

class BertAttention extends Module {
  readonly self: BertSelfAttention;
  private readonly output: BertOutput;

  constructor(config: BertConfig, randoms: Randoms) {
    super();
    this.self = this.child('self', new BertSelfAttention(config, randoms));
    this.output = this.child('output', new BertOutput(config.hiddenSize, config, randoms));
  }

  forward(x: Tensor3D, keyMask: Uint8Array | null): Tensor3D {
    return tidy(() => this.output.forward(this.self.forward(x, keyMask), x));
  }
}

class BertIntermediate extends Module {
  private readonly dense: Dense;
  private readonly config: BertConfig;

  constructor(config: BertConfig, randoms: Randoms) {
    super();
    this.config = config;
    const initial = initialOf(config, randoms);
    this.dense = this.child('dense', new Dense(config.hiddenSize, config.intermediateSize, initial));
  }

  forward(x: Tensor3D): Tensor3D {
    return this.dense.forward(x, this.config.hiddenAct);
  }
}

/** `encoder.layer.N.`: attention and feed-forward, each followed by LN(x + dropout(…)). */
export class BertLayer extends Module {
  private readonly attention: BertAttention;
  private readonly intermediate: BertIntermediate;
  private readonly output: BertOutput;

  constructor(config: BertConfig, randoms: Randoms) {
    super();
    this.attention = this.child('attention', new BertAttention(config, randoms));
    this.intermediate = this.child('intermediate', new BertIntermediate(config, randoms));
    this.output = this.child('output', new BertOutput(config.intermediateSize, config, randoms));
  }

  forward(x: Tensor3D, keyMask: Uint8Array | null): Tensor3D {
    return tidy(() => {
      const attended = this.attention.forward(x, keyMask);
      return this.output.forward(this.intermediate.forward(attended), attended);
    });
  }

  /** What each head looks at, for input x: [B, heads, T, T]. */
  probabilities(x: Tensor3D, keyMask: Uint8Array | null): Tensor4D {
    return this.attention.self.probabilities(x, keyMask);
  }
}
