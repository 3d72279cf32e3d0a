import type { ExerciseProof } from '../types.ts';
import { proof as bpe } from './bpe/proof.ts';
import { proof as macroF1 } from './macro-f1/proof.ts';

/** For the tests: by id. */
export const lstmProofs: Record<string, ExerciseProof> = {
  'lstm/bpe': bpe,
  'lstm/macro-f1': macroF1,
};
