import type { ExerciseProof } from '../types.ts';
import { proof as rnnStep } from './rnn-step/proof.ts';

/** For the tests: by id. */
export const rnnProofs: Record<string, ExerciseProof> = { 'rnn/rnn-step': rnnStep };
