import { z } from 'zod';
import { changeNotes, keptNote, keptNotesUnder } from '../storage/store.ts';

/**
 * How progress lies in this browser: one note for each exercise and each answer, `progress/exercise/rnn/step`. What cannot
 * be read of one takes nothing else with it, and tabs write only what was changed in them.
 */

// No length has a limit here: what is typed is limited where it is typed, and what is kept is to be read back.

export const exerciseSchema = z.object({
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
  /** The code that “Reset to starter” took away, until something else is written. */
  discarded: z.string().nullable().default(null),
});

export const answerSchema = z.object({
  given: z.union([z.array(z.number().int().min(0).max(50)).max(50), z.string()]),
  tries: z.number().int().min(0),
  points: z.number().min(0).max(1000),
  right: z.boolean(),
});

export type ExerciseProgress = z.infer<typeof exerciseSchema>;
export type Answer = z.infer<typeof answerSchema>;

/** What is kept of a person's progress. */
export interface KeptProgress {
  exercises: Record<string, ExerciseProgress>;
  answers: Record<string, Answer>;
}

const PREFIX = 'progress/';
/** What cannot be read is put here and never written over. */
const ASIDE = 'unreadable/';
/** Where an older version kept everything in one note. */
const ALL_IN_ONE = 'progress';

type Part = keyof KeptProgress;
const KINDS: Record<Part, string> = { exercises: 'exercise/', answers: 'answer/' };
const SCHEMAS: Record<Part, z.ZodType> = { exercises: exerciseSchema, answers: answerSchema };
const PARTS: readonly Part[] = ['exercises', 'answers'];

/** The key of a record. */
export const keyOf = (part: Part, id: string): string => PREFIX + KINDS[part] + id;

function placeOf(key: string): { part: Part; id: string } | null {
  const rest = key.slice(PREFIX.length);
  const part = PARTS.find((one) => rest.startsWith(KINDS[one]));
  return part ? { part, id: rest.slice(KINDS[part].length) } : null;
}

/** The record of a key in what a tab holds. */
function recordOf(progress: KeptProgress, key: string): unknown {
  const place = placeOf(key);
  return place ? progress[place.part][place.id] : undefined;
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
  const read: ReadProgress = { exercises: {}, answers: {}, unreadable: [] };
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

/** Writes the records of these keys. */
export async function writeProgress(progress: KeptProgress, keys: readonly string[]): Promise<void> {
  await changeNotes(keys, (key) => recordOf(progress, key));
}
