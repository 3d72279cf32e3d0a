import type { LabErrorData } from '../base/errors.ts';

/**
 * Comlink loses the class of an Error: every method that can fail returns a `Result`, which the clients in `client.ts`
 * turn back into a thrown LabError.
 */
export type Result<T> = { ok: true; value: T } | { ok: false; error: LabErrorData };

/** How far work behind the border is. */
export interface JobProgress {
  /** What is being done, as a short phrase: "downloading", "reading rows". */
  phase: string;
  /** Done and total in bytes or rows; total null where it is not known. */
  done: number;
  total: number | null;
  rows?: number;
  badRows?: number;
}
