import type { Exercise } from '../types.ts';
import { exercise as collate } from './collate/exercise.ts';
import { exercise as encoder } from './encoder/exercise.ts';
import { exercise as decoderStep } from './decoder-step/exercise.ts';
import { exercise as teacherForcing } from './teacher-forcing/exercise.ts';
import { exercise as loss } from './loss/exercise.ts';
import { exercise as greedy } from './greedy/exercise.ts';
import { exercise as beam } from './beam/exercise.ts';
import { exercise as bleu } from './bleu/exercise.ts';

/** In the order of the lesson. */
export const seq2seqExercises: readonly Exercise[] = [
  collate,
  encoder,
  decoderStep,
  teacherForcing,
  loss,
  greedy,
  beam,
  bleu,
];
