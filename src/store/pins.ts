import { create } from 'zustand';
import { z } from 'zod';
import { keepNote, keptNote } from '../storage/store.ts';
import { saving } from './saved.ts';
import { savingSoon } from './saving-soon.ts';

/** Attention maps that a person has put aside, and what the person makes of them. Kept as it is typed. */

const pinSchema = z.object({
  id: z.string(),
  /** "Run 3 · frozen: layer 1, head 2" */
  title: z.string(),
  text: z.string(),
  tokens: z.array(z.string()),
  /** queries × keys, row by row */
  values: z.array(z.number()),
  /** It is a difference of two maps. */
  signed: z.boolean(),
  note: z.string(),
});

export type Pin = z.output<typeof pinSchema>;

const keptSchema = z.object({ pins: z.array(pinSchema), words: z.string() });

export interface PinsState {
  lesson: string | null;
  /** What is kept has been read; until then nothing can be written over it. */
  loaded: boolean;
  pins: readonly Pin[];
  /** The interpretation. */
  words: string;
}

export const usePins = create<PinsState>(() => ({ lesson: null, loaded: false, pins: [], words: '' }));

/** More would be no choice any more. */
export const MOST_PINS = 12;
const SAVE_AFTER_MS = 400;
let opening = 0;
const later = savingSoon(write, SAVE_AFTER_MS);

/** Reads what is kept of a lesson. May be called again. */
export async function openPins(lesson: string): Promise<void> {
  if (usePins.getState().lesson === lesson) return;
  const mine = ++opening;
  const flushed = flushPins();
  usePins.setState({ lesson, loaded: false, pins: [], words: '' });
  await flushed;
  const parsed = keptSchema.safeParse(await keptNote(`pins/${lesson}`).catch(() => undefined));
  if (mine !== opening) return;
  // What was pinned meanwhile stands behind what is kept.
  const { pins } = usePins.getState();
  usePins.setState({ ...(parsed.success && parsed.data), loaded: true });
  if (pins.length > 0) change({ pins: [...usePins.getState().pins, ...pins].slice(-MOST_PINS) });
}

/** Writes now what was to be written shortly. */
export const flushPins = (): Promise<void> => later.flush('pins');

async function write(): Promise<boolean> {
  const { lesson, pins, words } = usePins.getState();
  return lesson === null || saving('the interpretation', () => keepNote(`pins/${lesson}`, { pins, words }));
}

function change(values: Partial<Pick<PinsState, 'pins' | 'words'>>): void {
  const { loaded } = usePins.getState();
  if (!loaded && values.words !== undefined) return;
  usePins.setState(values);
  if (loaded) later.soon('pins');
}

export const setWords = (words: string): void => change({ words });

/** The newest stands last; where there are too many the oldest goes. */
export function pin(map: Omit<Pin, 'id' | 'note'>): void {
  const pins = [...usePins.getState().pins, { ...map, id: crypto.randomUUID(), note: '' }];
  change({ pins: pins.slice(-MOST_PINS) });
}

export const unpin = (id: string): void =>
  change({ pins: usePins.getState().pins.filter((each) => each.id !== id) });

export const notePin = (id: string, note: string): void =>
  change({ pins: usePins.getState().pins.map((each) => (each.id === id ? { ...each, note } : each)) });
