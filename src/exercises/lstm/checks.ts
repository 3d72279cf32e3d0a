import type { ExerciseChecks } from '../kit/checks.ts';
import { checks as labels } from './labels/checks.ts';
import { checks as clean } from './clean/checks.ts';
import { checks as indices } from './indices/checks.ts';
import { checks as bpe } from './bpe/checks.ts';
import { checks as rnnLayer } from './rnn-layer/checks.ts';
import { checks as lstmStep } from './lstm-step/checks.ts';
import { checks as attention } from './attention/checks.ts';
import { checks as layers } from './layers/checks.ts';
import { checks as posWeight } from './pos-weight/checks.ts';
import { checks as macroF1 } from './macro-f1/checks.ts';

/** For the sandbox. */
export const lstmChecks: readonly ExerciseChecks[] = [
  labels,
  clean,
  indices,
  bpe,
  rnnLayer,
  lstmStep,
  attention,
  layers,
  posWeight,
  macroF1,
];
