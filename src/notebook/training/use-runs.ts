import { useMemo, useState } from 'react';
import { useShallow } from 'zustand/react/shallow';
import { isImported, type RunSummary } from '../../runs/record.ts';
import type { RunHistory } from '../../runs/types.ts';
import { historyOf, type RunsState, useRuns } from '../../store/runs.ts';

/** One run; undefined where it is not (or no longer) listed. */
export function useRun(id: string | null): RunSummary | undefined {
  return useRuns(({ runs }) => (id === null ? undefined : runs[id]));
}

const lessonRuns = ({ runs, order }: RunsState, lesson: string): RunSummary[] =>
  order.map((id) => runs[id]).filter((run): run is RunSummary => run?.lesson === lesson);

/** Whether two summaries say the same but for how far the run is, which changes ten times a second. */
function sameButProgress(a: RunSummary, b: RunSummary): boolean {
  if (a === b) return true;
  const keys = Object.keys(a) as (keyof RunSummary)[];
  return keys.every((key) => key === 'progress' || Object.is(a[key], b[key]));
}

const steady = new Map<string, RunSummary[]>();

/** The same list as last time where nothing but progress has changed. */
function steadyRuns(state: RunsState, lesson: string): RunSummary[] {
  const before = steady.get(lesson);
  const runs = lessonRuns(state, lesson);
  if (before?.length === runs.length && runs.every((run, i) => sameButProgress(run, before[i] ?? run))) {
    return before;
  }
  steady.set(lesson, runs);
  return runs;
}

/**
 * The runs of a lesson by number. New whenever one of them says something new, but for its progress: whoever shows that
 * asks `useRun` for it, so that tables and forms are not drawn anew with every step.
 */
export function useLessonRuns(lesson: string): RunSummary[] {
  return useRuns((state) => steadyRuns(state, lesson));
}

const lastBaseline = (state: RunsState, lesson: string): string | null =>
  lessonRuns(state, lesson).findLast((run) => run.parent === null && !isImported(run))?.id ?? null;

/** The newest run of a lesson that was derived from no other. */
export function useBaselineId(lesson: string): string | null {
  return useRuns((state) => lastBaseline(state, lesson));
}

export const baselineIdOf = (lesson: string): string | null => lastBaseline(useRuns.getState(), lesson);

/** The curves of a run as they stand at `version`: new arrays, so that charts see that they grew. */
function snapshot(id: string, _version: number): RunHistory {
  const { step, loss, lr, gradNorm, evaluations, gradients } = historyOf(id);
  return {
    step: step.slice(),
    loss: loss.slice(),
    lr: lr.slice(),
    gradNorm: gradNorm.slice(),
    evaluations: evaluations.slice(),
    gradients: gradients.slice(),
  };
}

/** The curves of a run, new whenever they grew (a few times a second at most). */
export function useHistory(id: string | null): RunHistory | null {
  const version = useRuns((state) => (id === null ? 0 : (state.version[id] ?? 0)));
  return useMemo(() => (id === null ? null : snapshot(id, version)), [id, version]);
}

/** The curves of several runs, by id. */
export function useHistories(ids: readonly string[]): ReadonlyMap<string, RunHistory> {
  const versions = useRuns(useShallow((state) => ids.map((id) => state.version[id] ?? 0)));
  return useMemo(() => new Map(ids.map((id, i) => [id, snapshot(id, versions[i] ?? 0)])), [ids, versions]);
}

/** The same value as long as it says the same: what is made of it is then not made anew with every message of a run. */
export function useStable<T>(value: T): T {
  const [stable, setStable] = useState(value);
  if (stable === value || JSON.stringify(stable) === JSON.stringify(value)) return stable;
  setStable(value);
  return value;
}
