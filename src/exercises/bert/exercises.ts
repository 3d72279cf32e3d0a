import type { Exercise } from '../types.ts';
import { exercise as wordpiece } from './wordpiece/exercise.ts';
import { exercise as greedy } from './greedy/exercise.ts';
import { exercise as orderItem } from './order-item/exercise.ts';
import { exercise as masking } from './masking/exercise.ts';
import { exercise as truncatedNormal } from './truncated-normal/exercise.ts';
import { exercise as embeddings } from './embeddings/exercise.ts';
import { exercise as selfAttention } from './self-attention/exercise.ts';
import { exercise as feedForward } from './feed-forward/exercise.ts';
import { exercise as layer } from './layer/exercise.ts';
import { exercise as encoder } from './encoder/exercise.ts';
import { exercise as tiedHead } from './tied-head/exercise.ts';
import { exercise as classifierHead } from './classifier-head/exercise.ts';
import { exercise as groups } from './groups/exercise.ts';
import { exercise as schedule } from './schedule/exercise.ts';
import { exercise as accumulation } from './accumulation/exercise.ts';
import { exercise as step } from './step/exercise.ts';
import { exercise as weightedF1 } from './weighted-f1/exercise.ts';

/** In the order of the lesson. */
export const bertExercises: readonly Exercise[] = [
  wordpiece,
  greedy,
  orderItem,
  masking,
  truncatedNormal,
  embeddings,
  selfAttention,
  feedForward,
  layer,
  encoder,
  tiedHead,
  classifierHead,
  groups,
  schedule,
  accumulation,
  step,
  weightedF1,
];
