import type { ExerciseChecks } from '../kit/checks.ts';
import { checks as lstmStep } from './lstm-step/checks.ts';

/** For the sandbox. */
export const lstmChecks: readonly ExerciseChecks[] = [
  lstmStep, //
];
