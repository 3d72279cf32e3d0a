import { LabError } from '../base/errors.ts';
import type { Column, DataSpec, Recipe } from '../recipe/recipe.ts';
import type { ColumnGuess, TableInfo } from './types.ts';

/** Columns of one table by number. */
export interface ColumnChoice {
  text: number[];
  label: number;
  /** Several columns of labels; `label` is then the first of them. */
  labels: number[] | null;
  split: number | null;
}

const TEXT_WORDS = 2;

/**
 * What was found in a file under a task: what makes a column doubtful as a single label, several labels in a cell, is what
 * is looked for where a text may have several.
 */
export function guessFor(
  guess: ColumnGuess,
  several: boolean,
): Pick<ColumnGuess, 'text' | 'label' | 'split' | 'certain' | 'reason'> & { labels: Column[] | null } {
  if (several && guess.several) return { ...guess, ...guess.several, certain: true };
  return {
    ...guess,
    labels: null,
    certain: several ? (guess.certainMulti ?? guess.certain) : guess.certain,
  };
}

/** The number of a column. @throws LabError `data/no-column` with the columns there are */
export function columnIndex(column: Column, table: TableInfo): number {
  const names = table.columns.map(({ name }) => name);
  const wanted = String(column);
  const exact = typeof column === 'string' ? names.indexOf(wanted) : -1;
  if (exact >= 0) return exact;
  if (/^\d+$/.test(wanted) && Number(wanted) < names.length) return Number(wanted);
  const alike = names.findIndex((name) => name.toLowerCase() === wanted.trim().toLowerCase());
  if (alike >= 0) return alike;
  const number = typeof column === 'number' ? `column number ${column}` : `column “${column}”`;
  throw new LabError(
    'data/no-column',
    `“${table.name}” has no ${number}. It has ${names.length}: ${names.slice(0, 20).join(', ')}${names.length > 20 ? ', …' : ''}.`,
    'Choose one of these, by name or by number from 0.',
  );
}

/**
 * The columns that a recipe asks for, `auto` ones found from header and content.
 * @throws LabError `data/unsure-columns` where that leaves a doubt, `data/no-column`, `data/same-column`
 */
export function chooseColumns(
  spec: DataSpec['columns'],
  table: TableInfo,
  task: Recipe['task'] = 'classify',
): ColumnChoice {
  const guess = guessFor(table.guess, task === 'multilabel');
  const unsure = (reason: string) =>
    new LabError(
      'data/unsure-columns',
      `It is not clear which columns of “${table.name}” are text and label. ${reason}`,
      `Say which is which. There are: ${table.columns.map(({ name }) => name).join(', ')}.`,
    );
  const { certain } = guess;
  const wanted =
    task === 'multilabel' ? (spec.labels ?? (spec.label === 'auto' ? guess.labels : null)) : null;
  const labels = wanted && wanted.map((column) => columnIndex(column, table));
  if (!labels && spec.label === 'auto' && (!certain || guess.label === null)) throw unsure(guess.reason);
  const label =
    labels?.[0] ?? columnIndex(spec.label === 'auto' ? (guess.label as Column) : spec.label, table);
  let text: number[];
  if (spec.text !== 'auto') text = [spec.text].flat().map((column) => columnIndex(column, table));
  else {
    text = guess.text
      .map((column) => columnIndex(column, table))
      .filter((column) => !(labels ?? [label]).includes(column));
    const short = text.every((column) => (table.columns[column]?.meanWords ?? 0) < TEXT_WORDS);
    if (!certain && (text.length === 0 || short)) throw unsure(guess.reason);
  }
  const split =
    spec.split === null ? null : spec.split === 'auto' ? guess.split : (spec.split satisfies Column);
  const choice = { text, label, labels, split: split === null ? null : columnIndex(split, table) };
  const both = (labels ?? [label]).find((column) => text.includes(column));
  if (both !== undefined)
    throw new LabError(
      'data/same-column',
      `Column “${table.columns[both]?.name ?? ''}” is chosen both as text and as label.`,
      'Choose another column for one of them.',
    );
  return choice;
}

/** The columns of texts without labels. @throws LabError as `chooseColumns` does */
export function choosePlainColumns(
  spec: DataSpec['columns'],
  table: TableInfo,
): Pick<ColumnChoice, 'text' | 'split'> {
  const { guess } = table;
  const text = spec.text === 'auto' ? guess.text : [spec.text].flat();
  const first = table.columns.length === 1 ? [0] : [];
  const found = text.length > 0 ? text.map((column) => columnIndex(column, table)) : first;
  if (found.length === 0)
    throw new LabError(
      'data/unsure-columns',
      `It is not clear which column of “${table.name}” is text. ${guess.reason}`,
      `Say which it is. There are: ${table.columns.map(({ name }) => name).join(', ')}.`,
    );
  const split = spec.split === 'auto' ? guess.split : spec.split;
  return { text: found, split: split === null ? null : columnIndex(split, table) };
}

/**
 * The same columns in the test file: by name where both files have a header with these names, by number where
 * neither has a header and both are equally wide, else found from the test file itself.
 *
 * @throws LabError `data/test-columns`
 */
export function chooseTestColumns(choice: ColumnChoice, table: TableInfo, test: TableInfo): ColumnChoice {
  const labels = choice.labels ?? [choice.label];
  const places = [...choice.text, ...labels];
  if (table.header && test.header) {
    const names = test.columns.map(({ name }) => name);
    const found = places.map((index) => names.indexOf(table.columns[index]?.name ?? ''));
    if (!found.includes(-1)) {
      const there = found.slice(choice.text.length);
      return {
        text: found.slice(0, choice.text.length),
        label: there[0] as number,
        labels: choice.labels && there,
        split: null,
      };
    }
  }
  if (!table.header && !test.header && table.columns.length === test.columns.length)
    return { ...choice, split: null };
  const { guess } = test;
  if (choice.labels || !(guess.certainMulti ?? guess.certain) || guess.label === null)
    throw new LabError(
      'data/test-columns',
      `The columns of the test file “${test.name}” are not those of “${table.name}”, and they cannot be told by themselves. ${guess.reason}`,
      'Give the test file the same header as the train file.',
    );
  return {
    text: guess.text.map((column) => columnIndex(column, test)),
    label: columnIndex(guess.label, test),
    labels: null,
    split: null,
  };
}
