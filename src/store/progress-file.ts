import { z } from 'zod';
import { LabError } from '../base/errors.ts';
import type { Course } from '../exercises/course.ts';
import { judge } from '../exercises/questions.ts';
import { pointsOf } from '../exercises/types.ts';
import { takeOver, useProgress } from './progress.ts';
import {
  type Answer,
  answerSchema,
  type ExerciseProgress,
  exerciseSchema,
  mergeExercises,
  withOneMore,
  wordsOf,
} from './progress-kept.ts';

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
  /** Exercises whose code here stays, and that of the file waits among the earlier codes. */
  waitingCode: string[];
  /** Ids that the file gives more points than there are to be had for what it holds: they have what they are worth. */
  recounted: string[];
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

/** How one exercise of a file and the same here become one. */
interface Joined {
  record: ExerciseProgress;
  /** Points or code come from the file. */
  taken: boolean;
  /** Whose code waits among the earlier ones; that of the starter never does. */
  waits: 'here' | 'there' | null;
}

/** What was reached is that of both; the code that stands is the one with more points, of equal ones the newer. */
function joined(here: ExerciseProgress, there: ExerciseProgress, starter: string | undefined): Joined {
  const written = ({ code }: ExerciseProgress): boolean => code !== starter;
  const better = there.best > here.best || (there.best === here.best && there.at > here.at);
  const fromFile = written(there) && (!written(here) || better);
  const [stands, other] = fromFile ? [there, here] : [here, there];
  const differ = here.code !== there.code;
  const known = !fromFile && here.earlier.includes(there.code);
  const waits = differ && written(other) && !known ? (fromFile ? 'here' : 'there') : null;
  const earlier = [...other.earlier, ...stands.earlier, ...(waits ? [other.code] : [])]
    .filter((code) => code !== stands.code)
    .reduce<string[]>(withOneMore, []);
  const record = { ...mergeExercises(here, there), code: stands.code, earlier };
  return { record, taken: there.best > here.best || (fromFile && differ), waits };
}

type FileRecords = Omit<z.infer<typeof fileSchema>, 'version'>;

/** The records of a file with the points that they are worth: anything may stand in a file. */
function recount({ exercises, answers }: FileRecords, course: Course): FileRecords & { recounted: string[] } {
  const recounted: string[] = [];
  const each = <T>(records: Record<string, T>, worth: (id: string, one: T) => T): Record<string, T> =>
    Object.fromEntries(
      Object.entries(records).map(([id, one]) => {
        const counted = worth(id, one);
        if (counted !== one) recounted.push(id);
        return [id, counted];
      }),
    );
  const ofExercise = (id: string, one: ExerciseProgress): ExerciseProgress => {
    const exercise = course.exercises.find((other) => other.id === id);
    return exercise && one.best > pointsOf(exercise) ? { ...one, best: pointsOf(exercise) } : one;
  };
  const ofAnswer = (id: string, one: Answer): Answer => {
    const question = course.questions.find((other) => other.id === id);
    if (!question) return one;
    const { points, right } = judge(question, one.given);
    return points === one.points && right === one.right ? one : { ...one, points, right };
  };
  return { exercises: each(exercises, ofExercise), answers: each(answers, ofAnswer), recounted };
}

/**
 * Takes over what a file says: of each exercise and question the one with more points wins, of equal code and of answers
 * in words the newer one. Code that does not stand waits among the earlier codes of its exercise, wherever it came from.
 *
 * @param course what is worth how much
 * @throws LabError where the file is not one of these
 */
export function importProgress(text: string, course: Course): Imported {
  const parsed = fileSchema.safeParse(fileOf(text));
  if (!parsed.success) throw refused('This file of progress is damaged or was changed by hand.');
  const file = recount(parsed.data, course);
  const here = useProgress.getState();
  const all = Object.entries(file.exercises).map(([id, one]): [string, Joined] => {
    const starter = course.exercises.find((other) => other.id === id)?.starter;
    const before = here.exercises[id];
    return [id, before ? joined(before, one, starter) : { record: one, taken: true, waits: null }];
  });
  const exercises = all.filter(([, { taken }]) => taken);
  const changed = all.filter(([, { taken, waits }]) => taken || waits);
  const waitingFrom = (side: Joined['waits']) => all.filter(([, { waits }]) => waits === side);
  const answers = Object.entries(file.answers).filter(([id, one]) => wins(here.answers[id], one));
  const replacedWords = answers.filter(([id, one]) => {
    const before = here.answers[id];
    return before && wordsOf(before) !== '' && isWords(before) && differ(before, one);
  });
  const olderWords = Object.entries(file.answers).filter(([id, one]) => {
    const before = here.answers[id];
    return (
      before && !wins(before, one) && isWords(one) && isWords(before) && wordsOf(one) && differ(before, one)
    );
  });
  takeOver({
    exercises: Object.fromEntries(changed.map(([id, { record }]) => [id, record])),
    answers: Object.fromEntries(answers),
  });
  const ids = (entries: readonly [string, unknown][]): string[] => entries.map(([id]) => id);
  const before = <T>(records: Record<string, T>, entries: readonly [string, unknown][]): Record<string, T> =>
    Object.fromEntries(ids(entries).flatMap((id) => (records[id] ? [[id, records[id]]] : [])));
  return {
    exercises: ids(exercises),
    answers: ids(answers),
    replacedCode: ids(waitingFrom('here')),
    waitingCode: ids(waitingFrom('there')),
    recounted: file.recounted,
    replacedWords: ids(replacedWords),
    olderWords: ids(olderWords),
    putBack: () =>
      takeOver({
        exercises: before(here.exercises, exercises),
        answers: before(here.answers, answers),
      }),
  };
}
