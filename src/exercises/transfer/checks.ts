import type { ExerciseChecks } from '../kit/checks.ts';
import { checks as classificationModel } from './classification-model/checks.ts';
import { checks as frozenCopy } from './frozen-copy/checks.ts';
import { checks as trainFunction } from './train-function/checks.ts';
import { checks as chosenHeads } from './chosen-heads/checks.ts';
import { checks as headProfile } from './head-profile/checks.ts';
import { checks as textFeatures } from './text-features/checks.ts';
import { checks as rocPoints } from './roc-points/checks.ts';

/** For the sandbox. */
export const transferChecks: readonly ExerciseChecks[] = [
  classificationModel,
  frozenCopy,
  trainFunction,
  chosenHeads,
  headProfile,
  textFeatures,
  rocPoints,
];
