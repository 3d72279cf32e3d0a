import type { ExerciseChecks } from '../kit/checks.ts';
import { checks as wordpiece } from './wordpiece/checks.ts';
import { checks as greedy } from './greedy/checks.ts';
import { checks as orderItem } from './order-item/checks.ts';
import { checks as masking } from './masking/checks.ts';
import { checks as truncatedNormal } from './truncated-normal/checks.ts';
import { checks as embeddings } from './embeddings/checks.ts';
import { checks as selfAttention } from './self-attention/checks.ts';
import { checks as feedForward } from './feed-forward/checks.ts';
import { checks as layer } from './layer/checks.ts';
import { checks as encoder } from './encoder/checks.ts';
import { checks as tiedHead } from './tied-head/checks.ts';
import { checks as classifierHead } from './classifier-head/checks.ts';
import { checks as groups } from './groups/checks.ts';
import { checks as schedule } from './schedule/checks.ts';
import { checks as accumulation } from './accumulation/checks.ts';
import { checks as step } from './step/checks.ts';
import { checks as weightedF1 } from './weighted-f1/checks.ts';

/** For the sandbox. */
export const bertChecks: readonly ExerciseChecks[] = [
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
