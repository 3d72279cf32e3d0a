import type { Evidence } from '../types.ts';

/** Thrown by a check: a reason in one sentence, and what shows it. */
export class CheckFailure extends Error {
  readonly evidence: readonly Evidence[];

  /** Whether it says what is wrong, not only that something is. */
  readonly named: boolean;

  constructor(reason: string, evidence: readonly Evidence[] = [], named = true) {
    super(reason);
    this.evidence = evidence;
    this.named = named;
  }
}
