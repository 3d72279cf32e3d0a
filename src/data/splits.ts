import { LabError } from '../base/errors.ts';
import { Random } from '../base/random.ts';
import type { DataSpec } from '../recipe/recipe.ts';
import { type LabelledRows, NONE, UNLABELLED, UNSUPERVISED } from './rows.ts';
import { SPLITS, type SplitName } from './types.ts';

const [TRAIN, VALIDATION, TEST] = [0, 1, 2];

/**
 * The split of every row, as the index in SPLITS or 255 for none: unlabelled rows and those beyond the limit.
 * A test file and a split column are obeyed; what they leave open is drawn with the seed from the rows of train. Rows
 * without supervision are train to what needs no labels, and in no part else. Where there are others nothing is drawn
 * from them: what a fine-tuning is judged by is then held out of its pretraining as well.
 * The limit is drawn from the main file: an official test file stays whole.
 *
 * @throws LabError `data/split` where nothing is left for train
 */
export function assignSplits(rows: LabelledRows, spec: DataSpec, seed: number): Uint8Array {
  const { split } = spec;
  const assigned = new Uint8Array(rows.count).fill(NONE);
  const used = limited(rows, spec, seed);
  const has = (index: number) =>
    used.some((row) => rows.given[row] === index) || (index === TEST && rows.count > rows.mainRows);
  const drawTest = has(TEST) ? 0 : split.test;
  const drawValidation = has(VALIDATION) ? 0 : split.validation;

  const left = (row: number) => rows.given[row] === NONE || rows.given[row] === UNSUPERVISED;
  for (const row of used) assigned[row] = left(row) ? TRAIN : (rows.given[row] as number);
  for (let row = rows.mainRows; row < rows.count; row++)
    if (rows.classes[row] !== UNLABELLED) assigned[row] = TEST;

  const train = used.filter((row) => assigned[row] === TRAIN);
  const supervised = train.filter((row) => rows.given[row] !== UNSUPERVISED);
  const pool = supervised.length > 0 ? supervised : train;
  const random = new Random(split.seed ?? seed, 'split');
  const groups = grouped(pool, rows, split.stratify);
  for (const group of groups) random.shuffle(group);
  const sizes = groups.map(({ length }) => length);
  const test = allot(sizes, wanted(drawTest, pool.length));
  const validation = allot(sizes, wanted(drawValidation, pool.length));
  for (const [i, group] of groups.entries()) {
    const testCount = test[i] as number;
    // One row of every class stays in train if there are enough to share.
    const most = Math.max(0, group.length - testCount - 1);
    const validationCount = Math.min(validation[i] as number, most);
    for (let k = 0; k < testCount; k++) assigned[group[k] as number] = TEST;
    for (let k = 0; k < validationCount; k++) assigned[group[testCount + k] as number] = VALIDATION;
  }
  if (!assigned.includes(TRAIN))
    throw new LabError(
      'data/split',
      rows.hasSplitColumn
        ? 'The split column marks no labelled row as train, so there is nothing to train on.'
        : 'No labelled row is left to train on.',
      'Choose other shares, more rows, or no split column.',
    );
  return assigned;
}

/** Leaves so many rows in train, drawn with the seed; the others are in no split any more. */
export function limitTrain(assigned: Uint8Array, limit: number | null, seed: number): void {
  if (limit === null) return;
  const train = Uint32Array.from(assigned.keys()).filter((row) => assigned[row] === TRAIN);
  for (const row of new Random(seed, 'train-limit').shuffle(train).subarray(limit)) assigned[row] = NONE;
}

/** At least one row where a share is asked for and there are rows to share. */
function wanted(share: number, available: number): number {
  if (share === 0 || available < 3) return 0;
  return Math.max(1, Math.round(share * available));
}

/** Rows of the main file that can be read, in file order: all of them, or `limit` drawn with the seed. */
function limited(rows: LabelledRows, spec: DataSpec, seed: number): Uint32Array {
  const labelled = Uint32Array.from(rows.classes.subarray(0, rows.mainRows).keys()).filter(
    (row) => rows.classes[row] !== UNLABELLED && (rows.readsUnsupervised || rows.given[row] !== UNSUPERVISED),
  );
  if (spec.limit === null || labelled.length <= spec.limit) return labelled;
  // As the parts are: with a seed of its own, runs of several seeds are judged by the same texts.
  const random = new Random(spec.split.seed ?? seed, 'limit');
  const groups = grouped(labelled, rows, spec.split.stratify);
  const quotas = allot(
    groups.map(({ length }) => length),
    spec.limit,
  );
  const drawn = groups.flatMap((group, i) => Array.from(random.shuffle(group).subarray(0, quotas[i])));
  return Uint32Array.from(drawn).sort();
}

/** Rows by class (or by set of labels), or all in one group. */
function grouped(from: Uint32Array, rows: LabelledRows, byClass: boolean): Uint32Array[] {
  if (!byClass) return [from.slice()];
  const groups = Array.from({ length: rows.strata }, (): number[] => []);
  for (const row of from) groups[rows.classes[row] as number]?.push(row);
  return groups.map((group) => Uint32Array.from(group));
}

/** Shares `total` among groups in proportion to their sizes, by largest remainder; no group gives more than it has. */
export function allot(sizes: readonly number[], total: number): number[] {
  const all = sizes.reduce((sum, size) => sum + size, 0);
  if (all === 0) return sizes.map(() => 0);
  const exact = sizes.map((size) => (size * Math.min(total, all)) / all);
  const quotas = exact.map(Math.floor);
  let left = Math.min(total, all) - quotas.reduce((sum, quota) => sum + quota, 0);
  const order = exact
    .map((value, i) => ({ i, rest: value - Math.floor(value) }))
    .sort((a, b) => b.rest - a.rest || a.i - b.i);
  for (const { i } of order) {
    if (left === 0) break;
    if ((quotas[i] as number) >= (sizes[i] as number)) continue;
    quotas[i] = (quotas[i] as number) + 1;
    left--;
  }
  return quotas;
}

export const splitName = (index: number | undefined): SplitName | null => SPLITS[index ?? NONE] ?? null;
