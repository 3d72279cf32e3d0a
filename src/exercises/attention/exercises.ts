import type { Exercise } from '../types.ts';
import { exercise as scores } from './scores/exercise.ts';
import { exercise as maskedSoftmax } from './masked-softmax/exercise.ts';
import { exercise as context } from './context/exercise.ts';
import { exercise as scaledDot } from './scaled-dot/exercise.ts';
import { exercise as variance } from './variance/exercise.ts';
import { exercise as heads } from './heads/exercise.ts';
import { exercise as causalMask } from './causal-mask/exercise.ts';

/** In the order of the lesson. */
export const attentionExercises: readonly Exercise[] = [
  scores,
  maskedSoftmax,
  context,
  scaledDot,
  variance,
  heads,
  causalMask,
];
