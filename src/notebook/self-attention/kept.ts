import { create } from 'zustand';
import { z } from 'zod';
import { keepNote, keptNote } from '../../storage/store.ts';
import { saving } from '../../store/saved.ts';
import { savingSoon } from '../../store/saving-soon.ts';
import { lost } from './changes.ts';
import { FIRST, LECTURE, MOST_SIZE, MOST_WORDS, type Settings, type Step, STEPS } from './steps.ts';

/** What stands in the cell: kept as it is changed, with a way back. */

// Minus infinity stands in masked scores.
const number = z.custom<number>((value) => typeof value === 'number' && !Number.isNaN(value));
const matrix = z.array(z.array(number).max(64)).max(64);
const some = z.partialRecord(z.enum(STEPS), matrix);
const settingsSchema = z
  .object({
    words: z.array(z.string().max(200)).min(1).max(MOST_WORDS),
    size: z.number().int().min(1).max(64),
    divisor: z.number().positive().nullable(),
    positions: z.boolean(),
    causal: z.boolean(),
    padding: z.number().int().min(0).max(MOST_WORDS),
    given: some,
    edited: some,
  })
  .refine(fits);

/** Whether every matrix has the size that its words ask for: what is kept may be of another version. */
function fits({ words, size, padding, given, edited }: Settings): boolean {
  const n = words.length;
  const shapeOf = (step: string): [number, number] => {
    if (step.startsWith('W_')) return [size, size];
    return ['scores', 'scaled', 'masked', 'weights'].includes(step) ? [n, n] : [n, size];
  };
  const all = [...Object.entries(given), ...Object.entries(edited)];
  return (
    padding < n &&
    (given.queries !== undefined || size <= MOST_SIZE) &&
    (given.queries === undefined || (given.keys !== undefined && given.values !== undefined)) &&
    all.every(([step, rows]) => {
      const [height, width] = shapeOf(step);
      return rows.length === height && rows.every((row) => row.length === width);
    })
  );
}

const keptSchema = z.object({
  settings: settingsSchema,
  sentence: z.string().max(2000),
  mode: z.enum(['look', 'hand']),
  word: z.number().int().min(0),
});

export type Mode = 'look' | 'hand';

interface Before {
  settings: Settings;
  sentence: string;
}

interface ByHandState extends Before {
  /** What is kept has been read; until then nothing is changed. */
  loaded: boolean;
  mode: Mode;
  /** The word whose row is computed by the person. */
  word: number;
  past: readonly Before[];
  /** Changes that go on, such as typing, are one step back. */
  goingOn: string | null;
  /** What was written by hand and did not survive the last change. */
  gone: readonly Step[];
}

const first = { settings: FIRST, sentence: FIRST.words.join(' ') };

export const useByHand = create<ByHandState>(() => ({
  ...first,
  loaded: false,
  mode: 'look',
  word: 1,
  past: [],
  goingOn: null,
  gone: [],
}));

const NOTE = 'self-attention';
const SAVE_AFTER_MS = 400;
const MOST_PAST = 50;
const { getState: get, setState: set } = useByHand;
let opening: Promise<void> | null = null;

/** Reads what is kept. May be called again. */
export function openByHand(): Promise<void> {
  opening ??= keptNote(NOTE)
    .catch(() => undefined)
    .then((note) => {
      const parsed = keptSchema.safeParse(note);
      set({ ...(parsed.success && (parsed.data as Before)), loaded: true });
    });
  return opening;
}

const later = savingSoon(() => {
  const { settings, sentence, mode, word } = get();
  return saving('self-attention by hand', () => keepNote(NOTE, { settings, sentence, mode, word }));
}, SAVE_AFTER_MS);

/** Writes now what was to be written shortly. */
export const flushByHand = (): Promise<void> => later.flush(NOTE);

function keep(values: Partial<ByHandState>): void {
  set(values);
  later.soon(NOTE);
}

/**
 * Takes other settings; those before can be had again.
 * @param goingOn a name that changes share which are one for the person: letters of a sentence, digits of a number
 * @param make the settings after; of what goes on, made of those before its first change, so that typing there and back
 *   loses nothing
 */
export function change(
  make: (before: Settings) => Settings,
  goingOn: string | null = null,
  sentence?: string,
): void {
  const { settings, past, sentence: now, goingOn: last } = get();
  const same = goingOn !== null && goingOn === last;
  const before = (same && past.at(-1)) || { settings, sentence: now };
  const after = make(before.settings);
  keep({
    settings: after,
    sentence: sentence ?? (after.words === before.settings.words ? now : after.words.join(' ')),
    past: same ? past : [...past, before].slice(-MOST_PAST),
    goingOn,
    gone: lost(before.settings, after),
  });
}

/** One change back. */
export function undo(): void {
  const past = [...get().past];
  const before = past.pop();
  if (before) keep({ ...before, past, goingOn: null, gone: [] });
}

export const setMode = (mode: Mode): void => keep({ mode });
export const setWord = (word: number): void => keep({ word });
export const isUntouched = ({ settings, sentence }: Before): boolean =>
  settings === FIRST && sentence === first.sentence;
export const takeFirst = (): void => change(() => FIRST, null, first.sentence);
export const takeLecture = (): void => change(() => LECTURE, null, LECTURE.words.join(' '));
