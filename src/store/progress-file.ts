import { z } from 'zod';
import { LabError } from '../base/errors.ts';
import { takeOver, useProgress } from './progress.ts';
import { type Answer, answerSchema, exerciseSchema, withOneMore, wordsOf } from './progress-kept.ts';

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

/** What came of a file: ids, those taken over and, of these, those where something else stood here. */
export interface Imported {
  exercises: string[];
  answers: string[];
  replacedCode: string[];
  replacedWords: string[];
  /** Free answers of the file that differ from newer ones here, which stay. */
  olderWords: string[];
  /** Puts back what stood here: code and answers; points that the file brought stay. */
  putBack: () => void;
}

/** An answer in words has no points, so the newer one wins; none is worth less than any. */
function wins(here: Answer | undefined, there: Answer): boolean {
  if (!here || there.points > here.points) return true;
  const free = isWords(here) && isWords(there);
  return free && wordsOf(there) !== '' && differ(here, there) && (wordsOf(here) === '' || there.at > here.at);
}

/** Numbers are typed as well, but have points or are wrong. */
const isWords = ({ given, right, points }: Answer): boolean =>
  typeof given === 'string' && right && points === 0;
const differ = (here: Answer, there: Answer): boolean => wordsOf(here) !== wordsOf(there);

/**
 * Takes over what a file says: of each exercise and question the one with more points wins, of answers in words the newer
 * one, else what is here. Code that is replaced waits among the earlier codes of its exercise.
 * @throws LabError where the file is not one of these
 */
export function importProgress(text: string): Imported {
  const parsed = fileSchema.safeParse(fileOf(text));
  if (!parsed.success) throw refused('This file of progress is damaged or was changed by hand.');
  const here = useProgress.getState();
  const exercises = Object.entries(parsed.data.exercises).filter(
    ([id, one]) => one.best > (here.exercises[id]?.best ?? -1),
  );
  const answers = Object.entries(parsed.data.answers).filter(([id, one]) => wins(here.answers[id], one));
  const replacedCode = exercises.filter(
    ([id, { code }]) => here.exercises[id] && here.exercises[id].code !== code,
  );
  const replacedWords = answers.filter(([id, one]) => {
    const before = here.answers[id];
    return before && wordsOf(before) !== '' && isWords(before) && differ(before, one);
  });
  const olderWords = Object.entries(parsed.data.answers).filter(([id, one]) => {
    const before = here.answers[id];
    return (
      before && !wins(before, one) && isWords(one) && isWords(before) && wordsOf(one) && differ(before, one)
    );
  });
  takeOver({
    exercises: Object.fromEntries(
      exercises.map(([id, one]) => {
        const before = here.exercises[id];
        if (!before || before.code === one.code) return [id, one];
        const earlier = [...before.earlier, before.code].reduce(withOneMore, one.earlier);
        return [id, { ...one, earlier }];
      }),
    ),
    answers: Object.fromEntries(answers),
  });
  const ids = (entries: readonly [string, unknown][]): string[] => entries.map(([id]) => id);
  const before = <T>(records: Record<string, T>, entries: readonly [string, unknown][]): Record<string, T> =>
    Object.fromEntries(ids(entries).flatMap((id) => (records[id] ? [[id, records[id]]] : [])));
  return {
    exercises: ids(exercises),
    answers: ids(answers),
    replacedCode: ids(replacedCode),
    replacedWords: ids(replacedWords),
    olderWords: ids(olderWords),
    putBack: () =>
      takeOver({
        exercises: before(here.exercises, exercises),
        answers: before(here.answers, answers),
      }),
  };
}
