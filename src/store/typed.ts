import { useEffect } from 'react';
import { create } from 'zustand';
import { keepNote, keptNote } from '../storage/store.ts';
import { saving } from './saved.ts';

/** What a person typed to try something on, by its place; kept in this browser. */
export const useTyped = create<Record<string, string>>(() => ({}));

const SAVE_AFTER_MS = 400;
const timers = new Map<string, ReturnType<typeof setTimeout>>();
const noteKey = (place: string): string => `typed/${place}`;

/** Reads what is kept of a place, once; what was typed meanwhile stays. */
export async function openTyped(place: string): Promise<void> {
  if (useTyped.getState()[place] !== undefined) return;
  const kept = await keptNote(noteKey(place)).catch(() => undefined);
  if (typeof kept === 'string' && useTyped.getState()[place] === undefined)
    useTyped.setState({ [place]: kept });
}

/** Keeps it when the person stops typing. */
export function setTyped(place: string, text: string): void {
  useTyped.setState({ [place]: text });
  clearTimeout(timers.get(place));
  timers.set(
    place,
    setTimeout(() => {
      timers.delete(place);
      void saving('what you typed', () => keepNote(noteKey(place), useTyped.getState()[place]));
    }, SAVE_AFTER_MS),
  );
}

/** A text field whose text outlives the choice of another run, another lesson and a reload. */
export function useTypedText(place: string): [string, (text: string) => void] {
  const text = useTyped((all) => all[place] ?? '');
  useEffect(() => void openTyped(place), [place]);
  return [text, (next) => setTyped(place, next)];
}
