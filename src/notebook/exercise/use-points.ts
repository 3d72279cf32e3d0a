import { type ProgressState, useProgress } from '../../store/progress.ts';
import type { CellDefinition } from '../cell.ts';

/** Points had in these exercises and questions. */
export const pointsIn = (scored: readonly string[], { exercises, answers }: ProgressState): number =>
  scored.reduce((sum, id) => sum + (exercises[id]?.best ?? answers[id]?.points ?? 0), 0);

/** Points had in these cells. What is kept may be of a version in which there were more. */
export const pointsOfCells = (
  cells: readonly Pick<CellDefinition, 'scored' | 'points'>[],
  progress: ProgressState,
): number =>
  cells.reduce((sum, { scored = [], points = 0 }) => sum + Math.min(points, pointsIn(scored, progress)), 0);

/** Points had in these cells, of those to be had. */
export function usePoints(cells: readonly CellDefinition[]): { got: number; of: number } {
  const got = useProgress((progress) => pointsOfCells(cells, progress));
  return { got, of: cells.reduce((sum, { points = 0 }) => sum + points, 0) };
}
