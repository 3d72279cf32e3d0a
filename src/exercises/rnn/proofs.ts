import type { ExerciseProof } from '../types.ts';
import { proof as padBatch } from './pad-batch/proof.ts';
import { proof as scores } from './scores/proof.ts';
import { proof as rnnStep } from './rnn-step/proof.ts';
import { proof as maxPool } from './max-pool/proof.ts';
import { proof as crossEntropy } from './cross-entropy/proof.ts';
import { proof as gruStep } from './gru-step/proof.ts';

/** For the tests: by id. */
export const rnnProofs: Record<string, ExerciseProof> = {
  'rnn/pad-batch': padBatch,
  'rnn/scores': scores,
  'rnn/rnn-step': rnnStep,
  'rnn/max-pool': maxPool,
  'rnn/gru-step': gruStep,
  'rnn/cross-entropy': crossEntropy,
};
