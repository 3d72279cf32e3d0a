import { LabError, type LabErrorData, toErrorData } from '../base/errors.ts';
import type { Recipe } from '../recipe/recipe.ts';
import { applyEvents, emptyHistory, isActive, newRun, type RunSummary } from '../runs/record.ts';
import type { RunEvent, RunStatus } from '../runs/types.ts';
import { labClient } from '../worker/client.ts';
import { prepareRun } from './run-data.ts';
import { holding, keepNow, keepSoon, nextNumber } from './run-keep.ts';
import {
  changeRun,
  clearWish,
  historyGrew,
  historyOf,
  putRuns,
  runOf,
  showRun,
  useRuns,
  type Wish,
} from './runs.ts';
import { savedElsewhere } from './saved.ts';

/** How runs begin, wait for each other, and end. There is one training worker, so one run works at a time. */

export interface StartOptions {
  /** Given where others of the same set derive from it; else drawn. */
  id?: string;
  lesson: string;
  recipe: Recipe;
  datasetId: string | null;
  /** The run it was derived from. */
  parent: string | null;
}

/** The last events of a run may still be on their way when its call returns. */
const LAST_EVENTS_MS = 3000;

const { getState: get, setState: set } = useRuns;

/** Those who wait for a run to end. */
const waiting = new Map<string, ((run: RunSummary) => void)[]>();
/** Runs that this tab holds, from their place in line to their end. */
const holds = new Map<string, Promise<boolean>>();
/** Each run waits for the one before it. */
let line: Promise<void> = Promise.resolve();

/** Puts a new run at the end of the queue. Resolves with its id as soon as it is listed. */
export async function startRun(options: StartOptions): Promise<string> {
  const [id] = await startRuns([options]);
  return id as string;
}

/**
 * Puts new runs at the end of the queue, all at once: none begins before all are kept, so that a page that is closed the
 * next moment loses none of them. Resolves with their ids as soon as they are listed.
 */
export async function startRuns(all: readonly StartOptions[]): Promise<string[]> {
  if (all.length === 0) return [];
  const first = await nextNumber(all.length);
  const now = Date.now();
  const runs = all.map(({ id = crypto.randomUUID(), lesson, recipe, datasetId, parent }, i) =>
    newRun({ id, number: first + i, lesson, recipe, parent, datasetId }, now),
  );
  putRuns(runs.map((run) => ({ run, history: emptyHistory() })));
  const ids = runs.map(({ id }) => id);
  for (const id of ids) showRun(id, true);
  const kept = Promise.all(ids.map(enqueue));
  // Their places in line are taken once this tab holds them, behind this.
  line = line.then(async () => void (await kept));
  return ids;
}

/**
 * Puts a run into the queue; one that has a checkpoint goes on from there.
 * @returns resolves once it is kept as one that waits, or is found to be another tab's
 */
export function enqueue(id: string): Promise<void> {
  changeRun(id, { status: 'queued', error: null });
  set({ queue: [...get().queue, id] });
  let tell = (): void => undefined;
  const kept = new Promise<void>((resolve) => (tell = resolve));
  const hold = (): Promise<boolean> =>
    holding(id, async () => {
      // It tells by itself where it cannot be kept: the run goes on all the same.
      void keepNow(id).finally(tell);
      const turn = line.then(() => work(id));
      line = turn;
      await turn;
    });
  // A run put back while it still stands in line is held already: its place in line serves it.
  const held = (holds.get(id) ?? Promise.resolve(true)).then(hold);
  holds.set(id, held);
  void held.then((ours) => {
    if (holds.get(id) === held) holds.delete(id);
    if (ours) return;
    tell();
    leaveQueue(id);
    const { number } = runOf(id);
    end(id, 'interrupted', {
      code: 'run/elsewhere',
      message: `Run ${number} is held by another tab of this browser.`,
      hint: 'Go on with it there, or close that tab first.',
    });
  });
  return kept;
}

export function leaveQueue(id: string): void {
  set({ queue: get().queue.filter((other) => other !== id) });
}

/** Resolves when the run ends, however it ends. */
export function whenEnded(id: string): Promise<RunSummary> {
  return new Promise((resolve) => waiting.set(id, [...(waiting.get(id) ?? []), resolve]));
}

export function end(id: string, status: RunStatus, error: LabErrorData | null): void {
  changeRun(id, { status, error });
  clearWish(id);
  for (const tell of waiting.get(id) ?? []) tell(runOf(id));
  waiting.delete(id);
}

async function work(id: string): Promise<void> {
  leaveQueue(id);
  // Deleted or taken out of the queue while it waited.
  if (get().runs[id]?.status !== 'queued') return;
  set({ active: id });
  try {
    await untilItEnds(id);
    end(id, runOf(id).status, runOf(id).error);
  } catch (thrown) {
    const error = toErrorData(thrown);
    if (get().wishes[id] === 'stop' || error.code === 'cancelled') end(id, 'stopped', null);
    else if (error.code.startsWith('worker/')) end(id, 'interrupted', error);
    else end(id, 'failed', error);
  }
  set({ active: null, preparing: null });
  await keepNow(id);
}

/** A worker that dies is replaced and the run goes on, as long as it came further than the time before. */
async function untilItEnds(id: string): Promise<void> {
  for (let reached = 0; ;) {
    try {
      await attempt(id);
      return;
    } catch (thrown) {
      const step = runOf(id).checkpoint?.step ?? 0;
      const error = toErrorData(thrown);
      const died = error.code === 'worker/crashed' || error.code === 'worker/silent';
      if (!died || get().wishes[id] === 'stop' || step <= reached) throw thrown;
      reached = step;
      const note = `${error.message} A new one goes on from step ${step}.`;
      changeRun(id, { notes: [...runOf(id).notes, note] });
    }
  }
}

async function attempt(id: string): Promise<void> {
  changeRun(id, { status: 'preparing', error: null });
  const data = await prepareRun(id);
  if (get().wishes[id] === 'stop') throw new LabError('cancelled', 'Stopped before it began.');
  const { recipe, checkpoint } = runOf(id);
  const request = { runId: id, recipe, data, resume: checkpoint !== null };
  await labClient().run(request, (events) => hear(id, events));
  await lastEvents(id);
  if (isActive(runOf(id).status))
    throw new LabError('worker/mute', 'The training worker ended this run without saying how.');
}

async function lastEvents(id: string): Promise<void> {
  if (!isActive(runOf(id).status)) return;
  await new Promise<void>((resolve) => {
    const stop = useRuns.subscribe(({ runs }) => {
      const run = runs[id];
      if (!run || !isActive(run.status)) done();
    });
    const timer = setTimeout(() => done(), LAST_EVENTS_MS);
    const done = (): void => {
      stop();
      clearTimeout(timer);
      resolve();
    };
  });
}

const ANSWERS: Record<Wish, readonly RunStatus[]> = {
  pause: ['paused'],
  resume: ['running', 'finishing'],
  finish: ['finishing', 'paused'],
  stop: [],
};

/** What the worker says of a run. */
function hear(id: string, events: RunEvent[]): void {
  const before = get().runs[id];
  if (!before) return;
  const after = applyEvents(before, historyOf(id), events);
  if (after !== before) changeRun(id, after);
  const wish = get().wishes[id];
  if (wish && (ANSWERS[wish].includes(after.status) || !isActive(after.status))) clearWish(id);
  const kinds = new Set(events.map(({ type }) => type));
  if (kinds.has('started')) {
    set({ preparing: null });
    // Asked to stop while the worker was still getting ready.
    if (wish === 'stop') void labClient().stop();
  }
  for (const event of events) if (event.type === 'checkpoint') savedElsewhere(event.savedAt);
  const grew = (['steps', 'evaluation', 'gradients', 'translations', 'alignment', 'started'] as const).some(
    (kind) => kinds.has(kind),
  );
  if (grew) historyGrew(id);
  const worthKeeping = (['status', 'started', 'evaluation', 'checkpoint', 'note', 'finished'] as const).some(
    (kind) => kinds.has(kind),
  );
  keepSoon(id, !worthKeeping);
}
