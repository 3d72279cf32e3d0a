import { attentionExercises } from './attention/exercises.ts';
import { bertExercises } from './bert/exercises.ts';
import { lstmExercises } from './lstm/exercises.ts';
import { rnnExercises } from './rnn/exercises.ts';
import { seq2seqExercises } from './seq2seq/exercises.ts';
import { transferExercises } from './transfer/exercises.ts';
import type { Exercise } from './types.ts';

/** Every exercise of the lab as the page knows it: no tensor. */
export const EXERCISES: readonly Exercise[] = [
  ...rnnExercises,
  ...lstmExercises,
  ...seq2seqExercises,
  ...attentionExercises,
  ...bertExercises,
  ...transferExercises,
];

export function exerciseOf(id: string): Exercise {
  const found = EXERCISES.find((exercise) => exercise.id === id);
  if (!found) throw new Error(`There is no exercise “${id}”.`);
  return found;
}
