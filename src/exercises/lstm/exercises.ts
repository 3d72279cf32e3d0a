import type { Exercise } from '../types.ts';
import { exercise as labels } from './labels/exercise.ts';
import { exercise as clean } from './clean/exercise.ts';
import { exercise as indices } from './indices/exercise.ts';
import { exercise as bpe } from './bpe/exercise.ts';
import { exercise as rnnLayer } from './rnn-layer/exercise.ts';
import { exercise as lstmStep } from './lstm-step/exercise.ts';
import { exercise as attention } from './attention/exercise.ts';
import { exercise as layers } from './layers/exercise.ts';
import { exercise as posWeight } from './pos-weight/exercise.ts';
import { exercise as macroF1 } from './macro-f1/exercise.ts';

/** In the order of the lesson. */
export const lstmExercises: readonly Exercise[] = [
  labels,
  clean,
  indices,
  bpe,
  rnnLayer,
  lstmStep,
  attention,
  layers,
  posWeight,
  macroF1,
];
