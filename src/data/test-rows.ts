import type { TestRows } from '../formats/tested.ts';
import type { Column, Recipe } from '../recipe/recipe.ts';
import { chooseColumns, chooseTestColumns } from './columns.ts';
import { choosePairColumns } from './parallel.ts';
import type { LabelledRows } from './rows.ts';
import type { Table } from './table.ts';

/** One column of the CSV: where it stands in the file, its name, and its cells. */
interface Written {
  index: number;
  name: string;
  /** How the recipe names it, which is how `load_in_pytorch.py` asks for it. */
  asked: 'auto' | Column;
  cell: (row: number) => string;
}

interface Opened {
  table: Table;
  test: Table | null;
  rows: LabelledRows;
}

/**
 * The test part of a run as a CSV that `load_in_pytorch.py` reads: the columns that the run used, cells as in the file,
 * under the names by which the recipe asks for them. Null for pretraining, whose script scores no CSV; `csv` is null
 * where it would be longer than `mostBytes`.
 *
 * @param chosen the rows of the test part, by number
 */
export function testRowsCsv(
  opened: Opened,
  recipe: Pick<Recipe, 'task' | 'data'>,
  chosen: Uint32Array,
  mostBytes: number,
): TestRows | null {
  if (recipe.task === 'pretrain' || chosen.length === 0) return null;
  const columns = recipe.task === 'translate' ? ofPairs(opened, recipe) : ofLabelled(opened, recipe);
  const places = placed(columns, opened.table);
  const line = (cell: (column: Written) => string): string =>
    `${places.map((column) => (column ? quoted(cell(column)) : '')).join(',')}\n`;
  const lines = [line(({ name }) => name)];
  const encoder = new TextEncoder();
  let bytes = 0;
  for (const row of chosen) {
    const next = line(({ cell }) => cell(row));
    bytes += encoder.encode(next).length;
    if (bytes > mostBytes) return { rows: chosen.length, csv: null };
    lines.push(next);
  }
  return { rows: chosen.length, csv: lines.join('') };
}

const nameIn = (table: Table, index: number, asked: 'auto' | Column): string =>
  typeof asked === 'string' && asked !== 'auto' ? asked : (table.info.columns[index]?.name ?? String(index));

/** Source first, which is where the script looks for it by itself. */
function ofPairs({ table, rows }: Opened, { data: { columns, swap } }: Pick<Recipe, 'data'>): Written[] {
  const { source, target } = choosePairColumns(columns, table.info);
  const other = (row: number): string => rows.pairs?.target(row) ?? '';
  const [first, second] = swap ? [other, rows.text] : [rows.text, other];
  const written = (index: number, asked: 'auto' | Column, cell: Written['cell']): Written => ({
    index,
    name: nameIn(table, index, asked),
    asked,
    cell,
  });
  return [written(source, columns.source, first), written(target, columns.target, second)];
}

/** Labels first: where the script finds the columns by itself, they win a draw. */
function ofLabelled({ table, test, rows }: Opened, recipe: Pick<Recipe, 'task' | 'data'>): Written[] {
  const { columns } = recipe.data;
  const choice = chooseColumns(columns, table.info, recipe.task);
  const ofTest = test && chooseTestColumns(choice, table.info, test.info);
  const raw = (own: number, theirs: number | undefined) => (row: number) =>
    (row < rows.mainRows
      ? table.columns[own]?.get(row)
      : test?.columns[theirs ?? -1]?.get(row - rows.mainRows)) ?? '';
  const written = (index: number, asked: 'auto' | Column, cell: Written['cell']): Written => ({
    index,
    name: nameIn(table, index, asked),
    asked,
    cell,
  });
  const labels = (choice.labels ?? [choice.label]).map((index, k) => {
    const asked = choice.labels ? (columns.labels?.[k] ?? 'auto') : columns.label;
    return written(index, asked, raw(index, (ofTest?.labels ?? [ofTest?.label])[k]));
  });
  const asked = [columns.text].flat();
  // Several that were found, or another number of them in the test file, are written as the one text they are together.
  const apart = columns.text !== 'auto' && (!ofTest || ofTest.text.length === choice.text.length);
  const texts = choice.text.map((index, k) => {
    const name = asked[k] ?? 'auto';
    return written(index, name, apart ? raw(index, ofTest?.text[k]) : k === 0 ? rows.text : () => '');
  });
  return [...labels, ...(columns.text === 'auto' ? texts.slice(0, 1) : texts)];
}

/** Where the recipe asks for a column by number, all stand where they do in the file, with nothing between them. */
function placed(columns: readonly Written[], table: Table): (Written | undefined)[] {
  if (columns.every(({ asked }) => typeof asked === 'string')) return [...columns];
  return table.info.columns.map(({ index }) => columns.find((column) => column.index === index));
}

/** NUL cannot stand in a CSV that Python reads; the tokenizers read it as the space that it becomes. */
function quoted(cell: string): string {
  const text = cell.replaceAll('\0', ' ');
  return /[",;|\t\r\n]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
