import type { ExerciseProof } from '../types.ts';
import { proof as classificationModel } from './classification-model/proof.ts';
import { proof as frozenCopy } from './frozen-copy/proof.ts';
import { proof as trainFunction } from './train-function/proof.ts';
import { proof as chosenHeads } from './chosen-heads/proof.ts';
import { proof as headProfile } from './head-profile/proof.ts';
import { proof as textFeatures } from './text-features/proof.ts';
import { proof as rocPoints } from './roc-points/proof.ts';

/** For the tests: by id. */
export const transferProofs: Record<string, ExerciseProof> = {
  'transfer/classification-model': classificationModel,
  'transfer/frozen-copy': frozenCopy,
  'transfer/train-function': trainFunction,
  'transfer/chosen-heads': chosenHeads,
  'transfer/head-profile': headProfile,
  'transfer/text-features': textFeatures,
  'transfer/roc-points': rocPoints,
};
