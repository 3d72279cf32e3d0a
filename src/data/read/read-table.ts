import { LabError } from '../../base/errors.ts';
import { Job } from '../job.ts';
import type { Table } from '../table.ts';
import type { ReadOptions } from '../types.ts';
import { readDelimited, readJsonl } from './read-text.ts';
import { readParquet } from './read-parquet.ts';
import { readXlsx } from './read-xlsx.ts';
import { sniff } from './sniff.ts';
import { openFile, peek } from './source.ts';

/** How much of a file is looked at to find out what it is. */
const HEAD = 1 << 18;

export const AUTO: ReadOptions = {
  format: 'auto',
  header: 'auto',
  delimiter: 'auto',
  quote: 'auto',
  encoding: 'auto',
  sheet: null,
};

/**
 * Reads a file of any format the lab knows, gzipped or not, into a table. Bad rows are left out, counted and listed.
 * @throws LabError with what the file is and what to do where it is no table
 */
export async function readTable(
  blob: Blob,
  name: string,
  options: Partial<ReadOptions> = {},
  job: Job = new Job(),
): Promise<Table> {
  const wanted = { ...AUTO, ...options };
  const file = await openFile(blob, name);
  const head = await peek(file, HEAD);
  if (head.bytes.length === 0)
    throw new LabError(
      'data/empty-file',
      `“${name}” is an archive of an empty file.`,
      'Choose another file.',
    );
  const container = sniff(head.bytes, name);
  const { format } = wanted;
  const binary = (kind: string) => kind === 'parquet' || kind === 'xlsx';
  if (format !== 'auto' && (binary(format) || binary(container)) && format !== container)
    throw new LabError(
      'data/wrong-type',
      `“${name}” is ${container === 'text' ? 'a text file' : `a ${container.toUpperCase()} file`}, not ${format.toUpperCase()}.`,
      'Choose its format, or “found by itself”.',
    );
  if (container === 'parquet') return readParquet(file, job);
  if (container === 'xlsx') return readXlsx(file, wanted, job);
  const input = { file, head, options: wanted };
  if (format === 'jsonl' || (format === 'auto' && looksLikeJson(head.bytes, name)))
    return readJsonl(input, job);
  return readDelimited(input, job);
}

/** @throws LabError `data/wrong-type` for a list of objects, which is JSON but not JSON Lines */
function looksLikeJson(head: Uint8Array, name: string): boolean {
  const start = new TextDecoder().decode(head.subarray(0, 1000)).trimStart();
  if (/\.json(\.gz)?$/i.test(name) && /^\[\s*\{/.test(start))
    throw new LabError(
      'data/wrong-type',
      `“${name}” is one long JSON list; the lab reads JSON Lines, one object a line.`,
      'Convert it: jq -c ".[]" data.json > data.jsonl',
    );
  // By what is in it: a table may be called .json by mistake, and it is read as the table it is.
  if (/^\{\s*["}]/.test(start)) return true;
  return /\.(jsonl|ndjson|json)(\.gz)?$/i.test(name) && !looksLikeTable(start);
}

/** The first lines hold one sign that divides columns equally often, and none begins as JSON does. */
function looksLikeTable(start: string): boolean {
  const lines = start.split(/\r?\n/).slice(0, 4);
  // The last may be cut off.
  const whole = lines.length > 1 ? lines.slice(0, -1) : lines;
  if (whole.some((line) => /^\s*[[{"]/.test(line))) return false;
  return [',', ';', '\t', '|'].some((sign) => {
    const counts = whole.map((line) => line.split(sign).length - 1);
    return (counts[0] ?? 0) > 0 && counts.every((count) => count === counts[0]);
  });
}
