import { z } from 'zod';
import type { CheckReport } from '../exercises/types.ts';
import { changeNotes, keepNotes, keptNote, keptNotesUnder } from '../storage/store.ts';

/**
 * How progress lies in this browser: one note for each exercise and each answer, `progress/exercise/rnn/step`. What cannot
 * be read of one takes nothing else with it, and tabs write only what was changed in them.
 */

// No length has a limit here: what is typed is limited where it is typed, and what is kept is to be read back.

const exerciseRecord = z.object({
  code: z.string(),
  /** The most points that any of the code had. */
  best: z.number().min(0).max(1000),
  /** Times that the checks ran. */
  tries: z.number().int().min(0),
  /** Fingerprints of the different pieces of code, other than the starter, that were tried and failed. */
  honest: z.array(z.string()),
  solvedAt: z.number().nullable(),
  /** How the reference solution came to be opened. */
  opened: z.enum(['solved', 'three tries']).nullable(),
  /** Code that “Reset to starter” or a file took away, the last one last: it can be brought back. */
  earlier: z.array(z.string()).default([]),
  /** When it was last changed, in ms: of two records of one thing the newer says what is written there. */
  at: z.number().default(0),
});

/** Older versions kept the one code that a reset took away. */
function withEarlier(kept: unknown): unknown {
  if (typeof kept !== 'object' || kept === null || !('discarded' in kept)) return kept;
  const { discarded, ...rest } = kept;
  return { earlier: typeof discarded === 'string' ? [discarded] : [], ...rest };
}

export const exerciseSchema = z.preprocess(withEarlier, exerciseRecord);

export const answerSchema = z.object({
  given: z.union([z.array(z.number().int().min(0).max(50)).max(50), z.string()]),
  tries: z.number().int().min(0),
  points: z.number().min(0).max(1000),
  right: z.boolean(),
  at: z.number().default(0),
});

/** How the checks went with one piece of code: it says something of that code, whatever stands in the editor now. */
const checkedSchema = z.object({
  code: z.string(),
  report: z.object({
    outcomes: z.array(
      z.object({
        id: z.string(),
        state: z.enum(['passed', 'failed', 'not-run', 'uncounted']),
        points: z.number(),
        reason: z.string().nullable(),
        evidence: z.array(z.object({ what: z.string(), value: z.string() })),
        milliseconds: z.number(),
      }),
    ),
    points: z.number(),
    of: z.number(),
    console: z.array(z.string()),
    dropped: z.number(),
    problem: z
      .object({ message: z.string(), line: z.number().nullable(), column: z.number().nullable() })
      .nullable(),
  }),
  at: z.number(),
});

export interface Checked {
  code: string;
  report: CheckReport;
  at: number;
}

/** Lines of output that are kept; the report itself is cut where it comes from. */
const KEPT_LINES = 50;

function inShort({ report, ...checked }: Checked): Checked {
  const console = report.console.slice(0, KEPT_LINES);
  const dropped = report.dropped + report.console.length - console.length;
  return { ...checked, report: { ...report, console, dropped } };
}

export type ExerciseProgress = z.infer<typeof exerciseRecord>;
export type Answer = z.infer<typeof answerSchema>;

/** The words of an answer in words; empty where there are none. */
export const wordsOf = (answer: Answer | undefined): string =>
  typeof answer?.given === 'string' ? answer.given.trim() : '';

/** Pieces of earlier code that are kept. */
const MOST_EARLIER = 5;

/** The earlier codes with one more. */
export const withOneMore = (earlier: readonly string[], code: string): string[] =>
  [...earlier.filter((one) => one !== code), code].slice(-MOST_EARLIER);

/** Fingerprints of tries that are kept. */
export const MOST_HONEST = 200;

/** What is kept of a person's progress. */
export interface KeptProgress {
  exercises: Record<string, ExerciseProgress>;
  answers: Record<string, Answer>;
  /** How the last checks went, by exercise. */
  reports: Record<string, Checked>;
}

const nothing = (): KeptProgress => ({ exercises: {}, answers: {}, reports: {} });

const PREFIX = 'progress/';
/** What cannot be read is put here and never written over. */
const ASIDE = 'unreadable/';
/** Where an older version kept everything in one note. */
const ALL_IN_ONE = 'progress';

type Part = keyof KeptProgress;
const KINDS: Record<Part, string> = { exercises: 'exercise/', answers: 'answer/', reports: 'report/' };
const SCHEMAS: Record<Part, z.ZodType> = {
  exercises: exerciseSchema,
  answers: answerSchema,
  reports: checkedSchema,
};
const PARTS: readonly Part[] = ['exercises', 'answers', 'reports'];

/** Two tabs' records of one exercise: what is written is that of the newer, what was reached is that of both. */
export function mergeExercises(one: ExerciseProgress, two: ExerciseProgress): ExerciseProgress {
  const [older, newer] = one.at > two.at ? [two, one] : [one, two];
  const solved = [older.solvedAt, newer.solvedAt].filter((at) => at !== null);
  return {
    ...newer,
    best: Math.max(older.best, newer.best),
    tries: Math.max(older.tries, newer.tries),
    honest: [...new Set([...older.honest, ...newer.honest])].slice(-MOST_HONEST),
    solvedAt: solved.length > 0 ? Math.min(...solved) : null,
    opened: older.opened ?? newer.opened,
  };
}

/** Of two answers that which is right stands, else the newer. */
function mergeAnswers(one: Answer, two: Answer): Answer {
  const newer = one.at > two.at ? one : two;
  const stands = one.right === two.right ? newer : one.right ? one : two;
  return { ...stands, tries: Math.max(one.tries, two.tries), at: newer.at };
}

/** Two states of progress as one, record by record. */
export function merged(one: KeptProgress, two: KeptProgress): KeptProgress {
  return {
    exercises: mergedRecords(one.exercises, two.exercises, mergeExercises),
    answers: mergedRecords(one.answers, two.answers, mergeAnswers),
    reports: mergedRecords(one.reports, two.reports, (a, b) => (a.at > b.at ? a : b)),
  };
}

function mergedRecords<T>(
  one: Record<string, T>,
  two: Record<string, T>,
  merge: (one: T, two: T) => T,
): Record<string, T> {
  const all = { ...one, ...two };
  for (const id in one) if (one[id] && two[id]) all[id] = merge(one[id], two[id]);
  return all;
}

/** The key of a record. */
export const keyOf = (part: Part, id: string): string => PREFIX + KINDS[part] + id;

function placeOf(key: string): { part: Part; id: string } | null {
  const rest = key.slice(PREFIX.length);
  const part = PARTS.find((one) => rest.startsWith(KINDS[one]));
  return part ? { part, id: rest.slice(KINDS[part].length) } : null;
}

/** The entries of the one note of older versions, under the keys that they have now. */
function entriesOfOld(old: unknown): [string, unknown][] {
  if (typeof old !== 'object' || old === null) return [];
  return PARTS.flatMap((part) => {
    const entries: unknown = (old as Record<string, unknown>)[part];
    return typeof entries === 'object' && entries !== null
      ? Object.entries(entries).map(([id, value]): [string, unknown] => [keyOf(part, id), value])
      : [];
  });
}

export interface ReadProgress extends KeptProgress {
  /** Exercises and questions whose record cannot be read; the record is put aside. */
  unreadable: string[];
}

/** Reads all that is kept. */
export async function readProgress(): Promise<ReadProgress> {
  const [old, own] = await Promise.all([keptNote(ALL_IN_ONE), keptNotesUnder(PREFIX)]);
  const all = new Map([...entriesOfOld(old), ...own]);
  const read: ReadProgress = { ...nothing(), unreadable: [] };
  const bad: string[] = [];
  for (const [key, value] of all) {
    const place = placeOf(key);
    const parsed = place && SCHEMAS[place.part].safeParse(value);
    if (place && parsed?.success) Object.assign(read[place.part], { [place.id]: parsed.data });
    else bad.push(key);
  }
  read.unreadable = bad.flatMap((key) => placeOf(key)?.id ?? []);
  const moved = old === undefined ? [] : [...all.keys()].filter((key) => !own.has(key) && !bad.includes(key));
  const changes = new Map<string, unknown>([
    ...bad.flatMap((key): [string, unknown][] => [
      [ASIDE + key, all.get(key)],
      [key, undefined],
    ]),
    ...moved.map((key): [string, unknown] => [key, all.get(key)]),
    ...(old === undefined ? [] : [[ALL_IN_ONE, undefined] as const]),
  ]);
  if (changes.size > 0) await changeNotes([...changes.keys()], (key) => changes.get(key));
  return read;
}

/** Progress that holds the record of one key alone; empty where it cannot be read. */
function alone(key: string, value: unknown): KeptProgress {
  const progress = nothing();
  const place = placeOf(key);
  const parsed = place && SCHEMAS[place.part].safeParse(value);
  if (place && parsed?.success) Object.assign(progress[place.part], { [place.id]: parsed.data });
  return progress;
}

function recordOf(progress: KeptProgress, { part, id }: { part: Part; id: string }): unknown {
  const checked = progress.reports[id];
  return part === 'reports' && checked ? inShort(checked) : progress[part][id];
}

/** Writes the records of these keys as they are here, without a look at what is kept: the page is about to go. */
export async function writeAtOnce(progress: KeptProgress, keys: readonly string[]): Promise<void> {
  const records = keys.map((key): [string, unknown] => {
    const place = placeOf(key);
    return [key, place ? recordOf(progress, place) : undefined];
  });
  await keepNotes(new Map(records.filter(([, record]) => record !== undefined)));
}

/**
 * Writes the records of these keys, each merged with what another tab has written there.
 * @returns what stands there now
 */
export async function writeProgress(progress: KeptProgress, keys: readonly string[]): Promise<KeptProgress> {
  let after = nothing();
  await changeNotes(keys, (key, kept) => {
    const place = placeOf(key);
    if (!place) return kept;
    const mine = alone(key, progress[place.part][place.id]);
    const both = merged(alone(key, kept), mine);
    after = merged(after, both);
    return recordOf(both, place);
  });
  return after;
}

/** Reads the records of these keys. */
export async function readRecords(keys: readonly string[]): Promise<KeptProgress> {
  const notes = await keptNotesUnder(PREFIX);
  return keys.map((key) => alone(key, notes.get(key))).reduce(merged, nothing());
}
