import { create } from 'zustand';
import { z } from 'zod';
import { LabError } from '../base/errors.ts';
import type { CheckReport, Exercise } from '../exercises/types.ts';
import { type Given, judge, type Question } from '../exercises/questions.ts';
import { keepNote, keptNote } from '../storage/store.ts';
import { announceSaving, saving } from './saved.ts';

/** What the person wrote, tried and answered in the whole course: kept as it is typed, taken along as a file. */

const exerciseSchema = z.object({
  code: z.string().max(200_000),
  /** The most points that any of the code had. */
  best: z.number().min(0).max(1000),
  /** Times that the checks ran. */
  tries: z.number().int().min(0),
  /** Fingerprints of the different pieces of code, other than the starter, that were tried and failed. */
  honest: z.array(z.string().max(64)).max(200),
  solvedAt: z.number().nullable(),
  /** How the reference solution came to be opened. */
  opened: z.enum(['solved', 'three tries']).nullable(),
  /** The code that “Reset to starter” took away, until something else is written. */
  discarded: z.string().max(200_000).nullable().default(null),
});

const answerSchema = z.object({
  given: z.union([z.array(z.number().int().min(0).max(50)).max(50), z.string().max(20_000)]),
  tries: z.number().int().min(0),
  points: z.number().min(0).max(1000),
  right: z.boolean(),
});

const progressSchema = z.object({
  version: z.literal(1),
  exercises: z.record(z.string().max(100), exerciseSchema),
  answers: z.record(z.string().max(100), answerSchema),
});

export type ExerciseProgress = z.infer<typeof exerciseSchema>;
export type Answer = z.infer<typeof answerSchema>;

export interface ProgressState {
  loaded: boolean;
  exercises: Record<string, ExerciseProgress>;
  answers: Record<string, Answer>;
  /** How the last checks went, by exercise; gone with the page. */
  reports: Record<string, CheckReport>;
}

export const useProgress = create<ProgressState>(() => ({
  loaded: false,
  exercises: {},
  answers: {},
  reports: {},
}));

const KEY = 'progress';
const SAVE_AFTER_MS = 300;
/** Honest tries after which the reference solution can be opened. */
export const TRIES = 3;

let timer: ReturnType<typeof setTimeout> | null = null;
/** Takes back what the saved sign was told of the write that waits. */
let stored = (): void => undefined;
let opening: Promise<void> | null = null;

const { getState: get, setState: set } = useProgress;

/** Reads what this browser keeps. May be called again. */
export function openProgress(): Promise<void> {
  opening ??= keptNote(KEY)
    .catch(() => undefined)
    .then((kept) => {
      const parsed = progressSchema.safeParse(kept);
      if (parsed.success) {
        const { exercises, answers } = parsed.data;
        set((now) => ({
          exercises: { ...exercises, ...now.exercises },
          answers: { ...answers, ...now.answers },
        }));
      }
      set({ loaded: true });
      // The last chance before the page is gone.
      globalThis.addEventListener?.('pagehide', () => void flushProgress());
    });
  return opening;
}

/** Writes now what was to be written shortly. */
export async function flushProgress(): Promise<void> {
  if (timer === null) return;
  clearTimeout(timer);
  timer = null;
  const told = stored;
  await saving('your code and answers', () => keepNote(KEY, kept()));
  told();
}

function kept(): z.infer<typeof progressSchema> {
  const { exercises, answers } = get();
  return { version: 1, exercises, answers };
}

function saveSoon(): void {
  if (timer !== null) return;
  // From the first keystroke on: an earlier saving says nothing of what is typed now.
  stored = announceSaving();
  timer = setTimeout(() => void flushProgress(), SAVE_AFTER_MS);
}

export function progressOf(exercise: Exercise, state: ProgressState = get()): ExerciseProgress {
  return (
    state.exercises[exercise.id] ?? {
      code: exercise.starter,
      best: 0,
      tries: 0,
      honest: [],
      solvedAt: null,
      opened: null,
      discarded: null,
    }
  );
}

function change(exercise: Exercise, values: Partial<ExerciseProgress>): void {
  set((state) => ({
    exercises: { ...state.exercises, [exercise.id]: { ...progressOf(exercise, state), ...values } },
  }));
  saveSoon();
}

export function setCode(exercise: Exercise, code: string): void {
  if (code !== progressOf(exercise).code) change(exercise, { code, discarded: null });
}

/** Back to the starter: points and tries stay, and `undoReset` brings the code back, after a reload as well. */
export function resetCode(exercise: Exercise): void {
  const { code } = progressOf(exercise);
  if (code !== exercise.starter) change(exercise, { code: exercise.starter, discarded: code });
}

export function undoReset(exercise: Exercise): void {
  const { discarded } = progressOf(exercise);
  if (discarded !== null) setCode(exercise, discarded);
}

const withoutSpace = (code: string): string => code.replace(/\/\/.*$/gm, '').replace(/\s+/g, '');

/** A short name of the code as it counts: without spaces and comments. */
function nameOf(code: string): string {
  let hash = 0x811c9dc5;
  for (const character of withoutSpace(code))
    hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 0x01000193);
  return (hash >>> 0).toString(16);
}

/** Puts down how the checks went. A try is honest where the code is neither the starter nor one that was tried before. */
export function recordTry(exercise: Exercise, code: string, report: CheckReport): void {
  const before = progressOf(exercise);
  const solved = report.points === report.of;
  const name = nameOf(code);
  const honest = solved || name === nameOf(exercise.starter) || before.honest.includes(name);
  change(exercise, {
    best: Math.max(before.best, report.points),
    tries: before.tries + 1,
    honest: honest ? before.honest : [...before.honest, name].slice(-200),
    solvedAt: before.solvedAt ?? (solved ? Date.now() : null),
  });
  set((state) => ({ reports: { ...state.reports, [exercise.id]: report } }));
}

export function setReport(exercise: Exercise, report: CheckReport): void {
  set((state) => ({ reports: { ...state.reports, [exercise.id]: report } }));
}

export function mayOpenReference({ solvedAt, honest, opened }: ExerciseProgress): boolean {
  return solvedAt !== null || opened !== null || honest.length >= TRIES;
}

/** The record says how it came to be opened: the first way stays. */
export function openReference(exercise: Exercise): void {
  const now = progressOf(exercise);
  if (now.opened === null && mayOpenReference(now))
    change(exercise, { opened: now.solvedAt !== null ? 'solved' : 'three tries' });
}

export function answer(question: Question, given: Given): void {
  const before = get().answers[question.id];
  const { points, right } = judge(question, given);
  const tries = (before?.tries ?? 0) + 1;
  set((state) => ({ answers: { ...state.answers, [question.id]: { given, tries, points, right } } }));
  saveSoon();
}

/** All of it as the text of a file. */
export function exportProgress(): string {
  return JSON.stringify({ app: 'seqlab', ...kept() }, null, 2);
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
  const parsed = progressSchema.safeParse(fileOf(text));
  if (!parsed.success) throw refused('This file of progress is damaged or was changed by hand.');
  const { exercises, answers } = parsed.data;
  const state = get();
  const newExercises = Object.entries(exercises).filter(
    ([id, one]) => one.best > (state.exercises[id]?.best ?? -1),
  );
  const newAnswers = Object.entries(answers).filter(
    ([id, one]) => one.points > (state.answers[id]?.points ?? -1),
  );
  const taken = new Set(newExercises.map(([id]) => id));
  set({
    exercises: { ...state.exercises, ...Object.fromEntries(newExercises) },
    answers: { ...state.answers, ...Object.fromEntries(newAnswers) },
    // What the checks said was of the code that stood there.
    reports: Object.fromEntries(Object.entries(state.reports).filter(([id]) => !taken.has(id))),
  });
  saveSoon();
  return { exercises: newExercises.length, answers: newAnswers.length };
}
