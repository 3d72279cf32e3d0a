import type { BertForPreTraining, BertForSequenceClassification, BertModel } from '../models/bert/bert.ts';
import type { NamedArray } from '../nn/module.ts';
import type { InitSpec } from '../recipe/recipe.ts';
import { renamed, toTensor, unpacked } from './checkpoint.ts';

/** An encoder's name in the names of a model's weights. */
const ENCODER = /^(bert|distilbert)\./;
const POOLER = 'pooler.';

/**
 * Gives a new model the weights of a trained one: the encoder always, and the heads where both are for pretraining. What
 * `freeze` names learns no more.
 * @throws LabError `weights/mismatch` where the encoder is of other sizes
 */
export function beginWith(
  model: BertForPreTraining | BertForSequenceClassification,
  weights: Uint8Array | undefined,
  init: InitSpec,
): void {
  if (init.kind === 'scratch') return;
  if (weights) {
    const arrays = unpacked(weights);
    const whole = [...arrays, ...model.namedParameters()].filter(({ name }) => name === HEAD).length === 2;
    try {
      if (whole) model.loadStateDict(arrays, toTensor);
      else loadEncoder(model.bert, arrays);
    } catch (error) {
      model.dispose();
      throw error;
    }
  }
  model.bert.freeze(init.freeze);
}

/** A weight that only a model for pretraining has. */
const HEAD = 'cls.predictions.bias';

/**
 * The weights of an encoder out of those of a model with a head. Many published ones have no pooler: it is then as it was
 * drawn, as in transformers.
 * @throws LabError `weights/mismatch`
 */
export function loadEncoder(encoder: BertModel, arrays: readonly NamedArray[]): void {
  const given = arrays.flatMap((array) =>
    ENCODER.test(array.name) ? [renamed(array, array.name.replace(ENCODER, ''))] : [],
  );
  const hasPooler = given.some(({ name }) => name.startsWith(POOLER));
  encoder.loadStateDict(given, toTensor, (name) => !hasPooler && name.startsWith(POOLER));
}
