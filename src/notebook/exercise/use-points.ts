import { useProgress } from '../../store/progress.ts';
import type { CellDefinition } from '../cell.ts';

/** Points had in these cells, of those to be had. */
export function usePoints(cells: readonly CellDefinition[]): { got: number; of: number } {
  const got = useProgress(({ exercises, answers }) =>
    cells
      .flatMap(({ scored = [] }) => scored)
      .reduce((sum, id) => sum + (exercises[id]?.best ?? answers[id]?.points ?? 0), 0),
  );
  return { got, of: cells.reduce((sum, { points = 0 }) => sum + points, 0) };
}
