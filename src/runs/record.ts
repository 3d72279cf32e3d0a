import { LabError, toErrorData } from '../base/errors.ts';
import { parseRecipe } from '../recipe/parse.ts';
import type { Monitor, Recipe } from '../recipe/recipe.ts';
import { epochOfKind, epochsBefore, withEpoch } from './kept-epochs.ts';
import type {
  EvaluationPoint,
  PointEvent,
  RecentCurves,
  RunEvent,
  RunHistory,
  RunRecord,
  RunStatus,
} from './types.ts';

/** What the lists show of a run: all but the curves, which grow with every step and are kept apart. */
export type RunSummary = Omit<RunRecord, 'history'> & {
  /** Best and newest point on validation. */
  best: EvaluationPoint | null;
  last: EvaluationPoint | null;
};

export const emptyHistory = (): RunHistory => ({
  step: [],
  loss: [],
  lr: [],
  gradNorm: [],
  evaluations: [],
  gradients: [],
});

/** Waits or works: somebody holds it. */
export const isUnfinished = (status: RunStatus): boolean => status === 'queued' || isActive(status);

/** Has the worker just now. */
export const isActive = (status: RunStatus): boolean =>
  status === 'preparing' || status === 'running' || status === 'paused' || status === 'finishing';

/** Ended before its time: it can go on. */
export const isResumable = (status: RunStatus): boolean =>
  status === 'interrupted' || status === 'stopped' || status === 'failed';

/** Opened from a zip: it never trained here, so it has no progress and no checkpoint to go on from. */
export const isImported = ({ device, status }: Pick<RunSummary, 'device' | 'status'>): boolean =>
  device === null && status === 'done';

/**
 * A run as it was kept, perhaps by an older version: what its recipe did not say yet has its default.
 * @throws LabError `run/unreadable` where the recipe is none of this version
 */
export function revived(kept: RunRecord): RunRecord {
  try {
    return { ...kept, recipe: parseRecipe(kept.recipe) };
  } catch (error) {
    throw new LabError(
      'run/unreadable',
      `Run ${kept.number} was kept by another version of the lab, and this one cannot read it: ${toErrorData(error).message}`,
      'Nothing of it is lost: it stays in this browser, for a version that knows it.',
    );
  }
}

export interface NewRun {
  id: string;
  number: number;
  lesson: string;
  recipe: Recipe;
  parent: string | null;
  datasetId: string | null;
}

export function newRun(given: NewRun, createdAt: number): RunSummary {
  return {
    ...given,
    status: 'queued',
    error: null,
    createdAt,
    device: null,
    parameters: null,
    weights: [],
    labels: [],
    vocabularySize: null,
    progress: null,
    checkpoint: null,
    result: null,
    notes: [],
    best: null,
    last: null,
  };
}

const scoreOf = (point: EvaluationPoint, monitor: Monitor): number =>
  monitor === 'loss' ? -point.loss : point[monitor];

/** The best and the newest of the points on validation; of equals the earlier. */
export function bestAndLast(
  evaluations: readonly EvaluationPoint[],
  monitor: Monitor,
): Pick<RunSummary, 'best' | 'last'> {
  let best: EvaluationPoint | null = null;
  let last: EvaluationPoint | null = null;
  for (const point of evaluations) {
    if (point.split !== 'validation') continue;
    last = point;
    if (!best || scoreOf(point, monitor) > scoreOf(best, monitor)) best = point;
  }
  return { best, last };
}

/** A kept run in two parts: what lists show, and its curves. */
export function summaryOf({ history, ...rest }: RunRecord): RunSummary {
  return { ...rest, ...bestAndLast(history.evaluations, rest.recipe.training.monitor) };
}

export function recordOf({ best: _best, last: _last, ...rest }: RunSummary, history: RunHistory): RunRecord {
  return { ...rest, history };
}

/** Drops what lies after a step: a run that goes on from a checkpoint writes it anew. */
export function truncateHistory(history: RunHistory, last: number): void {
  const firstLater = history.step.findIndex((step) => step > last);
  if (firstLater >= 0) {
    const { step, loss, lr, gradNorm, measures = {} } = history;
    for (const values of [step, loss, lr, gradNorm, ...Object.values(measures)]) values.length = firstLater;
  }
  history.evaluations = history.evaluations.filter((point) => point.step <= last);
  history.gradients = history.gradients.filter((point) => point.step <= last);
  // Those of the step it goes on from are taken again.
  if (history.timeGradients)
    history.timeGradients = history.timeGradients.filter((point) => point.step < last);
  if (history.translations) history.translations = history.translations.filter((entry) => entry.step <= last);
  if (history.alignments)
    history.alignments.points = history.alignments.points.filter((point) => point.step < last);
}

/** The curves as they were at a step; those given stay as they are. */
export function historyUntil(history: RunHistory, last: number): RunHistory {
  const copy = structuredClone(history);
  truncateHistory(copy, last);
  return copy;
}

/** Before the steps themselves: what was not measured so far has no value at the steps there are. */
function appendMeasures(history: RunHistory, measures: Record<string, number[]> = {}): void {
  for (const [name, values] of Object.entries(measures)) {
    const before = () => history.step.map(() => NaN);
    append(((history.measures ??= {})[name] ??= before()), values);
  }
}

export const stepOfPoint = (event: PointEvent): number =>
  event.type === 'translations' ? event.step : event.point.step;

/** Puts a point among those there are, in place and by its step; one that is there already gives way to it. */
function place<T extends { step: number }>(points: T[], point: T, same = (_: T) => true): T[] {
  let at = points.length;
  // Nearly always it is the newest.
  while (at > 0 && (points[at - 1] as T).step > point.step) at--;
  let from = at;
  while (from > 0 && (points[from - 1] as T).step === point.step) from--;
  const there = points.slice(from, at).findIndex(same);
  if (there >= 0) points[from + there] = point;
  else points.splice(at, 0, point);
  return points;
}

function placePoint(history: RunHistory, event: PointEvent): void {
  switch (event.type) {
    case 'gradients':
      history.gradients = place(history.gradients, event.point);
      return;
    case 'timeGradient':
      history.timeGradients = place(history.timeGradients ?? [], event.point);
      return;
    case 'evaluation':
      history.evaluations = place(
        history.evaluations,
        event.point,
        ({ split }) => split === event.point.split,
      );
      return;
    case 'translations': {
      const { step, epoch, examples } = event;
      history.translations = place(history.translations ?? [], { step, epoch, examples });
      return;
    }
    case 'alignment':
      history.alignments = {
        sentences: event.sentences,
        points: place(history.alignments?.points ?? [], event.point),
      };
  }
}

/** What was not heard of before the page was closed, up to the step that the run goes on from. */
function fillIn(history: RunHistory, { steps, points }: RecentCurves, last: number): void {
  const known = history.step.at(-1) ?? 0;
  for (const point of points)
    if (stepOfPoint(point) <= last && !isTakenAgain(point, last)) placePoint(history, point);
  const wanted = (_: number, i: number): boolean =>
    (steps.step[i] as number) > known && (steps.step[i] as number) <= last;
  const measures = Object.entries(steps.measures ?? {}).map(([name, values]) => [
    name,
    values.filter(wanted),
  ]);
  appendSteps(history, {
    step: steps.step.filter(wanted),
    loss: steps.loss.filter(wanted),
    lr: steps.lr.filter(wanted),
    gradNorm: steps.gradNorm.filter(wanted),
    measures: Object.fromEntries(measures) as Record<string, number[]>,
  });
}

/** Looks into the model as it is before a step are taken before the run goes on from there. */
const isTakenAgain = (event: PointEvent, last: number): boolean =>
  (event.type === 'timeGradient' || event.type === 'alignment') && event.point.step === last;

function appendSteps(
  history: RunHistory,
  { step, loss, lr, gradNorm, measures }: RecentCurves['steps'],
): void {
  appendMeasures(history, measures);
  append(history.step, step);
  append(history.loss, loss);
  append(history.lr, lr);
  append(history.gradNorm, gradNorm);
}

/**
 * What a batch of events makes of a run. Curves are appended to `history` in place (copying them ten times a second
 * would cost more than drawing them); the summary comes back new.
 */
export function applyEvents(
  summary: RunSummary,
  history: RunHistory,
  events: readonly RunEvent[],
): RunSummary {
  let next = summary;
  for (const event of events) next = applyEvent(next, history, event);
  return next;
}

function append(to: number[], values: readonly number[]): void {
  for (const value of values) to.push(value);
}

const lostNote = (from: number, to: number): string =>
  `The page was closed before the curves of steps ${from} to ${to} were kept; the weights were.`;

function applyEvent(run: RunSummary, history: RunHistory, event: RunEvent): RunSummary {
  const { monitor } = run.recipe.training;
  switch (event.type) {
    case 'status':
      return { ...run, status: event.status, error: event.error ?? null };
    case 'started': {
      truncateHistory(history, event.fromStep);
      const known = history.step.at(-1) ?? 0;
      if (event.recent) fillIn(history, event.recent, event.fromStep);
      // What is filled in ends at that step.
      const next = history.step.find((step) => step > known) ?? event.fromStep + 1;
      const lost = next - known - 1;
      const notes = lost > 0 ? [...run.notes, lostNote(known + 1, next - 1)] : run.notes;
      const { device, parameters, weights, labels, vocabularySize, fromStep } = event;
      const scores = bestAndLast(history.evaluations, monitor);
      const kept = run.keptEpochs && {
        keptEpochs: epochsBefore(run.keptEpochs, fromStep, event.totalSteps / run.recipe.training.epochs),
      };
      return { ...run, device, parameters, weights, labels, vocabularySize, notes, ...scores, ...kept };
    }
    case 'steps':
      appendSteps(history, event);
      return run;
    case 'gradients':
    case 'timeGradient':
    case 'translations':
    case 'alignment':
      placePoint(history, event);
      return run;
    case 'evaluation':
      placePoint(history, event);
      return { ...run, ...bestAndLast(history.evaluations, monitor) };
    case 'progress':
      return { ...run, progress: event.progress };
    case 'checkpoint': {
      const epoch = epochOfKind(event.kind);
      if (epoch !== null) return { ...run, keptEpochs: withEpoch(run.keptEpochs, epoch) };
      return event.kind === 'last'
        ? { ...run, checkpoint: { step: event.step, savedAt: event.savedAt } }
        : run;
    }
    case 'note':
      return { ...run, notes: [...run.notes, event.message] };
    case 'finished':
      return { ...run, result: event.result };
  }
}
