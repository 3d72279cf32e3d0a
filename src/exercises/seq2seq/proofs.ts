import type { ExerciseProof } from '../types.ts';
import { proof as collate } from './collate/proof.ts';
import { proof as encoder } from './encoder/proof.ts';
import { proof as decoderStep } from './decoder-step/proof.ts';
import { proof as teacherForcing } from './teacher-forcing/proof.ts';
import { proof as loss } from './loss/proof.ts';
import { proof as greedy } from './greedy/proof.ts';
import { proof as beam } from './beam/proof.ts';
import { proof as bleu } from './bleu/proof.ts';

/** For the tests: by id. */
export const seq2seqProofs: Record<string, ExerciseProof> = {
  'seq2seq/collate': collate,
  'seq2seq/encoder': encoder,
  'seq2seq/decoder-step': decoderStep,
  'seq2seq/teacher-forcing': teacherForcing,
  'seq2seq/loss': loss,
  'seq2seq/greedy': greedy,
  'seq2seq/beam': beam,
  'seq2seq/bleu': bleu,
};
