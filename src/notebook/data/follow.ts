import type { CellState } from '../../store/cells.ts';

/** Whether a cell runs again by itself because the person changed a setting. */

export interface Followed {
  /** The settings that were looked at last. */
  settings: string;
  state: CellState;
}

export interface FollowedNow extends Followed {
  /** Something runs. */
  busy: boolean;
  /** It is not clear which column is what. */
  doubt: boolean;
}

/**
 * What a cell was interrupted with it is not run with again until something else is changed: who stops it means that,
 * whatever was changed while it ran.
 * @returns whether it runs now, and what was looked at
 */
export function followed(before: Followed, now: FollowedNow): { runs: boolean; seen: Followed } {
  const { settings, state, busy, doubt } = now;
  const stopped = state === 'interrupted' && before.state !== 'interrupted';
  const seen = { settings: stopped ? settings : before.settings, state };
  const waits = state === 'stale' || state === 'failed' || state === 'interrupted';
  return { runs: waits && !busy && !doubt && settings !== seen.settings, seen };
}
