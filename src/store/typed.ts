import { useEffect } from 'react';
import { create } from 'zustand';
import { keepNote, keptNote } from '../storage/store.ts';
import { saving } from './saved.ts';
import { savingSoon } from './saving-soon.ts';

/** What a person typed to try something on, by its place; kept in this browser. */
export const useTyped = create<Record<string, string>>(() => ({}));

const SAVE_AFTER_MS = 400;
const noteKey = (place: string): string => `typed/${place}`;
const later = savingSoon(
  (place) => saving('what you typed', () => keepNote(noteKey(place), useTyped.getState()[place])),
  SAVE_AFTER_MS,
);

/** Reads what is kept of a place, once; what was typed meanwhile stays. */
export async function openTyped(place: string): Promise<void> {
  if (useTyped.getState()[place] !== undefined) return;
  const kept = await keptNote(noteKey(place)).catch(() => undefined);
  if (typeof kept === 'string' && useTyped.getState()[place] === undefined)
    useTyped.setState({ [place]: kept });
}

/** Keeps it in a moment. */
export function setTyped(place: string, text: string): void {
  useTyped.setState({ [place]: text });
  later.soon(place);
}

/** A text field whose text outlives the choice of another run, another lesson and a reload. */
export function useTypedText(place: string): [string, (text: string) => void] {
  const text = useTyped((all) => all[place] ?? '');
  useEffect(() => void openTyped(place), [place]);
  return [text, (next) => setTyped(place, next)];
}
