import type { Exercise } from '../types.ts';
import { exercise as padBatch } from './pad-batch/exercise.ts';
import { exercise as scores } from './scores/exercise.ts';
import { exercise as rnnStep } from './rnn-step/exercise.ts';
import { exercise as maxPool } from './max-pool/exercise.ts';
import { exercise as crossEntropy } from './cross-entropy/exercise.ts';
import { exercise as gruStep } from './gru-step/exercise.ts';

/** In the order of the lesson. */
export const rnnExercises: readonly Exercise[] = [padBatch, scores, rnnStep, maxPool, gruStep, crossEntropy];
