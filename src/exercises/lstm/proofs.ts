import type { ExerciseProof } from '../types.ts';
import { proof as labels } from './labels/proof.ts';
import { proof as clean } from './clean/proof.ts';
import { proof as indices } from './indices/proof.ts';
import { proof as bpe } from './bpe/proof.ts';
import { proof as rnnLayer } from './rnn-layer/proof.ts';
import { proof as lstmStep } from './lstm-step/proof.ts';
import { proof as attention } from './attention/proof.ts';
import { proof as layers } from './layers/proof.ts';
import { proof as posWeight } from './pos-weight/proof.ts';
import { proof as macroF1 } from './macro-f1/proof.ts';

/** For the tests: by id. */
export const lstmProofs: Record<string, ExerciseProof> = {
  'lstm/labels': labels,
  'lstm/clean': clean,
  'lstm/indices': indices,
  'lstm/bpe': bpe,
  'lstm/rnn-layer': rnnLayer,
  'lstm/lstm-step': lstmStep,
  'lstm/attention': attention,
  'lstm/layers': layers,
  'lstm/pos-weight': posWeight,
  'lstm/macro-f1': macroF1,
};
