import type { SplitName } from './types.ts';

/**
 * What follows from parts of the data that have no rows, as sentences; null where validation and test have some. An
 * empty train is refused before.
 */
export function emptyParts({ train, validation, test }: Record<SplitName, number>): string | null {
  const rows = train === 1 ? 'the only row is' : `all ${train.toLocaleString('en')} rows are`;
  if (validation === 0 && test === 0)
    return `Validation and test are empty: ${rows} in train. It can be trained on, but no score will say how well other texts are read, and the last weights count as the best.`;
  if (validation === 0)
    return 'Validation is empty: no curve will show when to stop, and the last weights count as the best.';
  if (test === 0)
    return 'Test is empty: there will be no score on texts that the choice of the best epoch has not seen.';
  return null;
}

/** What is said beside the name of a split column that has no rows of some parts; empty where it has them all. */
export function drawnWords(parts: readonly SplitName[]): string {
  if (parts.length === 0) return '';
  return `; it has ${parts.map((part) => `no ${part}`).join(' and ')} rows, so they were drawn from train`;
}
