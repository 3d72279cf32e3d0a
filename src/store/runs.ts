import { create } from 'zustand';
import type { LabErrorData } from '../base/errors.ts';
import { emptyHistory, type RunSummary } from '../runs/record.ts';
import type { RunHistory } from '../runs/types.ts';
import type { JobProgress } from '../worker/protocol.ts';

/** What the person asked of a run and the worker has not answered yet. */
export type Wish = 'pause' | 'resume' | 'stop' | 'finish';

/**
 * All runs of this browser. Components subscribe to one run, one field or one list, never to the whole.
 *
 * Curves do not stand here: they grow in place in `historyOf`, and `version` says when to look again.
 */
export interface RunsState {
  /** False until what this browser keeps has been read. */
  loaded: boolean;
  /** Why the runs of this browser could not be read, or null. */
  notice: LabErrorData | null;
  runs: Record<string, RunSummary>;
  /** Ids by number, oldest first; those just deleted are not among them. */
  order: readonly string[];
  /** Runs that another tab holds. */
  elsewhere: Record<string, true>;
  /** The run that has the worker. */
  active: string | null;
  /** What is done before its first step. */
  preparing: JobProgress | null;
  /** Those that wait for it, next first. */
  queue: readonly string[];
  wishes: Record<string, Wish>;
  /** Counts up when the curves of a run grew. */
  version: Record<string, number>;
  /** Runs whose curves are laid over each other. */
  shown: Record<string, true>;
  /** Deleted a moment ago, newest last: still to be had back. */
  deleted: readonly string[];
}

export const useRuns = create<RunsState>(() => ({
  loaded: false,
  notice: null,
  runs: {},
  order: [],
  elsewhere: {},
  active: null,
  preparing: null,
  queue: [],
  wishes: {},
  version: {},
  shown: {},
  deleted: [],
}));

/** Whether the training worker works, or is about to: a run that is paused leaves the page its time. */
export function isTraining({ active, runs, queue }: RunsState): boolean {
  return active === null ? queue.length > 0 : runs[active]?.status !== 'paused';
}

const histories = new Map<string, RunHistory>();

/** The curves of a run as they stand: they grow in place, so take a copy of what is to be kept. */
export function historyOf(id: string): RunHistory {
  const known = histories.get(id);
  if (known) return known;
  const empty = emptyHistory();
  histories.set(id, empty);
  return empty;
}

/** Not more often than a curve can be followed by eye, however fast the steps go. */
const BUMP_MS = 300;
const bumps = new Map<string, ReturnType<typeof setTimeout>>();

/** The curves of a run grew: those who draw them look again shortly. */
export function historyGrew(id: string): void {
  if (bumps.has(id)) return;
  const bump = (): void => {
    bumps.delete(id);
    useRuns.setState(({ version }) => ({ version: { ...version, [id]: (version[id] ?? 0) + 1 } }));
  };
  bumps.set(id, setTimeout(bump, BUMP_MS));
}

const { getState: get, setState: set } = useRuns;

/** @throws Error where there is no such run: a slip of ours, not of the person. */
export function runOf(id: string): RunSummary {
  const run = get().runs[id];
  if (!run) throw new Error(`There is no run ${id}.`);
  return run;
}

const byNumber = (runs: Record<string, RunSummary>, deleted: readonly string[]): string[] =>
  Object.values(runs)
    .filter(({ id }) => !deleted.includes(id))
    .sort((a, b) => a.number - b.number)
    .map(({ id }) => id);

/** Puts runs with their curves into the list, or replaces them. */
export function putRuns(given: readonly { run: RunSummary; history: RunHistory }[]): void {
  const runs = { ...get().runs };
  for (const { run, history } of given) {
    runs[run.id] = run;
    histories.set(run.id, history);
    historyGrew(run.id);
  }
  set({ runs, order: byNumber(runs, get().deleted) });
}

export function changeRun(id: string, change: Partial<RunSummary>): void {
  set({ runs: { ...get().runs, [id]: { ...runOf(id), ...change } } });
}

export function setWish(id: string, wish: Wish): void {
  set({ wishes: { ...get().wishes, [id]: wish } });
}

export function clearWish(id: string): void {
  if (get().wishes[id] !== undefined) set({ wishes: without(get().wishes, id) });
}

/** Takes a run out of the list; `forgetRun` drops it for good. */
export function hideRun(id: string): void {
  const deleted = [...get().deleted, id];
  set({ deleted, order: byNumber(get().runs, deleted), shown: without(get().shown, id) });
}

export function unhideRun(id: string): void {
  const deleted = get().deleted.filter((other) => other !== id);
  set({ deleted, order: byNumber(get().runs, deleted) });
}

export function forgetRun(id: string): void {
  const runs = without(get().runs, id);
  const deleted = get().deleted.filter((other) => other !== id);
  histories.delete(id);
  set({ runs, deleted, order: byNumber(runs, deleted), shown: without(get().shown, id) });
}

export function setElsewhere(id: string, elsewhere: boolean): void {
  const others = without(get().elsewhere, id);
  set({ elsewhere: elsewhere ? { ...others, [id]: true } : others });
}

export function showRun(id: string, shown: boolean): void {
  const others = without(get().shown, id);
  set({ shown: shown ? { ...others, [id]: true } : others });
}

function without<T>(record: Record<string, T>, key: string): Record<string, T> {
  return Object.fromEntries(Object.entries(record).filter(([other]) => other !== key));
}
