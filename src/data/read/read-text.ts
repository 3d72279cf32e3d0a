import type { Job } from '../job.ts';
import { type Table, TableBuilder } from '../table.ts';
import type { ReadOptions } from '../types.ts';
import { CsvScanner } from './csv-scanner.ts';
import { Decoder, decodeSample, shown } from './decode.ts';
import { detectDialect } from './dialect.ts';
import { detectEncoding } from './encoding.ts';
import { JsonlScanner } from './jsonl-scanner.ts';
import { type DataFile, chunksOf } from './source.ts';

/** What all readers of text formats work on: the file, its beginning, and how it is to be read. */
export interface TextInput {
  file: DataFile;
  head: { bytes: Uint8Array; whole: boolean };
  options: ReadOptions;
}

/** CSV, TSV and the like. @throws LabError */
export async function readDelimited(input: TextInput, job: Job): Promise<Table> {
  const { file, options } = input;
  const { encoding, sample } = sampleOf(input);
  const dialect = detectDialect(sample, input.head.whole, file.name, options);
  const builder = new TableBuilder();
  for (const name of dialect.names) builder.addColumn(name);
  let headerLeft = dialect.header;
  const scanner = new CsvScanner(dialect, {
    row(fields, line) {
      if (headerLeft) headerLeft = false;
      else if (fields.length === dialect.width) builder.addRow(fields);
      else
        builder.addBadRow(
          line,
          `${fields.length} ${fields.length === 1 ? 'field' : 'fields'} where ${dialect.width} are expected`,
          fields.join(dialect.delimiter ?? ''),
        );
    },
    bad(line, reason, excerpt) {
      builder.addBadRow(line, reason, shown(excerpt));
    },
  });
  await feed(input, encoding, scanner, builder, job);
  return builder.finish({
    name: file.name,
    format: dialect.delimiter === '\t' ? 'tsv' : 'csv',
    encoding,
    delimiter: dialect.delimiter,
    header: dialect.header,
    bytes: file.blob.size,
  });
}

/** One JSON object a line. @throws LabError */
export async function readJsonl(input: TextInput, job: Job): Promise<Table> {
  const { encoding } = sampleOf(input);
  const builder = new TableBuilder();
  const columns = new Map<string, number>();
  const scanner = new JsonlScanner({
    row(line) {
      const object = unnested(line);
      for (const key of Object.keys(object)) {
        if (columns.has(key)) continue;
        columns.set(key, columns.size);
        builder.addColumn(key);
      }
      const fields = new Array<string>(columns.size).fill('');
      for (const [key, value] of Object.entries(object)) fields[columns.get(key) as number] = cellText(value);
      builder.addRow(fields);
    },
    bad(line, reason, excerpt) {
      builder.addBadRow(line, reason, shown(excerpt));
    },
  });
  await feed(input, encoding, scanner, builder, job);
  const { file } = input;
  return builder.finish({
    name: file.name,
    format: 'jsonl',
    encoding,
    delimiter: null,
    header: true,
    bytes: file.blob.size,
  });
}

/** The languages of a pair stand inside of this field in the sets of Hugging Face: `{"translation": {"de": …, "en": …}}`. */
export const NESTED = 'translation';

/** The row with what stands inside of `translation` beside its other fields. */
export function unnested(row: Record<string, unknown>): Record<string, unknown> {
  const inner = row[NESTED];
  if (typeof inner !== 'object' || inner === null || Array.isArray(inner)) return row;
  const { [NESTED]: _, ...others } = row;
  return { ...others, ...inner };
}

/** A cell of a format with types as text: nothing for null, JSON for lists and objects. */
export function cellText(value: unknown): string {
  if (value === null || value === undefined) return '';
  if (typeof value === 'string') return value;
  if (value instanceof Date) return value.toISOString();
  if (value instanceof Uint8Array) return `[${value.length} bytes]`;
  if (typeof value === 'object')
    return JSON.stringify(value, (_, part: unknown) => (typeof part === 'bigint' ? Number(part) : part));
  return String(value);
}

function sampleOf({ file, head, options }: TextInput): { encoding: string; sample: string } {
  const encoding = options.encoding === 'auto' ? detectEncoding(head.bytes, file.name) : options.encoding;
  return { encoding, sample: decodeSample(head.bytes, encoding, head.whole) };
}

async function feed(
  { file }: TextInput,
  encoding: string,
  scanner: { push(text: string): void; end(): void },
  builder: TableBuilder,
  job: Job,
): Promise<void> {
  const decoder = new Decoder(encoding);
  let done = 0;
  const progress = () => ({
    phase: 'reading rows',
    done,
    total: file.blob.size,
    rows: builder.rows,
    badRows: builder.badRows,
  });
  for await (const chunk of chunksOf(file, (bytes) => (done = bytes))) {
    scanner.push(decoder.push(chunk));
    await job.breathe(progress());
  }
  scanner.push(decoder.push(new Uint8Array(), true));
  scanner.end();
  job.report(progress());
}
