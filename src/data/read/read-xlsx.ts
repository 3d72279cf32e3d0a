import { unzipSync } from 'fflate';
import readWorkbook from 'read-excel-file/universal';
import { LabError } from '../../base/errors.ts';
import type { Job } from '../job.ts';
import { type Table, TableBuilder } from '../table.ts';
import type { ReadOptions } from '../types.ts';
import { columnNames, looksLikeHeader } from './dialect.ts';
import { cellText } from './read-text.ts';
import { type DataFile, tooLarge, unpacked } from './source.ts';

/** A workbook is read as a whole: these keep it below a few hundred megabytes. */
const LARGEST_FILE = 60e6;
const LARGEST_UNPACKED = 300e6;

/** One sheet of a workbook (.xlsx). @throws LabError `data/damaged-xlsx`, `data/no-sheet`, `data/too-large` */
export async function readXlsx(file: DataFile, options: ReadOptions, job: Job): Promise<Table> {
  if (file.blob.size > LARGEST_FILE) throw tooLarge(file.name, LARGEST_FILE);
  const blob = await unpacked(file, LARGEST_FILE, job);
  job.report({ phase: 'reading the workbook', done: 0, total: null });
  const sheets = await workbook(blob, file.name);
  job.check();
  const sheet = options.sheet === null ? sheets[0] : sheets.find(({ name }) => name === options.sheet);
  if (!sheet)
    throw new LabError(
      'data/no-sheet',
      `“${file.name}” has no sheet “${options.sheet ?? ''}”. Its sheets: ${sheets.map(({ name }) => name).join(', ')}.`,
      'Choose one of these.',
    );
  const rows = sheet.rows.map((cells) => cells.map(cellText));
  const width = rows.reduce((most, row) => Math.max(most, row.length), 0);
  const filled = rows.filter((row) => row.some((cell) => cell.trim() !== ''));
  const header = options.header === 'auto' ? looksLikeHeader(filled.slice(0, 500)) : options.header;
  const builder = new TableBuilder();
  for (const name of columnNames(header ? (filled[0] ?? null) : null, width)) builder.addColumn(name);
  for (const row of header ? filled.slice(1) : filled) builder.addRow(row);
  return builder.finish({
    name: file.name,
    format: 'xlsx',
    encoding: null,
    delimiter: null,
    header,
    sheets: sheets.map(({ name }) => name),
    bytes: file.blob.size,
  });
}

async function workbook(blob: Blob, name: string): Promise<{ name: string; rows: unknown[][] }[]> {
  try {
    checkSize(new Uint8Array(await blob.arrayBuffer()), name);
    const sheets = await readWorkbook(blob);
    return sheets.map(({ sheet, data }) => ({ name: sheet, rows: data }));
  } catch (error) {
    if (error instanceof LabError) throw error;
    throw new LabError(
      'data/damaged-xlsx',
      `“${name}” begins as a workbook does, but its sheets cannot be read: it is cut short or damaged (${error instanceof Error ? error.message : String(error)}).`,
      'Download it again, or open it in a spreadsheet program and save it anew, as .xlsx or CSV.',
    );
  }
}

/** Adds up what the entries of the archive unpack to, without unpacking them. */
function checkSize(bytes: Uint8Array, name: string): void {
  let size = 0;
  unzipSync(bytes, {
    filter: ({ originalSize }) => {
      size += originalSize;
      return false;
    },
  });
  if (size > LARGEST_UNPACKED) throw tooLarge(name, LARGEST_UNPACKED);
}
