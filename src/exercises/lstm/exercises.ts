import type { Exercise } from '../types.ts';
import { exercise as lstmStep } from './lstm-step/exercise.ts';

/** In the order of the lesson. */
export const lstmExercises: readonly Exercise[] = [
  lstmStep, //
];
