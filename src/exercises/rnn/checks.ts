import type { ExerciseChecks } from '../kit/checks.ts';
import { checks as rnnStep } from './rnn-step/checks.ts';

/** For the sandbox. */
export const rnnChecks: readonly ExerciseChecks[] = [rnnStep];
