import type { ExerciseProof } from '../types.ts';
import { proof as scores } from './scores/proof.ts';
import { proof as maskedSoftmax } from './masked-softmax/proof.ts';
import { proof as context } from './context/proof.ts';
import { proof as scaledDot } from './scaled-dot/proof.ts';
import { proof as variance } from './variance/proof.ts';
import { proof as heads } from './heads/proof.ts';
import { proof as causalMask } from './causal-mask/proof.ts';

/** For the tests: by id. */
export const attentionProofs: Record<string, ExerciseProof> = {
  'attention/scores': scores,
  'attention/masked-softmax': maskedSoftmax,
  'attention/context': context,
  'attention/scaled-dot': scaledDot,
  'attention/variance': variance,
  'attention/heads': heads,
  'attention/causal-mask': causalMask,
};
