import { create } from 'zustand';
import { type LabErrorData, LabError, toErrorData } from '../base/errors.ts';
import type { Recipe } from '../recipe/recipe.ts';
import {
  type CellPlan,
  type CellProgress,
  type CellRecord,
  type CellState,
  type Records,
  type RunContext,
  checkPlans,
  inputFingerprint,
  restingState,
  runOrder,
} from './cells.ts';
import { loadNotebook, saveNotebook } from './kept-notebook.ts';
import { recipeOf, useRecipe } from './recipe.ts';
import { saving } from './saved.ts';

interface Waiting {
  id: string;
  whole: boolean;
  alone?: boolean;
}

/**
 * The notebook of each lesson: how its cells ended, what runs now and what waits.
 *
 * One cell runs at a time; the others wait in a queue. A failure or an interrupt empties the queue: nothing below
 * goes on as if nothing had happened. The person's own code is checked beside that, one exercise after the other: a
 * training of minutes keeps nobody from working. Outcomes are kept in this browser and come back after a reload.
 */
export interface Notebook {
  plans: readonly CellPlan[];
  /** False until what this browser keeps has been read. */
  loaded: boolean;
  /** One sentence about what could not be read back, or null. */
  notice: string | null;
  /** The recipe under edit, which decides what is stale. */
  recipe: Recipe;
  records: Records;
  /** A few words beside the title, such as "6 runs". */
  details: Record<string, string>;
  running: string | null;
  interrupting: boolean;
  progress: CellProgress | null;
  /** The cell that runs beside it, of those whose plan says so, and how far that one is. */
  beside: string | null;
  besideProgress: CellProgress | null;
  /** `whole`: as part of "Run the whole lesson"; `alone`: without what it depends on. */
  queue: readonly Waiting[];
}

export const useNotebooks = create<Record<string, Notebook>>(() => ({}));

const EMPTY: Omit<Notebook, 'plans' | 'recipe'> = {
  loaded: false,
  notice: null,
  records: {},
  details: {},
  running: null,
  interrupting: false,
  progress: null,
  beside: null,
  besideProgress: null,
  queue: [],
};

/** Where a cell runs: in the lesson's order, or beside it. */
type Lane = 'main' | 'beside';
const laneOf = (plans: readonly CellPlan[], id: string): Lane =>
  plans.find((plan) => plan.id === id)?.beside ? 'beside' : 'main';
const runningIn = ({ running, beside }: Notebook, lane: Lane): string | null =>
  lane === 'main' ? running : beside;

/** How long a runner may take to obey an interrupt before the notebook goes on without it. */
const INTERRUPT_PATIENCE_MS = 8000;
const SAVE_AFTER_MS = 250;

/** By lesson and lane. */
const aborters = new Map<string, AbortController>();
const loading = new Map<string, Promise<void>>();
const saveTimers = new Map<string, ReturnType<typeof setTimeout>>();

function get(lesson: string): Notebook {
  const notebook = useNotebooks.getState()[lesson];
  if (!notebook) throw new Error(`Lesson “${lesson}” has not been opened.`);
  return notebook;
}

function set(lesson: string, change: Partial<Notebook>): void {
  useNotebooks.setState({ [lesson]: { ...get(lesson), ...change } });
}

export function cellStateOf(notebook: Notebook, id: string): CellState {
  if (notebook.running === id || notebook.beside === id) return 'running';
  if (notebook.queue.some((waiting) => waiting.id === id)) return 'queued';
  return restingState(notebook.plans, notebook.recipe, notebook.records, id);
}

/** Writes now what was to be written shortly. */
export function flushNotebook(lesson: string): Promise<void> {
  clearTimeout(saveTimers.get(lesson));
  saveTimers.delete(lesson);
  const { records, details } = get(lesson);
  return saving(`lesson ${lesson}`, () => saveNotebook(lesson, { records, details }));
}

function saveSoon(lesson: string): void {
  if (saveTimers.has(lesson)) return;
  saveTimers.set(
    lesson,
    setTimeout(() => void flushNotebook(lesson), SAVE_AFTER_MS),
  );
}

/** Puts a lesson's cells into the store and reads what this browser keeps of them. May be called again. */
export function openNotebook(lesson: string, plans: readonly CellPlan[], original: Recipe): Promise<void> {
  const open = loading.get(lesson);
  if (open) return open;
  checkPlans(plans);
  useNotebooks.setState({ [lesson]: { ...EMPTY, plans, recipe: original } });
  const load = read(lesson, original);
  loading.set(lesson, load);
  return load;
}

async function read(lesson: string, original: Recipe): Promise<void> {
  set(lesson, { recipe: await recipeOf(lesson, original) });
  const followRecipe = (): void => {
    const edited = useRecipe.getState();
    if (edited.lesson === lesson) set(lesson, { recipe: edited.recipe });
  };
  followRecipe();
  useRecipe.subscribe(followRecipe);
  try {
    const loaded = await loadNotebook(lesson);
    if (loaded.kind === 'kept') set(lesson, loaded.notebook);
    if (loaded.kind === 'unreadable') {
      const notice =
        'What this browser kept of the lesson was written by another version of the lab and cannot be read, so the cells start afresh. Runs and data sets are kept apart and are still there.';
      set(lesson, { notice });
    }
  } catch (error) {
    set(lesson, { notice: toErrorData(error).message });
  }
  set(lesson, { loaded: true });
}

/** A few words beside a cell's title in the outline, such as "6 runs"; empty: none. */
export function setDetail(lesson: string, id: string, detail: string): void {
  if ((get(lesson).details[id] ?? '') === detail) return;
  set(lesson, { details: { ...get(lesson).details, [id]: detail } });
  saveSoon(lesson);
}

/** A cell counts as done without a run of its own: a text that has been read, experiments that were run one by one. */
export function markRead(lesson: string, id: string): void {
  const notebook = get(lesson);
  if (!notebook.loaded || restingState(notebook.plans, notebook.recipe, notebook.records, id) === 'done')
    return;
  finish(lesson, id, { outcome: 'done', ranWith: inputFingerprint(notebook.plans, notebook.recipe, id) });
}

function finish(
  lesson: string,
  id: string,
  change: Pick<CellRecord, 'outcome' | 'ranWith'> & Partial<CellRecord>,
) {
  const result = get(lesson).records[id]?.result ?? null;
  const record: CellRecord = { finishedAt: Date.now(), seconds: null, error: null, result, ...change };
  set(lesson, { records: { ...get(lesson).records, [id]: record } });
  saveSoon(lesson);
}

/**
 * Other data was opened: what cells that read data failed with was said of what stood there before. They are then as if
 * that had never been tried: stale where an earlier outcome is there, else never run.
 */
export function forgetDataErrors(lesson: string): void {
  const notebook = useNotebooks.getState()[lesson];
  if (!notebook) return;
  const { plans, records, running } = notebook;
  const failed = Object.entries(records).filter(
    ([id, { outcome }]) => outcome === 'failed' && id !== running && readsData(plans, id),
  );
  if (failed.length === 0) return;
  const left = Object.entries(records).filter(([id]) => !failed.some(([other]) => other === id));
  const stale = failed
    .filter(([, { result }]) => result !== null)
    // No cell has run with this.
    .map(([id, record]) => [id, { ...record, outcome: 'done', ranWith: '', error: null }] as const);
  set(lesson, { records: Object.fromEntries([...left, ...stale]) });
  saveSoon(lesson);
}

/** What the person chose in a cell, outside the recipe, is another now: it and all that builds on it are stale. */
export function goStale(lesson: string, id: string): void {
  const { plans, records } = get(lesson);
  const builds = (cell: string): boolean =>
    cell === id || (plans.find((plan) => plan.id === cell)?.dependsOn.some(builds) ?? false);
  const entries = Object.entries(records).map(([cell, record]): [string, CellRecord] => [
    cell,
    record.outcome === 'done' && builds(cell) ? { ...record, ranWith: '' } : record,
  ]);
  set(lesson, { records: Object.fromEntries(entries) });
  saveSoon(lesson);
}

/** Itself or by what it builds on. Plans that were kept of another version of the lesson may be gone. */
function readsData(plans: readonly CellPlan[], id: string): boolean {
  const plan = plans.find((other) => other.id === id);
  if (!plan) return false;
  return plan.reads.includes('data') || plan.dependsOn.some((dep) => readsData(plans, dep));
}

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
  const { plans, recipe } = get(lesson);
  const plan = plans.find((p) => p.id === id);
  if (!plan) throw new Error(`There is no cell “${id}” in lesson “${lesson}”.`);
  // Taken before the work begins: what changes meanwhile makes the outcome stale.
  const ranWith = inputFingerprint(plans, recipe, id);
  if (!plan.runner) {
    finish(lesson, id, { outcome: 'done', ranWith });
    return true;
  }
  const lane = laneOf(plans, id);
  const key = `${lane} ${lesson}`;
  const aborter = new AbortController();
  const { signal } = aborter;
  aborters.set(key, aborter);
  const stands = (running: string | null): void =>
    set(
      lesson,
      lane === 'main'
        ? { running, interrupting: false, progress: null }
        : { beside: running, besideProgress: null },
    );
  stands(id);
  finish(lesson, id, { outcome: 'running', ranWith, finishedAt: null });
  const start = performance.now();
  const seconds = () => (performance.now() - start) / 1000;
  const context: RunContext = {
    lesson,
    cell: id,
    signal,
    whole,
    report: (progress) => {
      if (aborters.get(key) === aborter && !signal.aborted)
        set(lesson, lane === 'main' ? { progress } : { besideProgress: progress });
    },
    recipe,
    result: (cell) => get(lesson).records[cell]?.result ?? null,
  };
  try {
    const work = plan.runner().then((runner) => runner.run(context));
    const result = await Promise.race([work, impatience(signal)]);
    const outcome = signal.aborted ? 'interrupted' : 'done';
    finish(lesson, id, { outcome, ranWith, seconds: seconds(), result: result ?? null });
    return outcome === 'done';
  } catch (thrown) {
    const error = toErrorData(thrown);
    if (signal.aborted || isCancel(error))
      finish(lesson, id, { outcome: 'interrupted', ranWith, seconds: seconds() });
    else finish(lesson, id, { outcome: 'failed', ranWith, seconds: seconds(), error });
    return false;
  } finally {
    aborters.delete(key);
    stands(null);
  }
}

async function drain(lesson: string, lane: Lane): Promise<void> {
  if (runningIn(get(lesson), lane) !== null) return;
  for (;;) {
    const { queue, plans, recipe, records } = get(lesson);
    const next = queue.find((waiting) => laneOf(plans, waiting.id) === lane);
    if (next === undefined) return;
    // What it depends on may have gone stale since it was put into the queue.
    const id = next.alone ? next.id : (runOrder(plans, recipe, records, next.id)[0] ?? next.id);
    set(lesson, { queue: queue.filter((waiting) => waiting.id !== id) });
    if (!(await runOne(lesson, id, next.whole))) {
      set(lesson, { queue: get(lesson).queue.filter((waiting) => laneOf(plans, waiting.id) !== lane) });
      return;
    }
  }
}

async function enqueue(lesson: string, ids: readonly string[], how: Omit<Waiting, 'id'>): Promise<void> {
  const { plans, queue, running, beside, loaded } = get(lesson);
  if (!loaded) return;
  const waiting = new Map(queue.map((item) => [item.id, item]));
  const again = (id: string): boolean => plans.find((plan) => plan.id === id)?.again ?? false;
  for (const id of ids)
    if (((id !== running && id !== beside) || again(id)) && !waiting.has(id)) waiting.set(id, { id, ...how });
  set(lesson, { queue: plans.flatMap(({ id }) => waiting.get(id) ?? []) });
  await Promise.all([drain(lesson, 'main'), drain(lesson, 'beside')]);
}

/** Runs a cell, and before it whatever it depends on that is not up to date. Resolves when nothing is left to run. */
export async function runCell(lesson: string, id: string): Promise<void> {
  const { plans, recipe, records } = get(lesson);
  const order = runOrder(plans, recipe, records, id);
  const before = order.filter((other) => other !== id);
  const begun = before.some((other) => restingState(plans, recipe, records, other) !== 'never-run');
  if (before.length > 0 && !begun && (await sufficient(lesson, id)))
    return enqueue(lesson, [id], { whole: false, alone: true });
  return enqueue(lesson, order, { whole: false });
}

/** A module that cannot be loaded says so when the cell runs. */
const sufficient = async (lesson: string, id: string): Promise<boolean> => {
  const runner = await get(lesson)
    .plans.find((plan) => plan.id === id)
    ?.runner?.()
    .catch(() => null);
  return (await runner?.suffices?.(lesson)) ?? false;
};

/** Runs the cells of the lesson in order: all of them, those not up to date, or those gone stale. */
export function runLesson(lesson: string, which: 'all' | 'due' | 'stale'): Promise<void> {
  const notebook = get(lesson);
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
  const { plans, running, queue } = get(lesson);
  const lanes: Lane[] = id === undefined ? ['main', 'beside'] : [laneOf(plans, id)];
  set(lesson, { queue: queue.filter((waiting) => !lanes.includes(laneOf(plans, waiting.id))) });
  if (lanes.includes('main')) set(lesson, { interrupting: running !== null });
  for (const lane of lanes) aborters.get(`${lane} ${lesson}`)?.abort();
}
