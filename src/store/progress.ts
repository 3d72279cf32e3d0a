import { create } from 'zustand';
import { LabError } from '../base/errors.ts';
import type { CheckReport, Exercise } from '../exercises/types.ts';
import { type Given, judge, type Question } from '../exercises/questions.ts';
import {
  type ExerciseProgress,
  keyOf,
  type KeptProgress,
  merged,
  MOST_HONEST,
  readProgress,
  readRecords,
  withOneMore,
  writeAtOnce,
  writeProgress,
} from './progress-kept.ts';
import { announceSaving, saving } from './saved.ts';

/** What the person wrote, tried and answered in the whole course: kept as it is typed, taken along as a file. */

export interface ProgressState extends KeptProgress {
  loaded: boolean;
}

export const useProgress = create<ProgressState>(() => ({
  loaded: false,
  exercises: {},
  answers: {},
  reports: {},
}));

const SAVE_AFTER_MS = 300;
/** Honest tries after which the reference solution can be opened. */
export const TRIES = 3;
/** Characters that the code of an exercise may have, and a free answer. The fields take no more. */
export const MOST_CODE = 200_000;
export const MOST_WORDS = 20_000;

let timer: ReturnType<typeof setTimeout> | null = null;
/** Keys of the records that were changed and not yet written. */
let changed = new Set<string>();
/** Keys of the records that are being written. */
const underway = new Set<string>();
/** Takes back what the saved sign was told of the write that waits. */
let stored = (): void => undefined;
let opening: Promise<void> | null = null;

const { getState: get, setState: set } = useProgress;

/** Tells other tabs of the lab the keys of records that were written. */
let tabs: BroadcastChannel | null = null;

/** Reads what this browser keeps, and from then on what other tabs write. May be called again. */
export function openProgress(): Promise<void> {
  if (!tabs && globalThis.BroadcastChannel) {
    tabs = new BroadcastChannel('seqlab/progress');
    tabs.onmessage = ({ data }: MessageEvent<string[]>) => {
      void readRecords(data).then(takeIn, () => undefined);
    };
  }
  opening ??= read().then(() => {
    set({ loaded: true });
    globalThis.addEventListener?.('pagehide', leave);
  });
  return opening;
}

/** Never throws: what cannot be read stands in the saved sign. */
async function read(): Promise<void> {
  await saving('reading your code and answers', async () => {
    const { unreadable, ...kept } = await readProgress();
    takeIn(kept);
    if (unreadable.length > 0)
      throw new LabError(
        'progress/unreadable',
        `What this browser kept of ${unreadable.join(', ')} cannot be read. It was put aside, and all else is here.`,
        'These begin afresh. A file that “Take progress along” gave brings them back.',
      );
  });
}

/** What was read joins what is here. */
const takeIn = (read: KeptProgress): void => set((state) => merged(read, state));

/** The last chance before the page is gone: reading what is kept before writing would take too long. */
function leave(): void {
  const keys = [...new Set([...changed, ...underway])];
  if (keys.length > 0) void saving('your code and answers', () => writeAtOnce(get(), keys));
}

/** Writes now what was to be written shortly. */
export async function flushProgress(): Promise<void> {
  if (timer === null) return;
  clearTimeout(timer);
  timer = null;
  const told = stored;
  const keys = changed;
  changed = new Set();
  await saving('your code and answers', async () => {
    for (const key of keys) underway.add(key);
    try {
      takeIn(await writeProgress(get(), [...keys]));
      tabs?.postMessage([...keys]);
    } catch (error) {
      // They go with the next write.
      for (const key of keys) changed.add(key);
      throw error;
    } finally {
      for (const key of keys) underway.delete(key);
    }
  });
  told();
}

function saveSoon(...keys: string[]): void {
  for (const key of keys) changed.add(key);
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
      earlier: [],
      at: 0,
    }
  );
}

/** Now, but after what was before, whatever the clock says. */
const after = (before: { at: number } | undefined): number => Math.max(Date.now(), (before?.at ?? 0) + 1);

function change(exercise: Exercise, values: Partial<ExerciseProgress>): void {
  set((state) => ({
    exercises: {
      ...state.exercises,
      [exercise.id]: {
        ...progressOf(exercise, state),
        ...values,
        at: after(progressOf(exercise, state)),
      },
    },
  }));
  saveSoon(keyOf('exercises', exercise.id));
}

/** What is longer than it may be is not taken, but for making it shorter. */
const tooLong = (text: string, before: string, most: number): boolean =>
  text.length > most && text.length > before.length;

/** Code longer than `MOST_CODE` is not taken. */
export function setCode(exercise: Exercise, code: string): void {
  if (tooLong(code, progressOf(exercise).code, MOST_CODE)) return;
  if (code !== progressOf(exercise).code) change(exercise, { code });
}

/** Back to the starter: points and tries stay, and `bringBack` has the code again, after a reload as well. */
export function resetCode(exercise: Exercise): void {
  const { code, earlier } = progressOf(exercise);
  if (code !== exercise.starter)
    change(exercise, { code: exercise.starter, earlier: withOneMore(earlier, code) });
}

/** Code that can be brought back, the last one last. */
export function earlierCodes(exercise: Exercise, state: ProgressState = get()): string[] {
  const { code, earlier } = progressOf(exercise, state);
  return earlier.filter((one) => one !== code && one !== exercise.starter);
}

/** The last code that was taken away stands there again; what stood there waits in turn, as the first of the others. */
export function bringBack(exercise: Exercise): void {
  const { code } = progressOf(exercise);
  const earlier = earlierCodes(exercise);
  const last = earlier.pop();
  if (last === undefined) return;
  change(exercise, { code: last, earlier: code === exercise.starter ? earlier : [code, ...earlier] });
}

/** Texts in quotes, and comments of both kinds: what looks like a comment in a text is none. */
const QUOTED_OR_COMMENT =
  /'(?:\\.|[^'\\\n])*'|"(?:\\.|[^"\\\n])*"|`(?:\\.|[^`\\])*`|\/\*[\s\S]*?\*\/|\/\/.*$/gm;

/** The code without comments, spaces and semicolons: that which makes it do something else. */
const bare = (code: string): string =>
  code.replace(QUOTED_OR_COMMENT, (found) => (found.startsWith('/') ? '' : found)).replace(/[\s;]+/g, '');

/** A short name of the code as it counts. */
function nameOf(code: string): string {
  let hash = 0x811c9dc5;
  for (const character of bare(code)) hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 0x01000193);
  return (hash >>> 0).toString(16);
}

/** Whether a check came to its end: one that the code never came back from says nothing of what was tried. */
const cameBack = ({ outcomes, problem }: CheckReport): boolean =>
  outcomes.some(({ state, reason }) => state !== 'not-run' && (!problem || reason !== problem.message));

/**
 * Puts down how the checks went. A try is honest where a check came to its end, and the code is neither the starter nor one
 * that was tried before.
 */
export function recordTry(exercise: Exercise, code: string, report: CheckReport): void {
  const before = progressOf(exercise);
  const solved = report.points === report.of;
  const name = nameOf(code);
  const honest =
    cameBack(report) && !solved && name !== nameOf(exercise.starter) && !before.honest.includes(name);
  change(exercise, {
    best: Math.max(before.best, report.points),
    tries: before.tries + 1,
    honest: honest ? [...before.honest, name].slice(-MOST_HONEST) : before.honest,
    solvedAt: before.solvedAt ?? (solved ? Date.now() : null),
  });
  setReport(exercise, code, report);
  saveSoon(keyOf('reports', exercise.id));
}

/** Shows how checks go that still run: nothing is kept of it. @param code what is being checked */
export function setReport({ id }: Exercise, code: string, report: CheckReport): void {
  set(({ reports }) => ({ reports: { ...reports, [id]: { code, report, at: after(reports[id]) } } }));
}

/** Whether the code of an exercise is no longer what its checks say something of. */
export function isOutdated(id: string, { reports, exercises }: ProgressState): boolean {
  const [checked, now] = [reports[id], exercises[id]];
  return checked !== undefined && now !== undefined && checked.code !== now.code;
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

/** A text longer than `MOST_WORDS` is not taken, and a right answer stays whatever is tried after it. */
export function answer(question: Question, given: Given): void {
  const before = get().answers[question.id];
  if (question.kind !== 'free' && before && judge(question, before.given).right) return;
  if (typeof given === 'string' && tooLong(given, String(before?.given ?? ''), MOST_WORDS)) return;
  const { points, right } = judge(question, given);
  const tries = (before?.tries ?? 0) + 1;
  const now = { given, tries, points, right, at: after(before) };
  set((state) => ({ answers: { ...state.answers, [question.id]: now } }));
  saveSoon(keyOf('answers', question.id));
}

/** What a person did step by step and the lab judged elsewhere: points that were had stay, whatever is typed later. */
export function recordWork(id: string, given: string, points: number, tried: boolean): void {
  const before = get().answers[id];
  const now = {
    given,
    tries: (before?.tries ?? 0) + Number(tried),
    points: Math.max(points, before?.points ?? 0),
    right: points > 0 || (before?.right ?? false),
    at: after(before),
  };
  set((state) => ({ answers: { ...state.answers, [id]: now } }));
  saveSoon(keyOf('answers', id));
}

/** Puts records in the place of those here. */
export function takeOver({ exercises, answers }: Omit<KeptProgress, 'reports'>): void {
  const newer = <T extends { at: number }>(here: Record<string, T>, there: Record<string, T>) => ({
    ...here,
    ...Object.fromEntries(
      Object.entries(there).map(([id, one]) => [
        id,
        { ...one, at: Math.max(one.at, (here[id]?.at ?? 0) + 1) },
      ]),
    ),
  });
  set((state) => ({
    exercises: newer(state.exercises, exercises),
    answers: newer(state.answers, answers),
  }));
  saveSoon(
    ...Object.keys(exercises).map((id) => keyOf('exercises', id)),
    ...Object.keys(answers).map((id) => keyOf('answers', id)),
  );
}
