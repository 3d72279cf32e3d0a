import { useMemo, useState } from 'react';
import { useShallow } from 'zustand/react/shallow';
import { comparableRuns, isOnData } from '../../runs/comparable.ts';
import type { Recipe } from '../../recipe/recipe.ts';
import { isImported, isUnfinished, type RunSummary } from '../../runs/record.ts';
import type { RunHistory } from '../../runs/types.ts';
import { useRecipe } from '../../store/recipe.ts';
import { historyOf, type RunsState, useRuns } from '../../store/runs.ts';

/** What changes many times a second while a run goes on. */
const LIVE = ['progress', 'best', 'last', 'checkpoint'] as const;

export type LiveRun = Pick<RunSummary, (typeof LIVE)[number]>;

/** All else: tables and forms show this, so that they are not drawn anew with every step. */
export type SteadyRun = Omit<RunSummary, (typeof LIVE)[number]>;

const isLive = (key: string): boolean => (LIVE as readonly string[]).includes(key);

const steadyRuns = new Map<string, SteadyRun>();

/** The same object as long as nothing but what is live has changed. */
function steady(run: RunSummary): SteadyRun {
  const before = steadyRuns.get(run.id);
  const keys = Object.keys(run) as (keyof SteadyRun)[];
  if (before && keys.every((key) => isLive(key) || Object.is(before[key], run[key]))) return before;
  steadyRuns.set(run.id, run);
  return run;
}

/** One run but for what is live; undefined where it is not (or no longer) listed. */
export function useRun(id: string | null): SteadyRun | undefined {
  return useRuns(({ runs }) => {
    const run = id === null ? undefined : runs[id];
    return run && steady(run);
  });
}

/** How far a run is and what it has reached. Ask for it as deep down as it is shown. */
export function useLive(id: string): LiveRun | undefined {
  return useRuns(({ runs }) => runs[id]);
}

const lessonRuns = ({ runs, order }: RunsState, lesson: string): RunSummary[] =>
  order.map((id) => runs[id]).filter((run): run is RunSummary => run?.lesson === lesson);

/** The runs of a lesson by number, as they stand now. */
export const runsOfLesson = (lesson: string): RunSummary[] => lessonRuns(useRuns.getState(), lesson);

/** The runs of a lesson by number, but for what is live. */
export function useLessonRuns(lesson: string): SteadyRun[] {
  return useRuns(useShallow((state) => lessonRuns(state, lesson).map(steady)));
}

/** Those of a lesson's runs whose scores can be compared, as things stand now. */
export const comparableNow = (lesson: string, hasScore: (run: RunSummary) => boolean): RunSummary[] =>
  comparableRuns(runsOfLesson(lesson), useRecipe.getState().recipe, hasScore);

export const isFinished = ({ result }: Pick<RunSummary, 'result'>): boolean => result !== null;

/** Those of these runs whose scores can be compared: on the data chosen now where there are any. */
export function useComparable(runs: readonly SteadyRun[]): SteadyRun[] {
  const data = useRecipe(({ recipe }) => recipe.data);
  const task = useRecipe(({ recipe }) => recipe.task);
  return useMemo(() => comparableRuns(runs, { data, task }, isFinished), [runs, data, task]);
}

const lastBaseline = (state: RunsState, lesson: string): string | null =>
  lessonRuns(state, lesson).findLast((run) => run.parent === null && !isImported(run))?.id ?? null;

type Baseline = Pick<RunSummary, 'parent' | 'status' | 'device' | 'recipe' | 'datasetId'>;

/**
 * The newest baseline on the data chosen now that trained to its end or still does: a failed one is no ground to compare
 * on. While there is none on these data, the newest that trained on others; else the newest.
 */
export const trainedBaselineOf = <R extends Baseline>(
  runs: readonly R[],
  chosen: Pick<Recipe, 'task' | 'data'>,
): R | undefined => {
  const baselines = runs.filter((run) => run.parent === null && !isImported(run));
  const trained = baselines.filter(({ status }) => status === 'done' || isUnfinished(status));
  return trained.findLast((run) => isOnData(run, chosen)) ?? trained.at(-1) ?? baselines.at(-1);
};

/** The newest run of a lesson that was derived from no other. */
export function useBaselineId(lesson: string): string | null {
  return useRuns((state) => lastBaseline(state, lesson));
}

export const baselineIdOf = (lesson: string): string | null => lastBaseline(useRuns.getState(), lesson);

/** The curves of a run as they stand at `version`: new arrays, so that charts see that they grew. */
function snapshot(id: string, _version: number): RunHistory {
  const { step, loss, lr, gradNorm, evaluations, gradients, ...rest } = historyOf(id);
  const { timeGradients, translations, alignments, measures } = rest;
  return {
    step: step.slice(),
    loss: loss.slice(),
    lr: lr.slice(),
    gradNorm: gradNorm.slice(),
    evaluations: evaluations.slice(),
    gradients: gradients.slice(),
    ...(measures && {
      measures: Object.fromEntries(Object.entries(measures).map(([name, values]) => [name, values.slice()])),
    }),
    ...(timeGradients && { timeGradients: timeGradients.slice() }),
    ...(translations && { translations: translations.slice() }),
    ...(alignments && { alignments: { ...alignments, points: alignments.points.slice() } }),
  };
}

/** The curves of a run, new whenever they grew (a few times a second at most). */
export function useHistory(id: string | null): RunHistory | null {
  const version = useRuns((state) => (id === null ? 0 : (state.version[id] ?? 0)));
  return useMemo(() => (id === null ? null : snapshot(id, version)), [id, version]);
}

/** The newest learning rate and gradient norm of a run. */
export function useNewest(id: string): { lr: number | undefined; gradNorm: number | undefined } {
  const version = useRuns((state) => state.version[id] ?? 0);
  return useMemo(() => newest(id, version), [id, version]);
}

function newest(id: string, _version: number) {
  const { lr, gradNorm } = historyOf(id);
  return { lr: lr.at(-1), gradNorm: gradNorm.at(-1) };
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
