import type { LabErrorData } from '../base/errors.ts';
import { fingerprint } from '../base/fingerprint.ts';
import type { Recipe } from '../recipe/recipe.ts';

/** What a cell of a notebook is to the store: its place in the order, what it needs, and how it runs. Pure; no DOM. */

/** `interrupted`: begun and not finished, by the person or because the page was closed. */
export type CellState = 'never-run' | 'queued' | 'running' | 'done' | 'stale' | 'failed' | 'interrupted';

export interface CellProgress {
  /** What is being done, as a short phrase: "reading rows", "epoch 2 of 5". */
  phase: string;
  /** Done of total, in any unit; total null where it is not known. */
  done: number;
  total: number | null;
}

/** What a runner is given. */
export interface RunContext {
  lesson: string;
  cell: string;
  /** Aborted when the person interrupts. The runner then stops and throws (`signal.throwIfAborted()`). */
  signal: AbortSignal;
  /** True when this is part of "Run the whole lesson": do what shows the point, not all there is. */
  whole: boolean;
  report(progress: CellProgress): void;
  /** The recipe under edit as it stood when the cell began: what `reads` names of it decides what goes stale. */
  recipe: Recipe;
  /** What this or another cell returned when it last finished; null where it never did. */
  result(cell: string): unknown;
}

export interface CellRunner {
  /**
   * Does the work of the cell. What it returns is kept with the cell (small plain JSON: ids and numbers, not data) and
   * handed to `useCell().result`.
   * @throws LabError, shown in the cell; the code `cancelled` or an AbortError means "interrupted", not "failed".
   */
  run(context: RunContext): Promise<unknown>;
  /**
   * Whether the cell can do its work although cells that it depends on have never been run: a run that was opened from a
   * zip can be looked at without training one first.
   */
  suffices?(lesson: string): Promise<boolean>;
}

export type RecipePart = 'seed' | 'data' | 'text' | 'model' | 'training';

/** The part of a cell's definition that the store needs. */
export interface CellPlan {
  id: string;
  /** Cells above it that it builds on: they run first, and a change in them makes it stale. */
  dependsOn: readonly string[];
  /** Parts of the recipe that its outcome follows from: a change in them makes it, and all below that build on it, stale. */
  reads: readonly RecipePart[];
  /** Absent for text: such a cell is done when it has been read. */
  runner?: () => Promise<CellRunner>;
  /** The person's own work: runs only when asked for itself. */
  byHand?: boolean;
  /** Asked for while it runs, it runs once more after that: what it works on may have changed meanwhile. */
  again?: boolean;
  /** Builds on no other cell and waits for none: it runs beside what runs. */
  beside?: boolean;
  /** It trains and may take long: the word on its button, which stands on the button of what makes it run first as well. */
  trains?: string;
}

export interface CellRecord {
  /** How it last ended; `running` in what is kept means that the page was closed meanwhile. */
  outcome: 'running' | 'done' | 'failed' | 'interrupted';
  /** Fingerprint of what it ran with. */
  ranWith: string;
  finishedAt: number | null;
  seconds: number | null;
  error: LabErrorData | null;
  /** Of the last time that it finished. */
  result: unknown;
}

export type Records = Record<string, CellRecord>;

function planOf(plans: readonly CellPlan[], id: string): CellPlan {
  const plan = plans.find((p) => p.id === id);
  if (!plan) throw new Error(`There is no cell “${id}” in this lesson.`);
  return plan;
}

/** Recipes are never changed in place, so what was found for one holds. Signs and outline ask ten times a second. */
const found = new WeakMap<Recipe, WeakMap<readonly CellPlan[], Map<string, string>>>();

function foundFor(plans: readonly CellPlan[], recipe: Recipe): Map<string, string> {
  const byPlans = found.get(recipe) ?? new WeakMap<readonly CellPlan[], Map<string, string>>();
  found.set(recipe, byPlans);
  const names = byPlans.get(plans) ?? new Map<string, string>();
  byPlans.set(plans, names);
  return names;
}

/** Names all that the outcome of a cell follows from: what it reads of the recipe and what those it depends on read. */
export function inputFingerprint(plans: readonly CellPlan[], recipe: Recipe, id: string): string {
  const names = foundFor(plans, recipe);
  const known = names.get(id);
  if (known !== undefined) return known;
  const { dependsOn, reads } = planOf(plans, id);
  const name = fingerprint([
    id,
    reads.map((part) => [part, recipe[part]]),
    dependsOn.map((dep) => inputFingerprint(plans, recipe, dep)),
  ]);
  names.set(id, name);
  return name;
}

/** The state of a cell that neither runs nor waits. */
export function restingState(
  plans: readonly CellPlan[],
  recipe: Recipe,
  records: Records,
  id: string,
): CellState {
  const record = records[id];
  if (!record) return 'never-run';
  if (record.outcome === 'failed') return 'failed';
  if (record.outcome !== 'done') return 'interrupted';
  return record.ranWith === inputFingerprint(plans, recipe, id) ? 'done' : 'stale';
}

/** The cell with all it depends on that is not up to date, in the order of the lesson; the cell itself always. */
export function runOrder(plans: readonly CellPlan[], recipe: Recipe, records: Records, id: string): string[] {
  const wanted = new Set<string>([id]);
  const visit = (cell: string): void => {
    for (const dep of planOf(plans, cell).dependsOn) {
      if (restingState(plans, recipe, records, dep) !== 'done') wanted.add(dep);
      visit(dep);
    }
  };
  visit(id);
  return plans.filter((p) => wanted.has(p.id)).map((p) => p.id);
}

/**
 * What is trained before this cell runs, by the word on that cell's button; null: nothing. Of a lesson where nothing was
 * run yet it is not known: runs that are there already may suffice.
 */
export function trainsFirst(
  plans: readonly CellPlan[],
  recipe: Recipe,
  records: Records,
  id: string,
): string | null {
  const before = runOrder(plans, recipe, records, id).filter((other) => other !== id);
  const begun = before.some((other) => restingState(plans, recipe, records, other) !== 'never-run');
  if (!begun) return null;
  return before.map((other) => planOf(plans, other).trains).findLast((word) => word !== undefined) ?? null;
}

/** Checks a lesson's cells when it is opened: ids that differ, dependencies that stand above. */
export function checkPlans(plans: readonly CellPlan[]): void {
  const seen = new Set<string>();
  for (const plan of plans) {
    if (seen.has(plan.id)) throw new Error(`Two cells are called “${plan.id}”.`);
    if (plan.beside && plan.dependsOn.length > 0)
      throw new Error(`Cell “${plan.id}” runs beside the others, so it can depend on none.`);
    for (const dep of plan.dependsOn) {
      if (!seen.has(dep))
        throw new Error(`Cell “${plan.id}” depends on “${dep}”, which does not stand above it.`);
    }
    seen.add(plan.id);
  }
}
