import { Random } from '../base/random.ts';

/**
 * Stratified folds: the fold of each row, drawn by the seed. Each class is dealt out one row after the other, the next
 * class from where the last one ended, so that folds differ by one row at most, in each class and in all.
 */
export function stratifiedFolds(labels: ArrayLike<number>, folds: number, seed: number): Int32Array {
  if (!Number.isInteger(folds) || folds < 2)
    throw new RangeError(`${folds} folds; there must be two at least`);
  const random = new Random(seed, 'folds');
  const classes = new Map<number, number[]>();
  for (let i = 0; i < labels.length; i++) {
    const label = labels[i] as number;
    const rows = classes.get(label) ?? [];
    classes.set(label, rows);
    rows.push(i);
  }
  const fold = new Int32Array(labels.length);
  let next = 0;
  for (const label of [...classes.keys()].sort((a, b) => a - b))
    for (const row of random.shuffle(Uint32Array.from(classes.get(label) ?? []))) {
      fold[row] = next;
      next = (next + 1) % folds;
    }
  return fold;
}
