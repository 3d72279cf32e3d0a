import type { Exercise } from '../types.ts';
import { exercise as classificationModel } from './classification-model/exercise.ts';
import { exercise as frozenCopy } from './frozen-copy/exercise.ts';
import { exercise as trainFunction } from './train-function/exercise.ts';
import { exercise as chosenHeads } from './chosen-heads/exercise.ts';
import { exercise as headProfile } from './head-profile/exercise.ts';
import { exercise as textFeatures } from './text-features/exercise.ts';
import { exercise as rocPoints } from './roc-points/exercise.ts';

/** In the order of the lesson. */
export const transferExercises: readonly Exercise[] = [
  classificationModel,
  frozenCopy,
  trainFunction,
  chosenHeads,
  headProfile,
  textFeatures,
  rocPoints,
];
