import {
  matMul,
  reshape,
  type Rank,
  squeeze,
  type Tensor1D,
  type Tensor2D,
  type Tensor3D,
  type Tensor4D,
  tensor3d,
  tidy,
  type Variable,
} from '@tensorflow/tfjs-core';
import { lengthsMask } from '../../engine/attention.ts';
import { embeddingLookup } from '../../engine/embedding.ts';
import { Dropout } from '../../nn/dropout.ts';
import { linear } from '../../nn/functional.ts';
import { constant } from '../../nn/init.ts';
import { LayerNorm } from '../../nn/layer-norm.ts';
import { Module } from '../../nn/module.ts';
import { weight } from '../../nn/weight.ts';
import type { BertModelSpec, Freeze } from '../../recipe/recipe.ts';
import type { BertConfig } from './config.ts';
import { type BertBatch, BertEmbeddings, BertLayer, Dense, initialOf, type Randoms } from './parts.ts';

export type { BertBatch, Randoms } from './parts.ts';

class BertEncoder extends Module {
  readonly layers: BertLayer[];

  constructor(config: BertConfig, randoms: Randoms) {
    super();
    this.layers = Array.from({ length: config.numHiddenLayers }, (_, i) =>
      this.child(`layer.${i}`, new BertLayer(config, randoms)),
    );
  }
}

/** `pooler.`: the first token of each text through a dense layer and tanh. */
class BertPooler extends Module {
  private readonly dense: Dense;

  constructor(config: BertConfig, randoms: Randoms) {
    super();
    const initial = initialOf(config, randoms);
    this.dense = this.child('dense', new Dense(config.hiddenSize, config.hiddenSize, initial));
  }

  forward(hidden: Tensor3D): Tensor2D {
    return tidy(() => this.dense.forward(firstTokens(hidden), 'tanh'));
  }
}

/** The states of `[CLS]`: [B, T, H] → [B, H]. */
function firstTokens(hidden: Tensor3D): Tensor2D {
  const [rows, length] = hidden.shape;
  return tokensAt(
    hidden,
    Int32Array.from({ length: rows }, (_, b) => b * length),
  );
}

/** The states of some tokens, given as b·T + t: [B, T, H] → [N, H]. The gradient reaches these tokens only. */
export function tokensAt(hidden: Tensor3D, places: Int32Array): Tensor2D {
  return tidy(() => {
    const flat = reshape(hidden, [-1, hidden.shape[2]]) as Tensor2D;
    return embeddingLookup(flat, places, null);
  });
}

/** The mean of the states of each text over its tokens, marks included: [B, T, H] → [B, H]. Padding does not count. */
export function meanOfTokens(hidden: Tensor3D, lengths: Int32Array): Tensor2D {
  const [rows, length] = hidden.shape;
  const shares = new Float32Array(rows * length);
  lengths.forEach((own, b) => shares.fill(1 / own, b * length, b * length + own));
  return tidy(() => squeeze(matMul(tensor3d(shares, [rows, 1, length]), hidden), [1]) as Tensor2D);
}

/** Hugging Face's BertModel: encoder of post-LN layers over embeddings, and a pooler; or its DistilBertModel, without one. Names are those of its state dict. */
export class BertModel extends Module {
  readonly embeddings: BertEmbeddings;
  private readonly encoder: BertEncoder;
  private readonly pooler: BertPooler | null;
  private frozen: readonly Module[] = [];

  constructor(config: BertConfig, randoms: Randoms) {
    super();
    const drawn = config.blank ? { ...config, initializerRange: 0 } : config;
    this.embeddings = this.child('embeddings', new BertEmbeddings(drawn, randoms));
    const distilled = config.architecture === 'distilbert';
    this.encoder = this.child(distilled ? 'transformer' : 'encoder', new BertEncoder(drawn, randoms));
    this.pooler = distilled ? null : this.child('pooler', new BertPooler(config, randoms));
  }

  /**
   * These parts learn no more and drop nothing, in training either: all, or the embeddings and so many layers above them.
   * A number of all layers leaves the pooler to learn.
   */
  freeze(what: Freeze): void {
    const { embeddings, encoder, pooler } = this;
    this.frozen =
      what === 'none'
        ? []
        : what === 'all'
          ? [embeddings, encoder, ...(pooler ? [pooler] : [])]
          : [embeddings, ...encoder.layers.slice(0, what)];
    for (const part of this.frozen)
      for (const parameter of part.namedParameters()) parameter.requiresGrad = false;
    this.train(this.training);
  }

  override train(mode = true): this {
    super.train(mode);
    for (const part of this.frozen) part.eval();
    return this;
  }

  /** last_hidden_state: [B, T, H]; padding is not looked at. */
  forward(batch: BertBatch): Tensor3D {
    return tidy(() => this.above(this.embeddings.forward(batch), batch, 0));
  }

  /** The states after the embeddings and so many layers above them: [B, T, H]. */
  below(batch: BertBatch, layers: number): Tensor3D {
    const mask = maskOf(batch);
    return tidy(() => {
      let x = this.embeddings.forward(batch);
      for (const layer of this.encoder.layers.slice(0, layers)) x = layer.forward(x, mask);
      return x;
    });
  }

  /** last_hidden_state [B, T, H] of such states: the layers behind so many. */
  above(states: Tensor3D, batch: Pick<BertBatch, 'lengths' | 'length'>, layers: number): Tensor3D {
    const mask = maskOf(batch);
    return tidy(() => {
      let x = states;
      for (const layer of this.encoder.layers.slice(layers)) x = layer.forward(x, mask);
      return x;
    });
  }

  /** pooler_output: [B, H]; of DistilBERT the states of `[CLS]`. */
  pool(hidden: Tensor3D): Tensor2D {
    return this.pooler ? this.pooler.forward(hidden) : firstTokens(hidden);
  }

  /** What each head of each layer looks at: one [B, heads, T, T] a layer. */
  attentions(batch: BertBatch): Tensor4D[] {
    const mask = maskOf(batch);
    const found = tidy(() => {
      let x = this.embeddings.forward(batch);
      return this.encoder.layers.map((layer) => {
        const probabilities = layer.probabilities(x, mask);
        x = layer.forward(x, mask);
        return probabilities;
      });
    });
    return found;
  }
}

/** Where there is padding, which keys are none: [B · T]. */
function maskOf({ lengths, length }: Pick<BertBatch, 'lengths' | 'length'>): Uint8Array | null {
  return lengths.every((own) => own >= length) ? null : lengthsMask(lengths, length);
}

/** `cls.predictions.`: dense, activation, LayerNorm, then the word embeddings once more, as one and the same variable. */
class BertLMPredictionHead extends Module {
  private readonly transform: BertTransform;
  private readonly bias: Variable<Rank.R1>;
  private readonly words: Variable<Rank.R2>;

  constructor(config: BertConfig, words: Variable<Rank.R2>, randoms: Randoms) {
    super();
    this.words = words;
    this.bias = weight<Rank.R1>(constant([config.vocabSize], 0));
    this.parameter('bias', this.bias);
    this.transform = this.child('transform', new BertTransform(config, randoms));
  }

  forward(x: Tensor2D): Tensor2D {
    return tidy(() => linear(this.transform.forward(x), this.words, this.bias as Tensor1D));
  }
}

class BertTransform extends Module {
  private readonly dense: Dense;
  private readonly norm: LayerNorm;
  private readonly config: BertConfig;

  constructor(config: BertConfig, randoms: Randoms) {
    super();
    this.config = config;
    const initial = initialOf(config, randoms);
    this.dense = this.child('dense', new Dense(config.hiddenSize, config.hiddenSize, initial));
    const norm = new LayerNorm({ size: config.hiddenSize, eps: config.layerNormEps });
    this.norm = this.child('LayerNorm', norm);
  }

  forward(x: Tensor2D): Tensor2D {
    return tidy(() => this.norm.forward(this.dense.forward(x, this.config.hiddenAct)));
  }
}

class BertPreTrainingHeads extends Module {
  readonly predictions: BertLMPredictionHead;
  readonly relationship: Dense;

  constructor(config: BertConfig, words: Variable<Rank.R2>, randoms: Randoms) {
    super();
    this.predictions = this.child('predictions', new BertLMPredictionHead(config, words, randoms));
    this.relationship = this.child(
      'seq_relationship',
      new Dense(config.hiddenSize, 2, initialOf(config, randoms)),
    );
  }
}

/** Hugging Face's BertForPreTraining; the second head tells whether two segments are in order. */
export class BertForPreTraining extends Module {
  readonly bert: BertModel;
  private readonly cls: BertPreTrainingHeads;

  constructor(config: BertConfig, randoms: Randoms) {
    super();
    this.bert = this.child('bert', new BertModel(config, randoms));
    const words = this.bert.embeddings.words.weight;
    this.cls = this.child('cls', new BertPreTrainingHeads(config, words, randoms));
  }

  /** Logits [N, V] of the words at these places (b·T + t), the masked ones; no others are computed. */
  wordLogits(hidden: Tensor3D, places: Int32Array): Tensor2D {
    return tidy(() => this.cls.predictions.forward(tokensAt(hidden, places)));
  }

  /** Logits [B, 2]: in order, swapped. */
  orderLogits(hidden: Tensor3D): Tensor2D {
    return tidy(() => this.cls.relationship.forward(this.bert.pool(hidden)));
  }
}

/** Hugging Face's BertForSequenceClassification, or DistilBertForSequenceClassification. */
export class BertForSequenceClassification extends Module {
  readonly bert: BertModel;
  private readonly dropout: Dropout;
  /** DistilBERT's: a layer with ReLU where BERT has its pooler, and not part of the encoder. */
  private readonly before: Dense | null;
  private readonly classifier: Dense;
  private readonly pooling: BertModelSpec['pooling'];

  constructor(
    config: BertConfig,
    classes: number,
    randoms: Randoms,
    pooling: BertModelSpec['pooling'] = 'pooler',
  ) {
    super();
    this.pooling = pooling;
    this.bert = this.child(config.architecture, new BertModel(config, randoms));
    const { hiddenSize, architecture } = config;
    this.before =
      architecture === 'bert'
        ? null
        : this.child('pre_classifier', new Dense(hiddenSize, hiddenSize, initialOf(config, randoms)));
    this.dropout = this.child('dropout', new Dropout(config.hiddenDropoutProb, randoms.dropoutRandom));
    this.classifier = this.child('classifier', new Dense(hiddenSize, classes, initialOf(config, randoms)));
  }

  /** Logits [B, classes]. */
  forward(batch: BertBatch): Tensor2D {
    return tidy(() => this.classify(this.features(batch)));
  }

  /** What the head is given of each text: [B, H]. */
  features(batch: BertBatch): Tensor2D {
    return tidy(() => this.pooled(this.bert.forward(batch), batch.lengths));
  }

  /** The same of the states [B, T, H] after so many layers. */
  featuresAbove(states: Tensor3D, batch: Pick<BertBatch, 'lengths' | 'length'>, layers: number): Tensor2D {
    return tidy(() => this.pooled(this.bert.above(states, batch, layers), batch.lengths));
  }

  private pooled(hidden: Tensor3D, lengths: Int32Array): Tensor2D {
    return this.pooling === 'mean' ? meanOfTokens(hidden, lengths) : this.bert.pool(hidden);
  }

  /** Logits [B, classes] of features [B, H]. */
  classify(features: Tensor2D): Tensor2D {
    return tidy(() => {
      const before = this.before ? this.before.forward(features, 'relu') : features;
      return this.classifier.forward(this.dropout.forward(before));
    });
  }
}
