import { LabError } from '../base/errors.ts';
import type { Column, DataSpec } from '../recipe/recipe.ts';
import { columnIndex } from './columns.ts';
import { givenSplits, type LabelledRows, UNLABELLED } from './rows.ts';
import type { Table } from './table.ts';
import type { SplitName, TableInfo } from './types.ts';

/** Names that published parallel data give the two columns. */
const PAIRS: readonly [string, string][] = [
  ['source', 'target'],
  ['src', 'tgt'],
  ['src', 'trg'],
  ['de', 'en'],
  ['german', 'english'],
];
const ALIGNMENT = 'alignment';

interface PairChoice {
  source: number;
  target: number;
  alignment: number | null;
  split: number | null;
}

/** The columns of both languages. @throws LabError `data/unsure-columns`, `data/no-column`, `data/same-column` */
export function choosePairColumns(spec: DataSpec['columns'], table: TableInfo): PairChoice {
  const names = table.columns.map(({ name }) => name.trim().toLowerCase());
  const at = (column: Column) => columnIndex(column, table);
  const alignment =
    spec.alignment === 'auto' ? names.indexOf(ALIGNMENT) : spec.alignment === null ? -1 : at(spec.alignment);
  const split = spec.split === null ? null : spec.split === 'auto' ? table.guess.split : spec.split;
  const places = { alignment: alignment < 0 ? null : alignment, split: split === null ? null : at(split) };
  const taken = [places.alignment, places.split];
  const rest = table.columns.map(({ index }) => index).filter((index) => !taken.includes(index));
  const known = PAIRS.find((pair) => pair.every((name) => names.includes(name)));
  const found = known
    ? known.map((name) => names.indexOf(name))
    : rest.length === 2
      ? rest
      : [undefined, undefined];
  const source = spec.source === 'auto' ? found[0] : at(spec.source);
  const target = spec.target === 'auto' ? found[1] : at(spec.target);
  if (source === undefined || target === undefined)
    throw new LabError(
      'data/unsure-columns',
      `It is not clear which columns of “${table.name}” are the two languages.`,
      `Say which is which. There are: ${table.columns.map(({ name }) => name).join(', ')}.`,
    );
  if (source === target)
    throw new LabError(
      'data/same-column',
      `Column “${table.columns[source]?.name ?? ''}” is chosen both as source and as target.`,
      'Choose another column for one of them.',
    );
  return { source, target, ...places };
}

/** Pairs of sentences. A row that is empty on one side is left out, as one without a label is elsewhere. */
export function pairRows(table: Table, test: Table | null, spec: DataSpec): LabelledRows {
  const choice = choosePairColumns(spec.columns, table.info);
  const ofTest = test && choosePairColumns(spec.columns, test.info);
  const mainRows = table.info.rows;
  const count = mainRows + (test?.info.rows ?? 0);
  const cell = (row: number, what: 'source' | 'target' | 'alignment'): string => {
    const [from, columns, at] = row < mainRows ? [table, choice, row] : [test, ofTest, row - mainRows];
    return from?.columns[columns?.[what] ?? -1]?.get(at) ?? '';
  };
  const [text, target] = spec.swap ? (['target', 'source'] as const) : (['source', 'target'] as const);
  const empty = (row: number) => cell(row, 'source').trim() === '' || cell(row, 'target').trim() === '';
  const classes = new Int32Array(count);
  for (let row = 0; row < count; row++) if (empty(row)) classes[row] = UNLABELLED;
  if (classes.every((id) => id === UNLABELLED))
    throw new LabError(
      'data/no-labels',
      `No row of “${table.info.name}” holds a sentence in both languages.`,
      'Choose other columns.',
    );
  return {
    mainRows,
    count,
    text: (row) => cell(row, text),
    labels: [],
    classes,
    strata: 1,
    sets: null,
    separator: null,
    given: givenSplits(table, count, choice),
    readsUnsupervised: false,
    hasSplitColumn: choice.split !== null,
    pairs: { target: (row) => cell(row, target), alignment: (row) => cell(row, 'alignment') },
  };
}

/**
 * Two aligned texts, a sentence a line, as JSON lines with the fields source and target, and split where it is given.
 * @throws LabError `data/not-aligned` where one has more lines than the other
 */
export function joinAligned(source: string, target: string, split: SplitName | null = null): string {
  const lines = (text: string) =>
    text
      .replace(/^\uFEFF/, '')
      .replace(/\r?\n$/, '')
      .split(/\r?\n/);
  const [a, b] = [lines(source), lines(target)];
  if (a.length !== b.length)
    throw new LabError(
      'data/not-aligned',
      `The two files do not belong together: ${a.length.toLocaleString('en')} lines against ${b.length.toLocaleString('en')}.`,
      'Line n of one must be the translation of line n of the other.',
    );
  const rest = split === null ? {} : { split };
  return a.map((line, i) => `${JSON.stringify({ source: line, target: b[i], ...rest })}\n`).join('');
}
