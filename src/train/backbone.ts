import type { BertForPreTraining, BertForSequenceClassification } from '../models/bert/bert.ts';
import type { NamedArray } from '../nn/module.ts';
import type { InitSpec } from '../recipe/recipe.ts';
import { toTensor, unpacked } from './checkpoint.ts';

const ENCODER = 'bert.';

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
      else model.bert.loadStateDict(arrays.flatMap(ofEncoder), toTensor);
    } catch (error) {
      model.dispose();
      throw error;
    }
  }
  model.bert.freeze(init.freeze);
}

/** A weight that only a model for pretraining has. */
const HEAD = 'cls.predictions.bias';

const ofEncoder = ({ name, ...array }: NamedArray): NamedArray[] =>
  name.startsWith(ENCODER) ? [{ name: name.slice(ENCODER.length), ...array }] : [];
