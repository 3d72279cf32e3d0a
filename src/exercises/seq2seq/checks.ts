import type { ExerciseChecks } from '../kit/checks.ts';
import { checks as collate } from './collate/checks.ts';
import { checks as encoder } from './encoder/checks.ts';
import { checks as decoderStep } from './decoder-step/checks.ts';
import { checks as teacherForcing } from './teacher-forcing/checks.ts';
import { checks as loss } from './loss/checks.ts';
import { checks as greedy } from './greedy/checks.ts';
import { checks as beam } from './beam/checks.ts';
import { checks as bleu } from './bleu/checks.ts';

/** For the sandbox. */
export const seq2seqChecks: readonly ExerciseChecks[] = [
  collate,
  encoder,
  decoderStep,
  teacherForcing,
  loss,
  greedy,
  beam,
  bleu,
];
