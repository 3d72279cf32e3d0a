import { z } from 'zod';
import { LabError } from '../base/errors.ts';
import { takeOver, useProgress } from './progress.ts';
import { answerSchema, exerciseSchema } from './progress-kept.ts';

/** One's progress as a file: for another machine, or to hand in. */

const fileSchema = z.object({
  version: z.literal(1),
  exercises: z.record(z.string(), exerciseSchema),
  answers: z.record(z.string(), answerSchema),
});

/** All of it as the text of a file. */
export function exportProgress(): string {
  const { exercises, answers } = useProgress.getState();
  return JSON.stringify({ app: 'seqlab', version: 1, exercises, answers }, null, 2);
}

const refused = (why: string): LabError =>
  new LabError('progress/unreadable', why, 'Choose a file that “Take progress along” gave.');

/** What a file of progress holds, whatever it is worth. @throws LabError where it is another kind of file */
function fileOf(text: string): object {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw refused('This file is no progress of the lab.');
  }
  if (typeof value !== 'object' || value === null || !('exercises' in value) || !('answers' in value))
    throw refused('This file is no progress of the lab.');
  if ('version' in value && typeof value.version === 'number' && value.version > 1)
    throw refused('This file of progress is from a newer version of the lab.');
  return value;
}

/**
 * Takes over what a file says: of each exercise and question the one with more points wins, else what is here.
 * @throws LabError where the file is not one of these
 */
export function importProgress(text: string): { exercises: number; answers: number } {
  const parsed = fileSchema.safeParse(fileOf(text));
  if (!parsed.success) throw refused('This file of progress is damaged or was changed by hand.');
  const { exercises, answers } = parsed.data;
  const state = useProgress.getState();
  const newExercises = Object.entries(exercises).filter(
    ([id, one]) => one.best > (state.exercises[id]?.best ?? -1),
  );
  const newAnswers = Object.entries(answers).filter(
    ([id, one]) => one.points > (state.answers[id]?.points ?? -1),
  );
  takeOver({ exercises: Object.fromEntries(newExercises), answers: Object.fromEntries(newAnswers) });
  return { exercises: newExercises.length, answers: newAnswers.length };
}
