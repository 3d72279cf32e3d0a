import type { Exercise } from '../types.ts';
import { exercise as rnnStep } from './rnn-step/exercise.ts';

/** In the order of the lesson. */
export const rnnExercises: readonly Exercise[] = [rnnStep];
