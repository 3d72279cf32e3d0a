import type { ExerciseChecks } from '../kit/checks.ts';
import { checks as scores } from './scores/checks.ts';
import { checks as maskedSoftmax } from './masked-softmax/checks.ts';
import { checks as context } from './context/checks.ts';
import { checks as scaledDot } from './scaled-dot/checks.ts';
import { checks as variance } from './variance/checks.ts';
import { checks as heads } from './heads/checks.ts';
import { checks as causalMask } from './causal-mask/checks.ts';

/** For the sandbox. */
export const attentionChecks: readonly ExerciseChecks[] = [
  scores,
  maskedSoftmax,
  context,
  scaledDot,
  variance,
  heads,
  causalMask,
];
