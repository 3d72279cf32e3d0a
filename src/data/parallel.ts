import { LabError } from '../base/errors.ts';
import type { Column, DataSpec } from '../recipe/recipe.ts';
import { columnIndex } from './columns.ts';
import { LANGUAGE_PAIRS } from './names.ts';
import { givenSplits, type LabelledRows, UNLABELLED } from './rows.ts';
import type { Table } from './table.ts';
import type { SplitName, TableInfo } from './types.ts';

const ALIGNMENT = 'alignment';

interface PairChoice {
  source: number;
  target: number;
  alignment: number | null;
  split: number | null;
}

/**
 * The columns of both languages.
 * @throws LabError `data/one-language`, `data/unsure-columns`, `data/no-column`, `data/same-column`
 */
export function choosePairColumns(spec: DataSpec['columns'], table: TableInfo): PairChoice {
  const names = table.columns.map(({ name }) => name.trim().toLowerCase());
  const at = (column: Column) => columnIndex(column, table);
  const alignment =
    spec.alignment === 'auto' ? names.indexOf(ALIGNMENT) : spec.alignment === null ? -1 : at(spec.alignment);
  const split = spec.split === null ? null : spec.split === 'auto' ? table.guess.split : spec.split;
  const places = { alignment: alignment < 0 ? null : alignment, split: split === null ? null : at(split) };
  const taken = [places.alignment, places.split];
  const rest = table.columns.map(({ index }) => index).filter((index) => !taken.includes(index));
  const known = LANGUAGE_PAIRS.find((pair) => pair.every((name) => names.includes(name)));
  const found = known
    ? known.map((name) => names.indexOf(name))
    : rest.length === 2
      ? rest
      : [undefined, undefined];
  const source = spec.source === 'auto' ? found[0] : at(spec.source);
  const target = spec.target === 'auto' ? found[1] : at(spec.target);
  if (table.columns.length === 1)
    throw new LabError(
      'data/one-language',
      `“${table.name}” holds one column, and a translation has two languages: the file of the other one is missing, or a table with a column for each.`,
      'Give both files together, such as train.de and train.en.',
    );
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

/** The part of a file's name that says the language, and the rest: `test_2016.de.gz` is `de` and `test_2016`. */
export function languageOf(name: string): [stem: string, language: string] {
  const plain = name.replace(/\.gz$/i, '').replace(/\.txt$/i, '');
  const found = /^(.*)[._-]([^._-]+)$/.exec(plain);
  return found ? [found[1] as string, (found[2] as string).toLowerCase()] : [plain, ''];
}

/** What the columns of two aligned files are called: by the languages that their names say, where these are two. */
export function pairNames(source: string, target: string): [string, string] {
  const names = [source, target].map((name) => languageOf(name)[1]) as [string, string];
  const telling =
    names[0] !== names[1] && names.every((name) => /^[a-z]{2,}$/.test(name) && name !== 'split');
  return telling ? names : ['source', 'target'];
}

/**
 * Two aligned texts, a sentence a line, as JSON lines with a field for each language, and split where it is given.
 * @param names of these fields
 * @throws LabError `data/not-aligned` where one has more lines than the other
 */
export function joinAligned(
  source: string,
  target: string,
  split: SplitName | null = null,
  [from, to]: readonly [string, string] = ['source', 'target'],
): string {
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
  return a.map((line, i) => `${JSON.stringify({ [from]: line, [to]: b[i], ...rest })}\n`).join('');
}
