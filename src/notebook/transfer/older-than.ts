/** What a logistic regression is fitted with. */
interface FittedWith {
  C: number;
  folds: number;
}

const foldsInWords = (n: number): string => (n === 0 ? 'no folds' : `${n} folds`);

/** What an outcome was fitted with, where something else is chosen by now; else null. */
export function olderThan(result: { C: number; folds: readonly number[] }, now: FittedWith): string | null {
  const changes: [was: string, is: string][] = [];
  if (result.C !== now.C) changes.push([`C ${result.C}`, `C ${now.C}`]);
  if (result.folds.length !== now.folds)
    changes.push([foldsInWords(result.folds.length), foldsInWords(now.folds)]);
  const [was, is] = [0, 1].map((k) => changes.map((change) => change[k]).join(' and '));
  return changes.length === 0 ? null : `Fitted with ${was}: run the cell again for ${is}.`;
}
