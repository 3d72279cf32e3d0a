import { useMemo } from 'react';
import type { CellState } from '../store/cells.ts';
import { cellStateOf, type Notebook, useNotebooks } from '../store/notebook.ts';
import { isOutdated, type ProgressState, useProgress } from '../store/progress.ts';
import type { CellDefinition } from './cell.ts';
import { pointsIn } from './exercise/use-points.ts';

/** What the sign of a cell shows: one whose checks have run but whose points are missing is not done. */
export type Sign = CellState | 'partly';

/**
 * Of a cell that is worked on by the person, the notebook knows only that its checks have run: what they said, and of which
 * code, is its progress.
 */
export function signOf(
  state: CellState,
  { scored = [], points = 0 }: Pick<CellDefinition, 'scored' | 'points'>,
  progress: ProgressState,
): Sign {
  if (state !== 'done') return state;
  if (scored.some((id) => isOutdated(id, progress))) return 'stale';
  return pointsIn(scored, progress) < points ? 'partly' : 'done';
}

export function useSign(state: CellState, cell: CellDefinition): Sign {
  const sign = useMemo(() => (progress: ProgressState) => signOf(state, cell, progress), [state, cell]);
  return useProgress(sign);
}

/** How many of these cells are done: run and up to date, read, or solved with all points. */
export function countDone(
  cells: readonly CellDefinition[],
  notebook: Notebook | undefined,
  progress: ProgressState,
): number {
  if (!notebook?.loaded) return 0;
  return cells.filter((cell) => signOf(cellStateOf(notebook, cell.id), cell, progress) === 'done').length;
}

/** How far these cells are, from 0 to 1: one that is not done counts by its share of points. */
export function shareDone(
  cells: readonly CellDefinition[],
  notebook: Notebook | undefined,
  progress: ProgressState,
): number {
  const part = ({ scored = [], points = 0 }: CellDefinition): number =>
    points > 0 ? Math.min(1, pointsIn(scored, progress) / points) : 0;
  const whole = (cell: CellDefinition): boolean => countDone([cell], notebook, progress) === 1;
  const sum = cells.reduce((all, cell) => all + (whole(cell) ? 1 : part(cell)), 0);
  return cells.length === 0 ? 0 : sum / cells.length;
}

/** Whether anything was done in these cells: a cell run or read, code written or tried, a question answered. */
export function isBegun(
  cells: readonly CellDefinition[],
  notebook: Notebook | undefined,
  { exercises, answers }: ProgressState,
): boolean {
  const ran = ({ id }: CellDefinition): boolean =>
    notebook?.loaded === true && cellStateOf(notebook, id) !== 'never-run';
  return cells.some(
    (cell) =>
      ran(cell) || cell.scored?.some((id) => exercises[id] !== undefined || answers[id] !== undefined),
  );
}

export function useBegun(lesson: string, cells: readonly CellDefinition[]): boolean {
  const notebook = useNotebooks((all) => all[lesson]);
  return useProgress((progress) => isBegun(cells, notebook, progress));
}

export function useShareDone(lesson: string, cells: readonly CellDefinition[]): number {
  const notebook = useNotebooks((all) => all[lesson]);
  return useProgress((progress) => shareDone(cells, notebook, progress));
}

export function useDone(lesson: string, cells: readonly CellDefinition[]): number {
  const notebook = useNotebooks((all) => all[lesson]);
  return useProgress((progress) => countDone(cells, notebook, progress));
}
