import { LabError } from '../../base/errors.ts';
import type { Recipe, Source } from '../../recipe/recipe.ts';
import type { OpenRequest } from '../../worker/protocol.ts';
import { assignAligned } from './aligned-files.ts';

/** Formats as the file dialog and the drop zone name them. */
export const ACCEPTED = '.csv,.tsv,.txt,.jsonl,.ndjson,.json,.parquet,.xlsx,.gz';
export const FORMATS = 'CSV, TSV, JSONL, Parquet or XLSX, also gzipped';

/** Of pairs of sentences: each language may stand in a file of its own, which any ending may have. */
export const acceptedFor = (task: Recipe['task']): string => (task === 'translate' ? '*' : ACCEPTED);
export const formatsFor = (task: Recipe['task']): string =>
  task === 'translate'
    ? `two aligned texts, a sentence a line, such as train.de and train.en; or two columns in ${FORMATS}`
    : FORMATS;

const TEST_NAME = /(^|[^a-z])(test|testing|eval)([^a-z]|$)/i;

export interface Named {
  name: string;
  size: number;
}

/**
 * Which of the files is train and which is test: by name where one says test, else the larger one is train.
 * @throws LabError `data/too-many-files` for more than two
 */
export function assignFiles<F extends Named>(files: readonly F[]): { train: F; test: F | null } {
  const [first, second, third] = files;
  if (!first) throw new LabError('data/no-file', 'No file was given.', `Choose one: ${FORMATS}.`);
  if (third) {
    throw new LabError(
      'data/too-many-files',
      `${files.length} files were given; the lab takes one, or two of which one is the test part.`,
      'Join the others beforehand, or choose again.',
    );
  }
  if (!second) return { train: first, test: null };
  const firstIsTest = TEST_NAME.test(first.name);
  const secondIsTest = TEST_NAME.test(second.name);
  if (firstIsTest !== secondIsTest) {
    return firstIsTest ? { train: second, test: first } : { train: first, test: second };
  }
  return first.size >= second.size ? { train: first, test: second } : { train: second, test: first };
}

/** How these files are to be opened. @throws LabError `data/too-many-files`, `data/not-aligned` */
export function requestFor(task: Recipe['task'], files: readonly File[]): OpenRequest {
  const aligned = task === 'translate' ? assignAligned(files) : null;
  if (aligned) {
    const names = aligned.flatMap((part) => part.names);
    return { source: { kind: 'file', name: names.join(' + '), testName: null }, aligned };
  }
  const { train, test } = assignFiles(files);
  const source: Source = { kind: 'file', name: train.name, testName: test?.name ?? null };
  return { source, file: train, ...(test && { testFile: test }) };
}

/** What a source is called before anything of it has been read. */
export function sourceTitle(source: Source): string {
  switch (source.kind) {
    case 'file':
      return source.testName === null ? source.name : `${source.name} and ${source.testName}`;
    case 'url':
      return decodeURIComponent(new URL(source.url).pathname.split('/').at(-1) ?? '') || source.url;
    default:
      return source.id;
  }
}

const UNITS = ['B', 'kB', 'MB', 'GB'];

/** “1.4 MB”: decimal units, two significant digits below ten. */
export function formatBytes(bytes: number): string {
  let value = bytes;
  let unit = 0;
  while (value >= 999.5 && unit < UNITS.length - 1) {
    value /= 1000;
    unit++;
  }
  const digits = unit > 0 && value < 9.95 ? 1 : 0;
  return `${value.toFixed(digits)} ${UNITS[unit]}`;
}
