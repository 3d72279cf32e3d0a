import { LabError } from '../base/errors.ts';
import { Random } from '../base/random.ts';
import { BertForPreTraining } from '../models/bert/bert.ts';
import { configOf } from '../models/bert/config.ts';
import { bertModel } from '../recipe/model.ts';
import type { CheckpointRecord } from '../storage/types.ts';
import { packed } from './checkpoint.ts';

/**
 * What a pretraining began with: its weights follow from the seed, so nobody has to keep them.
 * @param record any checkpoint of the run
 * @throws LabError `run/not-drawn` where it began with the weights of another model, or is no pretraining
 */
export async function drawnRecord(record: CheckpointRecord): Promise<CheckpointRecord> {
  const { recipe, vocabulary, maxLength } = record;
  const { model: spec } = recipe;
  const drawn = spec.kind === 'bert' && (spec.init.kind === 'scratch' || spec.init.take === 'vocabulary');
  if (recipe.task !== 'pretrain' || !drawn)
    throw new LabError(
      'run/not-drawn',
      'The first weights of this run were not drawn at random.',
      'Choose a pretraining that began from scratch.',
    );
  // As PretrainTask makes its model.
  const random = new Random(recipe.seed, 'weights');
  const config = configOf(bertModel(recipe, maxLength), vocabulary.length, false);
  const model = new BertForPreTraining(config, { random, dropoutRandom: random });
  try {
    const weights = await packed(model.namedParameters(), (promise) => promise);
    if (!weights) throw new LabError('weights/mismatch', 'The weights that were drawn are no numbers.');
    return { ...record, weights, step: 0, optimizer: null, trainer: null };
  } finally {
    model.dispose();
  }
}
