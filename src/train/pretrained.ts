import { Random } from '../base/random.ts';
import { BertForPreTraining } from '../models/bert/bert.ts';
import { configOf } from '../models/bert/config.ts';
import { BertAlone, BertForMaskedLM } from '../models/bert/masked-lm.ts';
import { bertModel } from '../recipe/model.ts';
import type { CheckpointRecord } from '../storage/types.ts';
import { toTensor, unpacked } from './checkpoint.ts';

/** A pretrained encoder with the heads that came with it. */
export type Pretrained = BertForPreTraining | BertForMaskedLM | BertAlone;

const ORDER_HEAD = 'cls.seq_relationship.weight';
const WORD_HEADS: readonly string[] = ['cls.predictions.bias', 'vocab_projector.bias'];

/**
 * The model of a run that pretrained, or of a published one, with its weights, for reading.
 * @throws LabError `weights/mismatch`, `recipe/model`
 */
export function pretrainedOf({ recipe, vocabulary, maxLength, weights }: CheckpointRecord): Pretrained {
  const arrays = unpacked(weights);
  const names = new Set(arrays.map(({ name }) => name));
  const config = configOf(bertModel(recipe, maxLength), vocabulary.length, true);
  // Every weight is replaced, so the seed does not matter.
  const random = new Random(0);
  const randoms = { random, dropoutRandom: random };
  const Kind = names.has(ORDER_HEAD)
    ? BertForPreTraining
    : WORD_HEADS.some((name) => names.has(name))
      ? BertForMaskedLM
      : BertAlone;
  const model = new Kind(config, randoms);
  const hasPooler = names.has('bert.pooler.dense.weight');
  try {
    model.loadStateDict(arrays, toTensor, (name) => !hasPooler && name.startsWith('bert.pooler.'));
  } catch (error) {
    model.dispose();
    throw error;
  }
  return model.eval();
}
