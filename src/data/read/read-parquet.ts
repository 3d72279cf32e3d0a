import { type FileMetaData, parquetMetadataAsync, parquetReadObjects, parquetSchema } from 'hyparquet';
import { compressors } from 'hyparquet-compressors';
import { LabError } from '../../base/errors.ts';
import type { Job } from '../job.ts';
import { type Table, TableBuilder } from '../table.ts';
import { cellText, NESTED, unnested } from './read-text.ts';
import { type DataFile, tooLarge, unpacked } from './source.ts';

const LARGEST_FILE = 2e9;
/** A row group is unpacked as a whole; more than this would not fit. */
const LARGEST_ROW_GROUP = 512e6;

/**
 * Parquet, one row group at a time. Class numbers that Hugging Face's metadata names become those names.
 * @throws LabError `data/damaged-parquet`, `data/too-large`
 */
export async function readParquet(source: DataFile, job: Job): Promise<Table> {
  const blob = await unpacked(source, LARGEST_FILE, job);
  const file = {
    byteLength: blob.size,
    slice: (start: number, end?: number) => blob.slice(start, end).arrayBuffer(),
  };
  await checkEnd(blob, source.name);
  // What goes wrong until the list of contents is read is wrong there.
  let place = 'its list of contents, which stands at the end, cannot be read';
  try {
    const metadata = await parquetMetadataAsync(file);
    place = 'its rows cannot be read';
    const names = parquetSchema(metadata).children.flatMap(({ element, children }) =>
      element.name === NESTED && children.length > 1
        ? children.map((inner) => inner.element.name)
        : element.name,
    );
    const classes = classNames(metadata);
    const builder = new TableBuilder();
    for (const name of names) builder.addColumn(name);
    let start = 0;
    for (const group of metadata.row_groups) {
      if (Number(group.total_byte_size) > LARGEST_ROW_GROUP) throw tooLarge(source.name, LARGEST_ROW_GROUP);
      const end = start + Number(group.num_rows);
      const rows = await parquetReadObjects({ file, metadata, compressors, rowStart: start, rowEnd: end });
      for (const outer of rows) {
        const row = unnested(outer);
        builder.addRow(
          names.map((name) => {
            const text = cellText(row[name]);
            return classes.get(name)?.(text) ?? text;
          }),
        );
      }
      start = end;
      await job.breathe({
        phase: 'reading rows',
        done: builder.rows,
        total: Number(metadata.num_rows),
        rows: builder.rows,
      });
    }
    return builder.finish({
      name: source.name,
      format: 'parquet',
      encoding: null,
      delimiter: null,
      header: true,
      bytes: source.blob.size,
    });
  } catch (error) {
    if (error instanceof LabError) throw error;
    const said = error instanceof Error ? error.message : String(error);
    throw damaged(source.name, `${place} (${said})`);
  }
}

const damaged = (name: string, what: string): LabError =>
  new LabError(
    'data/damaged-parquet',
    `“${name}” begins as a Parquet file does, but ${what}.`,
    'Download it again and compare its size with the one the source tells, or take the data as CSV or JSONL.',
  );

const MAGIC = 'PAR1';

/** A Parquet file ends as it begins. @throws LabError `data/damaged-parquet` where it does not */
async function checkEnd(blob: Blob, name: string): Promise<void> {
  // The end: length of the list of contents (4 bytes), then the sign.
  const end = new Uint8Array(await blob.slice(-8).arrayBuffer());
  const sign = String.fromCharCode(...end.subarray(-4));
  if (blob.size < 12 || sign !== MAGIC) throw damaged(name, 'its end is missing: it is cut short or damaged');
  const length = new DataView(end.buffer).getUint32(0, true);
  if (length > blob.size - 12)
    throw damaged(name, 'its end tells of more than the file has: it is damaged or no Parquet file at all');
}

/** The names of a ClassLabel, or of a list of them as older and newer versions write it. */
function namesIn(feature: unknown): unknown[] | null {
  if (typeof feature !== 'object' || feature === null) return null;
  if (Array.isArray(feature)) return namesIn(feature[0]);
  const { names, feature: inner } = feature as { names?: unknown; feature?: unknown };
  return Array.isArray(names) ? names : namesIn(inner);
}

/**
 * Hugging Face writes the names of classes into the key `huggingface`:
 * `{"info": {"features": {"label": {"names": ["neg", "pos"], "_type": "ClassLabel"}}}}`. −1 is "no label".
 */
function classNames(metadata: FileMetaData): Map<string, (id: string) => string> {
  const found = new Map<string, (id: string) => string>();
  const json = metadata.key_value_metadata?.find(({ key }) => key === 'huggingface')?.value;
  if (!json) return found;
  let features: unknown;
  try {
    features = (JSON.parse(json) as { info?: { features?: unknown } }).info?.features;
  } catch {
    return found; // Not written by Hugging Face's library after all: the numbers stay.
  }
  if (typeof features !== 'object' || features === null) return found;
  for (const [column, feature] of Object.entries(features as Record<string, unknown>)) {
    const names = namesIn(feature);
    if (!names) continue;
    const name = (id: string): string => (id === '-1' ? '' : String(names[Number(id)] ?? id));
    // A list of classes becomes its names with bars between them.
    found.set(column, (cell) =>
      /^\[.*\]$|,/.test(cell) ? (cell.match(/\d+/g) ?? []).map(name).join('|') : name(cell),
    );
  }
  return found;
}
