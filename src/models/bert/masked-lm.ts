import {
  type Rank,
  type Tensor1D,
  type Tensor2D,
  type Tensor3D,
  tidy,
  type Variable,
} from '@tensorflow/tfjs-core';
import { linear } from '../../nn/functional.ts';
import { constant } from '../../nn/init.ts';
import { LayerNorm } from '../../nn/layer-norm.ts';
import { Module } from '../../nn/module.ts';
import { weight } from '../../nn/weight.ts';
import { BertModel, type Randoms, tokensAt } from './bert.ts';
import type { BertConfig } from './config.ts';
import { Dense, initialOf } from './parts.ts';

/** What published models come as, beside the one that is pretrained here: with a head for words, or with none. */

/** An encoder without any head, under the name it has in every model with one. */
export class BertAlone extends Module {
  readonly bert: BertModel;

  constructor(config: BertConfig, randoms: Randoms) {
    super();
    this.bert = this.child(config.architecture, new BertModel(config, randoms));
  }
}

const NAMES = {
  bert: {
    dense: 'cls.predictions.transform.dense',
    norm: 'cls.predictions.transform.LayerNorm',
    bias: 'cls.predictions.bias',
  },
  distilbert: { dense: 'vocab_transform', norm: 'vocab_layer_norm', bias: 'vocab_projector.bias' },
} as const;

/** Hugging Face's BertForMaskedLM or DistilBertForMaskedLM. */
export class BertForMaskedLM extends BertAlone {
  private readonly dense: Dense;
  private readonly norm: LayerNorm;
  private readonly bias: Variable<Rank.R1>;
  private readonly activation: BertConfig['hiddenAct'];

  constructor(config: BertConfig, randoms: Randoms) {
    super(config, randoms);
    const names = NAMES[config.architecture];
    const { hiddenSize: size, layerNormEps: eps } = config;
    this.activation = config.hiddenAct;
    this.bias = weight<Rank.R1>(constant([config.vocabSize], 0));
    this.parameter(names.bias, this.bias);
    this.dense = this.child(names.dense, new Dense(size, size, initialOf(config, randoms)));
    this.norm = this.child(names.norm, new LayerNorm({ size, eps }));
  }

  /** Logits [N, V] of the words at these places (b·T + t), by the word embeddings once more. */
  wordLogits(hidden: Tensor3D, places: Int32Array): Tensor2D {
    return tidy(() => {
      const found = this.norm.forward(this.dense.forward(tokensAt(hidden, places), this.activation));
      return linear(found, this.bert.embeddings.words.weight, this.bias as Tensor1D);
    });
  }
}
