import { useMemo } from 'react';
import type { CellState } from '../store/cells.ts';
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
