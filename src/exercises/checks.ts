import { attentionChecks } from './attention/checks.ts';
import { bertChecks } from './bert/checks.ts';
import type { ExerciseChecks } from './kit/checks.ts';
import { lstmChecks } from './lstm/checks.ts';
import { rnnChecks } from './rnn/checks.ts';
import { seq2seqChecks } from './seq2seq/checks.ts';
import { transferChecks } from './transfer/checks.ts';

/** The checks of every exercise, for the sandbox and the tests. */
const CHECKS: readonly ExerciseChecks[] = [
  ...rnnChecks,
  ...lstmChecks,
  ...seq2seqChecks,
  ...attentionChecks,
  ...bertChecks,
  ...transferChecks,
];

export function checksOf(id: string): ExerciseChecks {
  const found = CHECKS.find((checks) => checks.id === id);
  if (!found) throw new Error(`There are no checks for the exercise “${id}”.`);
  return found;
}
