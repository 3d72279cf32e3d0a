import { type ComponentType, lazy, type LazyExoticComponent } from 'react';
import type { Recipe } from '../recipe/recipe.ts';
import type { CellPlan, CellRunner, RecipePart } from '../store/cells.ts';

/**
 * What a lesson is made of: a list of cells. How a cell plugs in:
 *
 * A cell is one module, loaded when the lesson is open, that exports its body as `default` and, if it does work, a
 * `runner`:
 *
 *     export const runner: CellRunner = {
 *       async run({ recipe, result, signal, report, whole }) {
 *         report({ phase: 'reading rows', done: 0, total: null });
 *         …                              // obey `signal`; throw LabError for what a person can mend
 *         return { datasetId };          // small JSON; kept, and handed to `useCell().result` and `result('data')`
 *       },
 *     };
 *     export default function DataCell() { const cell = useCell(); … }
 *
 * The frame (`Cell.tsx`) draws the card: sign of the state, title, Run / Interrupt, progress, error with its hint and
 * a retry, announcements for screen readers. The body draws the outcome and the settings only.
 *
 * Hooks and pieces for bodies (`use-cell.ts`, `CellActions.tsx`):
 * - `useCell(id?)`: state, result and actions of this cell, or of another one of the lesson;
 * - `useRecipe` (src/store/recipe.ts): the settings. A cell is stale when a part of the recipe that it `reads`, or that
 *   a cell it depends on reads, is no longer what it last ran with;
 * - `useCellProgress()`: what the runner last reported;
 * - `<CellActions>…</CellActions>`: small buttons for the head of the card, left of Run ("Upload", "+ Variant").
 *
 * A cell that is asked to run first runs what it depends on and is not up to date. An interrupt or a failure stops all
 * that waits.
 */
export interface CellModule {
  default: ComponentType;
  runner?: CellRunner;
}

/** A cell's module, loaded at most once and only when it is wanted. */
export interface CellBody {
  load: () => Promise<CellModule>;
  Component: LazyExoticComponent<ComponentType>;
}

export function body(load: () => Promise<CellModule>): CellBody {
  return { load, Component: lazy(load) };
}

export interface CellDefinition {
  /** Stands in the address: `#/rnn/baseline`. */
  id: string;
  title: string;
  dependsOn: readonly string[];
  reads?: readonly RecipePart[];
  /** Text that stands above the card, or all there is to a text cell. Comes with the lesson, so that nothing shifts. */
  prose?: ComponentType;
  /** The body of the card and what it runs. Make it with `body` from this file. */
  body?: CellBody;
  /** Word on the button; "Run" unless said. */
  runLabel?: string;
  /** Points that can be had here, for the outline. */
  points?: number;
  /** Ids of the exercise or the questions that give them. */
  scored?: readonly string[];
  /** Left out when the whole lesson runs: it is the person's own work. */
  byHand?: boolean;
  /** Asked for while it runs, it runs once more after that. */
  again?: boolean;
  /** Runs beside what runs; it depends on no cell. */
  beside?: boolean;
  /** It trains and may take long: whatever makes it run first says so on its button. */
  trains?: boolean;
  /** Nothing to run: no button. */
  noRun?: boolean;
  /** Height in pixels kept for the body of the card, so that nothing below moves while it loads or runs. */
  height?: number;
}

export interface LessonDefinition {
  /** Stands in the address: `#/rnn`. */
  id: string;
  number: number;
  /** For the switcher: "RNN". */
  name: string;
  title: string;
  summary: string;
  /** Beside "Run the whole lesson": what that takes. */
  promise: string;
  /** What the settings start from. */
  recipe: Recipe;
  cells: readonly CellDefinition[];
}

/** The cells as the store needs them. */
export function plansOf(lesson: LessonDefinition): CellPlan[] {
  return lesson.cells.map(
    ({
      id,
      dependsOn,
      reads = [],
      body,
      runLabel = 'Run',
      byHand = false,
      again = false,
      beside = false,
      trains = false,
      noRun = false,
    }) => ({
      id,
      dependsOn,
      reads,
      ...(byHand && { byHand }),
      ...(again && { again }),
      ...(beside && { beside }),
      ...(trains && { trains: runLabel }),
      ...(body &&
        !noRun && {
          runner: async () => {
            const { runner } = await body.load();
            if (!runner) throw new Error(`Cell “${id}” has nothing to run.`);
            return runner;
          },
        }),
    }),
  );
}
