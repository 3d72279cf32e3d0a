import { LabError } from '../base/errors.ts';
import type { DataSpec, Recipe } from '../recipe/recipe.ts';
import { type ColumnChoice, chooseColumns, choosePlainColumns, chooseTestColumns } from './columns.ts';
import type { Job } from './job.ts';
import {
  detectSeparator,
  isYesNo,
  type LabelSets,
  mergedNames,
  saysYes,
  type Separator,
  splitLabels,
  strataOf,
} from './label-sets.ts';
import { compareNaturally } from './labels.ts';
import { pairRows } from './parallel.ts';
import { splitOf } from './names.ts';
import type { Table } from './table.ts';
import { SPLITS } from './types.ts';

const MOST_CLASSES = 1000;
/** A row that no split takes. */
export const NONE = 255;
/** What a split column says of a row that is read without its label: by a pretraining, together with those of train. */
export const UNSUPERVISED = 3;
/** A row without a label. */
export const UNLABELLED = -1;

/** The rows of a data set with chosen columns: those of the file, then those of the test file. */
export interface LabelledRows {
  /** Rows of the main file. */
  mainRows: number;
  /** All rows. */
  count: number;
  /** The text of a row, several columns joined by a space. */
  text(row: number): string;
  /** In natural order; the index is the number of the class. */
  labels: string[];
  /** The class of each row, −1 where it has none. With several labels a text: its stratum. */
  classes: Int32Array;
  /** How many different numbers `classes` holds. */
  strata: number;
  /** Task `multilabel`: the labels of each row. */
  sets: LabelSets | null;
  /** What stands between the labels of a cell, where that matters. */
  separator: string | null;
  /** What the file itself says: the index in SPLITS, UNSUPERVISED, 255 where it says nothing. */
  given: Uint8Array;
  /** Task `pretrain`: rows that are UNSUPERVISED are read with those of train; else no part takes them. */
  readsUnsupervised: boolean;
  /** Task `translate`: the other side of a row and its gold links; null: no translation. */
  pairs: { target(row: number): string; alignment(row: number): string } | null;
  /** Whether a split column says which rows are train. */
  hasSplitColumn: boolean;
  /** Task `pretrain`: rows with a text whose label is missing although they are supervised; null: which column has them? */
  missingLabels?: number | null;
}

/**
 * Reads labels and given splits of all rows.
 * @throws LabError `data/no-labels`, `data/one-class`, `data/too-many-classes`, `data/split-value`, `data/test-labels`,
 *   and those of the choice of columns
 */
export async function labelRows(
  table: Table,
  test: Table | null,
  spec: DataSpec,
  job: Job,
  task: Recipe['task'] = 'classify',
): Promise<LabelledRows> {
  if (task === 'translate') return pairRows(table, test, spec);
  if (task === 'pretrain') return plainRows(table, test, spec);
  const choice = chooseColumns(spec.columns, table.info, task);
  const testChoice = test && chooseTestColumns(choice, table.info, test.info);
  const mainRows = table.info.rows;
  const count = mainRows + (test?.info.rows ?? 0);
  const given = givenSplits(table, count, choice);
  const common = {
    ...{ mainRows, count, given, readsUnsupervised: false },
    hasSplitColumn: choice.split !== null,
    pairs: null,
    text: (row: number) =>
      row < mainRows
        ? joined(table, choice.text, row)
        : test && testChoice
          ? joined(test, testChoice.text, row - mainRows)
          : '',
  };
  if (task === 'multilabel') {
    const cell = (row: number, k: number) =>
      (row < mainRows
        ? table.columns[choice.labels?.[k] ?? choice.label]?.get(row)
        : test?.columns[testChoice?.labels?.[k] ?? testChoice?.label ?? -1]?.get(row - mainRows)) ?? '';
    const known = (row: number) => given[row] !== UNSUPERVISED;
    const read = await readLabelSets(table, choice, { count, cell, spec, known }, job);
    if (read.labels.length > MOST_CLASSES) throw tooManyClasses(table, choice);
    checkLabels(read.labels, table, choice);
    return { ...common, ...read };
  }
  const label = (row: number) =>
    (row < mainRows
      ? table.columns[choice.label]?.get(row)
      : test?.columns[testChoice?.label ?? -1]?.get(row - mainRows)
    )?.trim() ?? '';

  const found = new Map<string, number>();
  const classes = new Int32Array(count);
  const strangers = new Map<string, number>();
  for (let row = 0; row < count; row++) {
    if (row % 1024 === 0) await job.breathe({ phase: 'reading labels', done: row, total: count });
    // What stands there is not asked: a class of which only such rows speak would have nothing to be learnt from.
    const name = given[row] === UNSUPERVISED ? '' : label(row);
    let id = name === '' ? UNLABELLED : found.get(name);
    if (id === undefined && row >= mainRows) {
      strangers.set(name, (strangers.get(name) ?? 0) + 1);
      id = UNLABELLED;
    } else if (id === undefined) {
      id = found.size;
      found.set(name, id);
      if (found.size > MOST_CLASSES) throw tooManyClasses(table, choice);
    }
    classes[row] = id;
  }
  const labels = [...found.keys()].sort(compareNaturally);
  checkLabels(labels, table, choice);
  if (test && strangers.size > 0) throw unknownTestLabels(test, strangers, labels);
  const place = new Map(labels.map((name, i) => [name, i]));
  const renumber = Int32Array.from(found.keys(), (name) => place.get(name) as number);
  for (let row = 0; row < count; row++) {
    const id = classes[row] as number;
    if (id !== UNLABELLED) classes[row] = renumber[id] as number;
  }
  return { ...common, labels, classes, strata: labels.length, sets: null, separator: null };
}

/** Texts without labels: all are of one class, and an empty one is left out. */
function plainRows(table: Table, test: Table | null, spec: DataSpec): LabelledRows {
  const choice = choosePlainColumns(spec.columns, table.info);
  const ofTest = test && choosePlainColumns(spec.columns, test.info);
  const mainRows = table.info.rows;
  const count = mainRows + (test?.info.rows ?? 0);
  const text = (row: number) =>
    row < mainRows
      ? joined(table, choice.text, row)
      : test && ofTest
        ? joined(test, ofTest.text, row - mainRows)
        : '';
  const classes = new Int32Array(count);
  for (let row = 0; row < count; row++) if (text(row).trim() === '') classes[row] = UNLABELLED;
  const given = givenSplits(table, count, choice);
  const asked = Uint32Array.from(classes.subarray(0, mainRows).keys()).filter(
    (row) => classes[row] !== UNLABELLED && given[row] !== UNSUPERVISED,
  );
  return {
    ...{ mainRows, count, text, labels: [], classes, strata: 1, sets: null, separator: null, pairs: null },
    given,
    readsUnsupervised: true,
    hasSplitColumn: choice.split !== null,
    missingLabels: missingLabels(table, spec, asked),
  };
}

/** How many of these rows of the file have no label; null where it is not clear which column holds the labels. */
function missingLabels(table: Table, spec: DataSpec, among: Uint32Array): number | null {
  try {
    const { label } = chooseColumns(spec.columns, table.info);
    return among.filter((row) => table.columns[label]?.get(row).trim() === '').length;
  } catch {
    return null;
  }
}

interface SetsInput {
  count: number;
  /** Whether the labels of a row may be looked at. */
  known: (row: number) => boolean;
  /** The k-th label column of a row. */
  cell: (row: number, k: number) => string;
  spec: DataSpec;
}

/**
 * Reads the labels of every row. A text may have none: an empty list and zeros only are kept alike. Where each column asks
 * yes or no and nothing is answered, nothing is known, and the row is left out.
 */
async function readLabelSets(
  table: Table,
  choice: ColumnChoice,
  { count, cell: cellAt, spec, known }: SetsInput,
  job: Job,
): Promise<Pick<LabelledRows, 'labels' | 'classes' | 'strata' | 'sets' | 'separator'>> {
  const columns = choice.labels ?? [choice.label];
  const cell = (row: number, k: number): string => (known(row) ? cellAt(row, k) : '');
  const cells = columns.map((_, k) => () => cellsOf(count, (row) => cell(row, k)));
  const yesNo = choice.labels !== null && cells.every((all) => isYesNo(all()));
  const given = spec.columns.separator;
  const separator = yesNo
    ? null
    : given === 'auto'
      ? detectSeparator((cells[0] as () => Iterable<string>)())
      : given;
  const merged = mergedNames(spec.mergeLabels);
  const names = columns.map((column) => table.info.columns[column]?.name ?? '');
  const named = (row: number): string[] =>
    columns.flatMap((_, k) =>
      yesNo
        ? saysYes(cell(row, k))
          ? [names[k] as string]
          : []
        : splitLabels(cell(row, k), separator as Separator),
    );
  const found = new Map<string, number>();
  const offsets = new Uint32Array(count + 1);
  const ids: number[] = [];
  const unlabelled = new Uint8Array(count);
  for (let row = 0; row < count; row++) {
    if (row % 1024 === 0) await job.breathe({ phase: 'reading labels', done: row, total: count });
    const labels = new Set(named(row).map((name) => merged.get(name) ?? name));
    if (!known(row) || (yesNo && columns.every((_, k) => cell(row, k).trim() === ''))) unlabelled[row] = 1;
    for (const name of labels) {
      let id = found.get(name);
      if (id === undefined) {
        id = found.size;
        found.set(name, id);
        if (found.size > MOST_CLASSES) throw tooManyClasses(table, choice);
      }
      ids.push(id);
    }
    offsets[row + 1] = ids.length;
  }
  const labels = [...found.keys()].sort(compareNaturally);
  const place = new Map(labels.map((name, i) => [name, i]));
  const renumber = Int32Array.from(found.keys(), (name) => place.get(name) as number);
  const sets = { offsets, ids: Int32Array.from(ids, (id) => renumber[id] as number) };
  for (let row = 0; row < count; row++) sets.ids.subarray(offsets[row], offsets[row + 1]).sort();
  const { strata, count: strataCount } = strataOf(sets, labels.length, (row) => unlabelled[row] === 0);
  return { labels, classes: strata, strata: strataCount, sets, separator };
}

function* cellsOf(count: number, cell: (row: number) => string): Generator<string> {
  for (let row = 0; row < count; row++) yield cell(row);
}

/** The names of a row's labels; empty where it has none. */
export function labelNames({ labels, classes, sets, pairs }: LabelledRows, row: number): string[] {
  if (pairs) return [pairs.target(row)];
  if (sets)
    return Array.from(sets.ids.subarray(sets.offsets[row], sets.offsets[row + 1]), (id) => labels[id] ?? '');
  const name = labels[classes[row] ?? UNLABELLED];
  return name === undefined ? [] : [name];
}

function joined(table: Table, columns: readonly number[], row: number): string {
  if (columns.length === 1) return table.columns[columns[0] as number]?.get(row) ?? '';
  return columns
    .map((column) => table.columns[column]?.get(row) ?? '')
    .filter((text) => text !== '')
    .join(' ');
}

export function givenSplits(table: Table, count: number, choice: Pick<ColumnChoice, 'split'>): Uint8Array {
  const given = new Uint8Array(count).fill(NONE);
  given.fill(SPLITS.indexOf('test'), table.info.rows);
  const column = choice.split === null ? undefined : table.columns[choice.split];
  if (!column || choice.split === null) return given;
  for (let row = 0; row < table.info.rows; row++) {
    const value = column.get(row);
    const split = splitOf(value);
    if (split === null)
      throw new LabError(
        'data/split-value',
        `The split column “${table.info.columns[choice.split]?.name ?? ''}” says “${value}” in row ${(row + 1).toLocaleString('en')}, which is no split.`,
        'It may say train, validation (or val, valid, dev), test, and unsupervised; or choose no split column.',
      );
    given[row] = split === 'unsupervised' ? UNSUPERVISED : SPLITS.indexOf(split);
  }
  return given;
}

const called = (table: Table, choice: ColumnChoice) =>
  `column “${table.info.columns[choice.label]?.name ?? ''}” of “${table.info.name}”`;

function checkLabels(labels: readonly string[], table: Table, choice: ColumnChoice): void {
  if (labels.length === 0)
    throw new LabError(
      'data/no-labels',
      `No row has a label: ${called(table, choice)} is empty.`,
      'Choose another column.',
    );
  if (labels.length === 1)
    throw new LabError(
      'data/one-class',
      `Every row has the same label, “${labels[0] ?? ''}” (${called(table, choice)}), so there is nothing to tell apart.`,
      'Choose another label column, or a file with at least two classes.',
    );
}

function tooManyClasses(table: Table, choice: ColumnChoice): LabError {
  return new LabError(
    'data/too-many-classes',
    `There are more than ${MOST_CLASSES.toLocaleString('en')} different labels in ${called(table, choice)}, which is hardly a label.`,
    'Choose another label column.',
  );
}

function unknownTestLabels(test: Table, strangers: Map<string, number>, labels: readonly string[]): LabError {
  const rows = [...strangers.values()].reduce((sum, n) => sum + n, 0);
  const names = [...strangers.keys()].sort(compareNaturally);
  const list = (all: readonly string[]) =>
    all
      .slice(0, 5)
      .map((name) => `“${name.slice(0, 40)}”`)
      .join(', ') + (all.length > 5 ? ', …' : '');
  return new LabError(
    'data/test-labels',
    `${rows.toLocaleString('en')} ${rows === 1 ? 'row' : 'rows'} of the test file “${test.info.name}” have labels that the train file does not have: ${list(names)}. Train has ${list(labels)}.`,
    'Check that both files name their classes in the same way, and the label column of each.',
  );
}
