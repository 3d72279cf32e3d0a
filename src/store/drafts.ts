import { z } from 'zod';
import { create } from 'zustand';
import type { Given } from '../exercises/questions.ts';
import { changeNotes, keptNotesUnder } from '../storage/store.ts';
import { answerSchema } from './progress-kept.ts';
import { saving } from './saved.ts';

/**
 * What is chosen or typed in a question and not yet answered: kept from the first click on, so that a reload loses nothing.
 * It is no progress: no file takes it along.
 */

export interface DraftsState {
  loaded: boolean;
  /** By the id of the question. */
  drafts: Record<string, Given>;
}

export const useDrafts = create<DraftsState>(() => ({ loaded: false, drafts: {} }));

const PREFIX = 'draft/';
const draftSchema = z.object({ given: answerSchema.shape.given });

let opening: Promise<void> | null = null;

/** Reads what this browser keeps. May be called again; never throws: what fails stands in the saved sign. */
export function openDrafts(): Promise<void> {
  opening ??= saving('reading what you began to answer', async () => {
    const read: Record<string, Given> = {};
    for (const [key, value] of await keptNotesUnder(PREFIX)) {
      const parsed = draftSchema.safeParse(value);
      if (parsed.success) read[key.slice(PREFIX.length)] = parsed.data.given;
    }
    // What was typed since is newer.
    useDrafts.setState(({ drafts }) => ({ drafts: { ...read, ...drafts } }));
  }).then(() => useDrafts.setState({ loaded: true }));
  return opening;
}

/** Puts down what stands in a question; null: it was answered, nothing waits. Written at once: it is short. */
export function setDraft(id: string, given: Given | null): void {
  useDrafts.setState(({ drafts: { [id]: _, ...others } }) => ({
    drafts: given === null ? others : { ...others, [id]: given },
  }));
  void saving('what you began to answer', () =>
    changeNotes([PREFIX + id], () => (given === null ? undefined : { given })),
  );
}
