import type { Activation } from '../../engine/activation.ts';
import { innerWidth } from '../../recipe/bert-size.ts';
import type { BertModelSpec } from '../../recipe/recipe.ts';

/** The sizes of a BERT, under the names of Hugging Face's BertConfig (there with underscores). */
export interface BertConfig {
  architecture: BertModelSpec['architecture'];
  vocabSize: number;
  hiddenSize: number;
  numHiddenLayers: number;
  numAttentionHeads: number;
  intermediateSize: number;
  hiddenAct: Activation;
  hiddenDropoutProb: number;
  attentionProbsDropoutProb: number;
  maxPositionEmbeddings: number;
  typeVocabSize: number;
  layerNormEps: number;
  padTokenId: number;
  /** Deviation of the first weights. */
  initializerRange: number;
  /** Embeddings and layers are loaded next: nothing is drawn for them, which takes long where there are many. */
  blank: boolean;
}

/** What BertConfig() has, for a width, layers and heads; the inner layer is four times as wide (Devlin et al. 2019). */
export function bertConfig(
  sizes: Pick<BertConfig, 'vocabSize' | 'hiddenSize' | 'numHiddenLayers' | 'numAttentionHeads'> &
    Partial<BertConfig>,
): BertConfig {
  return {
    architecture: 'bert',
    intermediateSize: 4 * sizes.hiddenSize,
    hiddenAct: 'gelu',
    hiddenDropoutProb: 0.1,
    attentionProbsDropoutProb: 0.1,
    maxPositionEmbeddings: 512,
    typeVocabSize: 2,
    layerNormEps: 1e-12,
    padTokenId: 0,
    initializerRange: 0.02,
    blank: false,
    ...sizes,
  };
}

/** The sizes that a recipe gives. @param blank whether its encoder is loaded next */
export function configOf(spec: BertModelSpec, vocabSize: number, blank = false): BertConfig {
  return bertConfig({
    architecture: spec.architecture,
    vocabSize,
    hiddenSize: spec.hidden,
    numHiddenLayers: spec.layers,
    numAttentionHeads: spec.heads,
    intermediateSize: innerWidth(spec),
    hiddenAct: spec.activation,
    hiddenDropoutProb: spec.dropout,
    attentionProbsDropoutProb: spec.attentionDropout,
    maxPositionEmbeddings: spec.positions,
    typeVocabSize: spec.segments,
    layerNormEps: spec.eps,
    initializerRange: spec.initializerRange,
    blank,
  });
}
