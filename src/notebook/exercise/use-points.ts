import { type ProgressState, useProgress } from '../../store/progress.ts';
import type { CellDefinition } from '../cell.ts';

/** Points had in these exercises and questions. */
export const pointsIn = (scored: readonly string[], { exercises, answers }: ProgressState): number =>
  scored.reduce((sum, id) => sum + (exercises[id]?.best ?? answers[id]?.points ?? 0), 0);

/** Points had in these cells, of those to be had. */
export function usePoints(cells: readonly CellDefinition[]): { got: number; of: number } {
  const got = useProgress((progress) =>
    pointsIn(
      cells.flatMap(({ scored = [] }) => scored),
      progress,
    ),
  );
  return { got, of: cells.reduce((sum, { points = 0 }) => sum + points, 0) };
}
