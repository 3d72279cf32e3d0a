import type { ExerciseProof } from '../types.ts';
import { proof as lstmStep } from './lstm-step/proof.ts';

/** For the tests: by id. */
export const lstmProofs: Record<string, ExerciseProof> = {
  'lstm/lstm-step': lstmStep,
};
