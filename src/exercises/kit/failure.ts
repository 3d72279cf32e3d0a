import type { Evidence } from '../types.ts';

/** Thrown by a check: a reason in one sentence, and what shows it. */
export class CheckFailure extends Error {
  readonly evidence: readonly Evidence[];

  constructor(reason: string, evidence: readonly Evidence[] = []) {
    super(reason);
    this.evidence = evidence;
  }
}
