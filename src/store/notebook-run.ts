import { LabError, type LabErrorData, toErrorData } from '../base/errors.ts';
import { type CellPlan, inputFingerprint, restingState, type RunContext, runOrder } from './cells.ts';
import {
  cellStateOf,
  changeNotebook,
  finishCell,
  type Notebook,
  notebookOf,
  type Waiting,
} from './notebook.ts';

/**
 * Running the cells of a lesson.
 *
 * One cell runs at a time; the others wait in a queue. A failure or an interrupt empties the queue: nothing below
 * goes on as if nothing had happened. The person's own code is checked beside that, one exercise after the other: a
 * training of minutes keeps nobody from working.
 */

/** Where a cell runs: in the lesson's order, or beside it. */
type Lane = 'main' | 'beside';
const laneOf = (plans: readonly CellPlan[], id: string): Lane =>
  plans.find((plan) => plan.id === id)?.beside ? 'beside' : 'main';
const runningIn = ({ running, beside }: Notebook, lane: Lane): string | null =>
  lane === 'main' ? running : beside;

/** How long a runner may take to obey an interrupt before the notebook goes on without it. */
const INTERRUPT_PATIENCE_MS = 8000;

/** By lesson and lane. */
const aborters = new Map<string, AbortController>();

const isCancel = (error: LabErrorData) => error.code === 'cancelled';

/** Rejects a while after the signal is aborted, for a runner that does not obey. */
function impatience(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    signal.addEventListener('abort', () => {
      setTimeout(() => reject(new LabError('cancelled', 'Interrupted.')), INTERRUPT_PATIENCE_MS);
    });
  });
}

async function runOne(lesson: string, id: string, whole: boolean): Promise<boolean> {
  const { plans, recipe } = notebookOf(lesson);
  const plan = plans.find((p) => p.id === id);
  if (!plan) throw new Error(`There is no cell “${id}” in lesson “${lesson}”.`);
  // Taken before the work begins: what changes meanwhile makes the outcome stale.
  const ranWith = inputFingerprint(plans, recipe, id);
  if (!plan.runner) {
    finishCell(lesson, id, { outcome: 'done', ranWith });
    return true;
  }
  const lane = laneOf(plans, id);
  const key = `${lane} ${lesson}`;
  const aborter = new AbortController();
  const { signal } = aborter;
  aborters.set(key, aborter);
  const stands = (running: string | null): void =>
    changeNotebook(
      lesson,
      lane === 'main'
        ? { running, interrupting: false, progress: null }
        : { beside: running, besideProgress: null },
    );
  stands(id);
  finishCell(lesson, id, { outcome: 'running', ranWith, finishedAt: null });
  const start = performance.now();
  const seconds = () => (performance.now() - start) / 1000;
  const context: RunContext = {
    lesson,
    cell: id,
    signal,
    whole,
    report: (progress) => {
      if (aborters.get(key) === aborter && !signal.aborted)
        changeNotebook(lesson, lane === 'main' ? { progress } : { besideProgress: progress });
    },
    recipe,
    result: (cell) => notebookOf(lesson).records[cell]?.result ?? null,
  };
  try {
    const work = plan.runner().then((runner) => runner.run(context));
    const result = await Promise.race([work, impatience(signal)]);
    const outcome = signal.aborted ? 'interrupted' : 'done';
    finishCell(lesson, id, { outcome, ranWith, seconds: seconds(), result: result ?? null });
    return outcome === 'done';
  } catch (thrown) {
    const error = toErrorData(thrown);
    if (signal.aborted || isCancel(error))
      finishCell(lesson, id, { outcome: 'interrupted', ranWith, seconds: seconds() });
    else finishCell(lesson, id, { outcome: 'failed', ranWith, seconds: seconds(), error });
    return false;
  } finally {
    aborters.delete(key);
    stands(null);
  }
}

async function drain(lesson: string, lane: Lane): Promise<void> {
  if (runningIn(notebookOf(lesson), lane) !== null) return;
  for (;;) {
    const { queue, plans, recipe, records } = notebookOf(lesson);
    const next = queue.find((waiting) => laneOf(plans, waiting.id) === lane);
    if (next === undefined) return;
    // What it depends on may have gone stale since it was put into the queue.
    const id = next.alone ? next.id : (runOrder(plans, recipe, records, next.id)[0] ?? next.id);
    changeNotebook(lesson, { queue: queue.filter((waiting) => waiting.id !== id) });
    if (!(await runOne(lesson, id, next.whole))) {
      changeNotebook(lesson, {
        queue: notebookOf(lesson).queue.filter((waiting) => laneOf(plans, waiting.id) !== lane),
      });
      return;
    }
  }
}

async function enqueue(lesson: string, ids: readonly string[], how: Omit<Waiting, 'id'>): Promise<void> {
  const { plans, queue, running, beside, loaded } = notebookOf(lesson);
  if (!loaded) return;
  const waiting = new Map(queue.map((item) => [item.id, item]));
  const again = (id: string): boolean => plans.find((plan) => plan.id === id)?.again ?? false;
  for (const id of ids)
    if (((id !== running && id !== beside) || again(id)) && !waiting.has(id)) waiting.set(id, { id, ...how });
  changeNotebook(lesson, { queue: plans.flatMap(({ id }) => waiting.get(id) ?? []) });
  await Promise.all([drain(lesson, 'main'), drain(lesson, 'beside')]);
}

/** Runs a cell, and before it whatever it depends on that is not up to date. Resolves when nothing is left to run. */
export async function runCell(lesson: string, id: string): Promise<void> {
  const { plans, recipe, records } = notebookOf(lesson);
  const order = runOrder(plans, recipe, records, id);
  const before = order.filter((other) => other !== id);
  const begun = before.some((other) => restingState(plans, recipe, records, other) !== 'never-run');
  if (before.length > 0 && !begun && (await sufficient(lesson, id)))
    return enqueue(lesson, [id], { whole: false, alone: true });
  return enqueue(lesson, order, { whole: false });
}

/** A module that cannot be loaded says so when the cell runs. */
const sufficient = async (lesson: string, id: string): Promise<boolean> => {
  const runner = await notebookOf(lesson)
    .plans.find((plan) => plan.id === id)
    ?.runner?.()
    .catch(() => null);
  return (await runner?.suffices?.(lesson)) ?? false;
};

/** Runs the cells of the lesson in order: all of them, those not up to date, or those gone stale. */
export function runLesson(lesson: string, which: 'all' | 'due' | 'stale'): Promise<void> {
  const notebook = notebookOf(lesson);
  const due = notebook.plans.filter((plan) => {
    if (plan.byHand) return false;
    const state = cellStateOf(notebook, plan.id);
    return which === 'all' || (which === 'due' ? state !== 'done' : state === 'stale');
  });
  return enqueue(
    lesson,
    due.map((plan) => plan.id),
    { whole: which !== 'stale' },
  );
}

/**
 * Stops what runs, and lets none of those that wait begin.
 * @param id the cell that is meant: only what runs and waits where it does; left out: all of it
 */
export function interrupt(lesson: string, id?: string): void {
  const { plans, running, queue } = notebookOf(lesson);
  const lanes: Lane[] = id === undefined ? ['main', 'beside'] : [laneOf(plans, id)];
  changeNotebook(lesson, { queue: queue.filter((waiting) => !lanes.includes(laneOf(plans, waiting.id))) });
  if (lanes.includes('main')) changeNotebook(lesson, { interrupting: running !== null });
  for (const lane of lanes) aborters.get(`${lane} ${lesson}`)?.abort();
}
