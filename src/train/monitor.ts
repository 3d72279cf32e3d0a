import type { Monitor } from '../recipe/recipe.ts';
import type { ScoreSet } from '../runs/types.ts';

/** Whether a score beats the best so far; equal is not better, and no number never is. */
export function isBetter(monitor: Monitor, score: ScoreSet, best: ScoreSet | null): boolean {
  const value = score[monitor];
  if (Number.isNaN(value)) return false;
  if (best === null) return true;
  return monitor === 'loss' ? value < best[monitor] : value > best[monitor];
}
