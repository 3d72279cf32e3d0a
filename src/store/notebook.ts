import { create } from 'zustand';
import { toErrorData } from '../base/errors.ts';
import type { Recipe } from '../recipe/recipe.ts';
import {
  type CellPlan,
  type CellProgress,
  type CellRecord,
  type CellState,
  type Records,
  checkPlans,
  inputFingerprint,
  restingState,
} from './cells.ts';
import { loadNotebook, saveNotebook } from './kept-notebook.ts';
import { recipeOf, useRecipe } from './recipe.ts';
import { saving } from './saved.ts';
import { savingSoon } from './saving-soon.ts';

/** A cell in the queue. */
export interface Waiting {
  id: string;
  whole: boolean;
  alone?: boolean;
}

/**
 * The notebook of each lesson: how its cells ended, what runs now and what waits (notebook-run.ts makes it so).
 * Outcomes are kept in this browser and come back after a reload.
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

const SAVE_AFTER_MS = 250;

const loading = new Map<string, Promise<void>>();

/** The notebook as it stands. @throws Error where the lesson has not been opened */
export function notebookOf(lesson: string): Notebook {
  const notebook = useNotebooks.getState()[lesson];
  if (!notebook) throw new Error(`Lesson “${lesson}” has not been opened.`);
  return notebook;
}

/** Puts other values in the place of some. @throws Error where the lesson has not been opened */
export function changeNotebook(lesson: string, change: Partial<Notebook>): void {
  useNotebooks.setState({ [lesson]: { ...notebookOf(lesson), ...change } });
}

export function cellStateOf(notebook: Notebook, id: string): CellState {
  if (notebook.running === id || notebook.beside === id) return 'running';
  if (notebook.queue.some((waiting) => waiting.id === id)) return 'queued';
  return restingState(notebook.plans, notebook.recipe, notebook.records, id);
}

const later = savingSoon((lesson) => {
  const { records, details } = notebookOf(lesson);
  return saving(`lesson ${lesson}`, () => saveNotebook(lesson, { records, details }));
}, SAVE_AFTER_MS);

/** Writes now what was to be written shortly. */
export const flushNotebook = (lesson: string): Promise<void> => later.flush(lesson);

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
  changeNotebook(lesson, { recipe: await recipeOf(lesson, original) });
  const followRecipe = (): void => {
    const edited = useRecipe.getState();
    if (edited.lesson === lesson) changeNotebook(lesson, { recipe: edited.recipe });
  };
  followRecipe();
  useRecipe.subscribe(followRecipe);
  try {
    const loaded = await loadNotebook(lesson);
    if (loaded.kind === 'kept') changeNotebook(lesson, loaded.notebook);
    if (loaded.kind === 'unreadable') {
      const notice =
        'What this browser kept of the lesson was written by another version of the lab and cannot be read, so the cells start afresh. Runs and data sets are kept apart and are still there.';
      changeNotebook(lesson, { notice });
    }
  } catch (error) {
    changeNotebook(lesson, { notice: toErrorData(error).message });
  }
  changeNotebook(lesson, { loaded: true });
}

/** A few words beside a cell's title in the outline, such as "6 runs"; empty: none. */
export function setDetail(lesson: string, id: string, detail: string): void {
  if ((notebookOf(lesson).details[id] ?? '') === detail) return;
  changeNotebook(lesson, { details: { ...notebookOf(lesson).details, [id]: detail } });
  later.soon(lesson);
}

/** A cell counts as done without a run of its own: a text that has been read, experiments that were run one by one. */
export function markRead(lesson: string, id: string): void {
  const notebook = notebookOf(lesson);
  if (!notebook.loaded || restingState(notebook.plans, notebook.recipe, notebook.records, id) === 'done')
    return;
  finishCell(lesson, id, { outcome: 'done', ranWith: inputFingerprint(notebook.plans, notebook.recipe, id) });
}

/** Writes down how a cell ended, or that it has begun. */
export function finishCell(
  lesson: string,
  id: string,
  change: Pick<CellRecord, 'outcome' | 'ranWith'> & Partial<CellRecord>,
) {
  const result = notebookOf(lesson).records[id]?.result ?? null;
  const record: CellRecord = { finishedAt: Date.now(), seconds: null, error: null, result, ...change };
  changeNotebook(lesson, { records: { ...notebookOf(lesson).records, [id]: record } });
  later.soon(lesson);
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
  changeNotebook(lesson, { records: Object.fromEntries([...left, ...stale]) });
  later.soon(lesson);
}

/** What the person chose in a cell, outside the recipe, is another now: it and all that builds on it are stale. */
export function goStale(lesson: string, id: string): void {
  const { plans, records } = notebookOf(lesson);
  const builds = (cell: string): boolean =>
    cell === id || (plans.find((plan) => plan.id === cell)?.dependsOn.some(builds) ?? false);
  const entries = Object.entries(records).map(([cell, record]): [string, CellRecord] => [
    cell,
    record.outcome === 'done' && builds(cell) ? { ...record, ranWith: '' } : record,
  ]);
  changeNotebook(lesson, { records: Object.fromEntries(entries) });
  later.soon(lesson);
}

/** Itself or by what it builds on. Plans that were kept of another version of the lesson may be gone. */
function readsData(plans: readonly CellPlan[], id: string): boolean {
  const plan = plans.find((other) => other.id === id);
  if (!plan) return false;
  return plan.reads.includes('data') || plan.dependsOn.some((dep) => readsData(plans, dep));
}
