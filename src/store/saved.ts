import { create } from 'zustand';
import { type LabErrorData, toErrorData } from '../base/errors.ts';

/**
 * The "saved" sign tells the truth: every write to the browser's storage goes through `saving`, and what a worker
 * writes is reported with `savedElsewhere`.
 */
export interface SavedState {
  /** Writes under way or announced. */
  pending: number;
  savedAt: number | null;
  /** The last write that failed and has not succeeded since, by what it was about. */
  failed: Record<string, LabErrorData>;
}

export const useSaved = create<SavedState>(() => ({ pending: 0, savedAt: null, failed: {} }));

function without(failed: SavedState['failed'], what: string): SavedState['failed'] {
  return Object.fromEntries(Object.entries(failed).filter(([key]) => key !== what));
}

/**
 * Runs a write and shows how it went. `what` names the thing, such as `run 7`: a later success under the same name
 * takes back the failure. Never throws: what failed is in the sign.
 * @returns whether it was written
 */
export async function saving(what: string, write: () => Promise<unknown>): Promise<boolean> {
  useSaved.setState((s) => ({ pending: s.pending + 1 }));
  try {
    await write();
    useSaved.setState((s) => ({ savedAt: Date.now(), failed: without(s.failed, what) }));
    return true;
  } catch (error) {
    useSaved.setState((s) => ({ failed: { ...s.failed, [what]: toErrorData(error) } }));
    return false;
  } finally {
    useSaved.setState((s) => ({ pending: s.pending - 1 }));
  }
}

/** Something is to be written shortly: the sign says so until the function that this returns is called. */
export function announceSaving(): () => void {
  useSaved.setState((s) => ({ pending: s.pending + 1 }));
  let over = false;
  return () => {
    if (over) return;
    over = true;
    useSaved.setState((s) => ({ pending: s.pending - 1 }));
  };
}

/** A worker wrote something (a checkpoint) at this time. */
export function savedElsewhere(at: number): void {
  useSaved.setState((s) => ({ savedAt: Math.max(s.savedAt ?? 0, at) }));
}
