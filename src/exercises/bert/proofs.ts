import type { ExerciseProof } from '../types.ts';
import { proof as wordpiece } from './wordpiece/proof.ts';
import { proof as greedy } from './greedy/proof.ts';
import { proof as orderItem } from './order-item/proof.ts';
import { proof as masking } from './masking/proof.ts';
import { proof as truncatedNormal } from './truncated-normal/proof.ts';
import { proof as embeddings } from './embeddings/proof.ts';
import { proof as selfAttention } from './self-attention/proof.ts';
import { proof as feedForward } from './feed-forward/proof.ts';
import { proof as layer } from './layer/proof.ts';
import { proof as encoder } from './encoder/proof.ts';
import { proof as tiedHead } from './tied-head/proof.ts';
import { proof as classifierHead } from './classifier-head/proof.ts';
import { proof as groups } from './groups/proof.ts';
import { proof as schedule } from './schedule/proof.ts';
import { proof as accumulation } from './accumulation/proof.ts';
import { proof as step } from './step/proof.ts';
import { proof as weightedF1 } from './weighted-f1/proof.ts';

/** For the tests: by id. */
export const bertProofs: Record<string, ExerciseProof> = {
  'bert/wordpiece': wordpiece,
  'bert/greedy': greedy,
  'bert/order-item': orderItem,
  'bert/masking': masking,
  'bert/truncated-normal': truncatedNormal,
  'bert/embeddings': embeddings,
  'bert/self-attention': selfAttention,
  'bert/feed-forward': feedForward,
  'bert/layer': layer,
  'bert/encoder': encoder,
  'bert/tied-head': tiedHead,
  'bert/classifier-head': classifierHead,
  'bert/groups': groups,
  'bert/schedule': schedule,
  'bert/accumulation': accumulation,
  'bert/step': step,
  'bert/weighted-f1': weightedF1,
};
