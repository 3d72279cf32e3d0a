import { LabError } from '../base/errors.ts';
import { guessColumns } from './guess.ts';
import { guessSeveral } from './guess-several.ts';
import { TextColumn, detached } from './text-column.ts';
import type { BadRow, ColumnInfo, TableInfo } from './types.ts';

/** A file as it was read: what is known about it, and its columns. */
export interface Table {
  info: TableInfo;
  columns: TextColumn[];
}

const LISTED_BAD_ROWS = 200;
const EXCERPT = 120;
const EXAMPLES = 5;
const EXAMPLE_LENGTH = 300;
/** Distinct values are counted up to here, and this many rows are looked at for the mean length. */
export const DISTINCT_LIMIT = 1000;
const MEASURED_ROWS = 10_000;
/** Text held by one table: with the ids and the reading itself this keeps the worker below 1.5 GB. */
const LARGEST_TABLE = 1 << 30;

/** Counts about one column while it is filled. */
class ColumnStats {
  readonly column = new TextColumn();
  private readonly values = new Set<string>();
  private readonly examples: string[] = [];
  private words = 0;
  private measured = 0;
  private filled = 0;

  add(value: string): void {
    this.column.push(value);
    const trimmed = value.trim();
    if (trimmed === '') return;
    this.filled++;
    if (this.measured < MEASURED_ROWS) {
      this.measured++;
      this.words += trimmed.split(/\s+/).length;
    }
    if (this.values.size >= DISTINCT_LIMIT || this.values.has(value)) return;
    this.values.add(detached(value));
    if (this.examples.length < EXAMPLES) this.examples.push(detached(value.slice(0, EXAMPLE_LENGTH)));
  }

  info(name: string, index: number): ColumnInfo {
    const rows = this.column.length;
    return {
      name,
      index,
      examples: this.examples,
      distinct: this.values.size,
      meanWords: this.measured ? this.words / this.measured : 0,
      emptyShare: rows ? 1 - this.filled / rows : 0,
    };
  }

  /** The distinct values, at most 1,000 of them. */
  get distinct(): ReadonlySet<string> {
    return this.values;
  }
}

/** Fills a table row by row. Columns may come late (JSONL): rows before them are empty there. */
export class TableBuilder {
  rows = 0;
  badRows = 0;
  private readonly stats: ColumnStats[] = [];
  private readonly names: string[] = [];
  private readonly listed: BadRow[] = [];
  private bytes = 0;

  addColumn(name: string): void {
    const stats = new ColumnStats();
    for (let row = 0; row < this.rows; row++) stats.add('');
    this.stats.push(stats);
    this.names.push(name);
  }

  /** @throws LabError `data/too-large` above 1 GB of text */
  addRow(fields: readonly string[]): void {
    for (const [i, stats] of this.stats.entries()) {
      const before = stats.column.bytes;
      stats.add(fields[i] ?? '');
      this.bytes += stats.column.bytes - before;
    }
    this.rows++;
    if (this.bytes > LARGEST_TABLE)
      throw new LabError(
        'data/too-large',
        `The file holds more than 1 GB of text after ${this.rows.toLocaleString('en')} rows, which is more than a tab can work with.`,
        'Take a part of its rows.',
      );
  }

  addBadRow(line: number, reason: string, excerpt: string): void {
    this.badRows++;
    if (this.listed.length < LISTED_BAD_ROWS)
      this.listed.push({ line, reason, excerpt: detached(excerpt.slice(0, EXCERPT)) });
  }

  /** @throws LabError `data/no-rows` where not one row could be read */
  finish(
    about: Pick<TableInfo, 'name' | 'format' | 'encoding' | 'delimiter' | 'header' | 'bytes' | 'sheets'>,
  ): Table {
    if (this.rows === 0) {
      const [first] = this.listed;
      throw first
        ? new LabError(
            'data/no-rows',
            `Not one row of “${about.name}” could be read; ${this.badRows.toLocaleString('en')} are bad. Line ${first.line}: ${first.reason}.`,
            'Check the delimiter, the encoding and the format.',
          )
        : new LabError(
            'data/no-rows',
            `“${about.name}” holds ${about.header ? 'a header and no rows' : 'no rows'}.`,
            'Choose a file with one text and its label a row.',
          );
    }
    const columns = this.stats.map((stats, i) => stats.info(this.names[i] as string, i));
    const seen = columns.map((info, i) => ({
      ...info,
      values: this.stats[i]?.distinct ?? new Set<string>(),
    }));
    const guess = guessColumns(seen, about.header, this.rows);
    const several = guessSeveral(seen, about.header, guess);
    return {
      info: {
        ...about,
        rows: this.rows,
        columns,
        badRows: this.badRows,
        badRowExamples: this.listed,
        guess: several ? { ...guess, several } : guess,
      },
      columns: this.stats.map(({ column }) => column),
    };
  }
}
