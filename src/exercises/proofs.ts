import { attentionProofs } from './attention/proofs.ts';
import { bertProofs } from './bert/proofs.ts';
import { lstmProofs } from './lstm/proofs.ts';
import { rnnProofs } from './rnn/proofs.ts';
import { seq2seqProofs } from './seq2seq/proofs.ts';
import { transferProofs } from './transfer/proofs.ts';
import type { ExerciseProof } from './types.ts';

/** The proofs of every exercise, by id: for tests only. */
export const PROOFS: Record<string, ExerciseProof> = {
  ...rnnProofs,
  ...lstmProofs,
  ...seq2seqProofs,
  ...attentionProofs,
  ...bertProofs,
  ...transferProofs,
};
