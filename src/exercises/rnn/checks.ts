import type { ExerciseChecks } from '../kit/checks.ts';
import { checks as padBatch } from './pad-batch/checks.ts';
import { checks as scores } from './scores/checks.ts';
import { checks as rnnStep } from './rnn-step/checks.ts';
import { checks as maxPool } from './max-pool/checks.ts';
import { checks as crossEntropy } from './cross-entropy/checks.ts';
import { checks as gruStep } from './gru-step/checks.ts';

/** For the sandbox. */
export const rnnChecks: readonly ExerciseChecks[] = [
  padBatch,
  scores,
  rnnStep,
  maxPool,
  gruStep,
  crossEntropy,
];
