import { type Tensor2D } from '@tensorflow/tfjs-core';
import type { Random } from '../base/random.ts';
import type { PreparedData } from '../data/types.ts';
import { BertForSequenceClassification } from '../models/bert/bert.ts';
import { configOf } from '../models/bert/config.ts';
import type { ModelPieces } from '../models/pieces.ts';
import { TextClassifier } from '../models/text-classifier.ts';
import type { TokenBatch } from '../nn/batch.ts';
import type { Module } from '../nn/module.ts';
import { bertModel, recurrentModel } from '../recipe/model.ts';
import type { Recipe } from '../recipe/recipe.ts';
import { beginWith } from './backbone.ts';

/** A model that gives texts labels. */
export type Classifier = Module & {
  /** Logits [rows, labels]. */
  forward(batch: TokenBatch): Tensor2D;
};

type Shape = Pick<PreparedData, 'vocabulary' | 'labels' | 'maxLength' | 'pretrained'> & {
  /** Those of a checkpoint, which are loaded next. */
  weights?: Uint8Array;
};

/** The model of a recipe, for data with this vocabulary and these classes. */
export function classifierFor(
  recipe: Recipe,
  data: Shape,
  random: Random,
  dropoutRandom: Random,
  pieces: ModelPieces = {},
): Classifier {
  const { vocabulary, labels, maxLength } = data;
  if (recipe.model.kind === 'bert') {
    const spec = bertModel(recipe, maxLength);
    const randoms = { random, dropoutRandom };
    const model = new BertForSequenceClassification(
      configOf(spec, vocabulary.length, data.pretrained !== undefined || data.weights !== undefined),
      labels.length,
      randoms,
      spec.pooling,
    );
    beginWith(model, data.pretrained, spec.init);
    return model;
  }
  return new TextClassifier({
    spec: recurrentModel(recipe),
    vocabularySize: vocabulary.length,
    classes: labels.length,
    ...{ maxLength, random, dropoutRandom, pieces },
  });
}
