import type { ReadOptions } from '../types.ts';
import { type CsvDialect, CsvScanner, QUOTE } from './csv-scanner.ts';
import { KNOWN_NAMES, LANGUAGE_PAIRS } from '../names.ts';

const DELIMITERS = ['\t', ',', ';', '|'];
const SAMPLED_ROWS = 500;
/** A delimiter is believed where so many rows have the same number of fields. */
const CONSISTENT = 0.6;
const CONSISTENT_BY_NAME = 0.3;
/**
 * What counts for a delimiter beside the share of rows that it explains: that the file's name says it, that it stands in
 * the first row, which may be a header, as often as below, and that no row contradicts it. A comma that happens to stand
 * once in every text of a file with semicolons has only the first.
 */
const BY_NAME = 0.05;
const BY_FIRST_ROW = 0.1;
const WITHOUT_EXCEPTION = 0.1;
/** So many broken quotes without a single good one: the file does not quote at all. */
const MANY_BROKEN = 10;

export interface Dialect extends CsvDialect {
  header: boolean;
  /** Fields a row. */
  width: number;
  names: string[];
}

interface Trial {
  dialect: CsvDialect;
  rows: string[][];
  broken: number;
  /** Rows that were read although they hold a quoted field. */
  quoted: number;
  width: number;
  /** Share of rows with that many fields. */
  share: number;
}

function attempt(sample: string, whole: boolean, dialect: CsvDialect): Trial {
  const rows: string[][] = [];
  let broken = 0;
  const scanner = new CsvScanner(dialect, {
    row: (fields) => {
      if (rows.length < SAMPLED_ROWS) rows.push(fields);
    },
    bad: (_, reason) => {
      if (reason.includes('quote')) broken++;
    },
  });
  scanner.push(sample);
  if (whole) scanner.end();
  const counts = new Map<number, number>();
  for (const { length } of rows) counts.set(length, (counts.get(length) ?? 0) + 1);
  const [width = 1, count = 0] = [...counts].sort(([a, m], [b, n]) => n - m || b - a)[0] ?? [];
  const around = dialect.delimiter ?? '\n';
  const quoted = dialect.quotes ? sample.split(`${dialect.quote ?? QUOTE}${around}`).length - 1 : 0;
  return { dialect, rows, broken, quoted, width, share: rows.length ? count / rows.length : 0 };
}

/**
 * Whether the quotes of a file are quotes. Tab-separated files often do not quote, and then a text may well begin
 * with a quote: they count as plain marks where reading them as quotes breaks more than it explains.
 */
function withQuotes(sample: string, whole: boolean, delimiter: string | null, quote: string): Trial {
  if (quote === 'none') return attempt(sample, whole, { delimiter, quotes: false });
  if (quote !== 'auto') return attempt(sample, whole, { delimiter, quotes: true, quote });
  const quoted = attempt(sample, whole, { delimiter, quotes: true });
  if (quoted.broken === 0) return quoted;
  const few = delimiter === '\t' ? 1 : MANY_BROKEN;
  if (quoted.broken < few || quoted.quoted > quoted.broken) return quoted;
  const plain = attempt(sample, whole, { delimiter, quotes: false });
  return plain.share > 0.95 ? plain : quoted;
}

/** Delimiter, quoting, header and number of fields, from the beginning of a file. */
export function detectDialect(
  sample: string,
  whole: boolean,
  name: string,
  options: Pick<ReadOptions, 'delimiter' | 'header' | 'format' | 'quote'>,
): Dialect {
  const best = chooseDelimiter(sample, whole, name, options);
  const { rows, width } = best;
  const full = rows.filter((row) => row.length === width);
  const header = options.header === 'auto' ? looksLikeHeader(full) : options.header;
  const first = header ? (rows[0] ?? []) : [];
  const fields = header && first.length > 0 ? first.length : width;
  return {
    ...best.dialect,
    header,
    width: fields,
    names: columnNames(header ? first : null, fields),
  };
}

function chooseDelimiter(
  sample: string,
  whole: boolean,
  name: string,
  options: Pick<ReadOptions, 'delimiter' | 'format' | 'quote'>,
): Trial {
  const { quote } = options;
  if (options.delimiter !== 'auto') return withQuotes(sample, whole, options.delimiter, quote);
  const tabs = options.format === 'tsv' || /\.(tsv|tab)(\.gz)?$/i.test(name);
  if (options.format === 'tsv') return withQuotes(sample, whole, '\t', quote);
  const trials = DELIMITERS.map((delimiter) => withQuotes(sample, whole, delimiter, quote)).filter(
    ({ width, share, dialect }) =>
      width > 1 &&
      share >=
        ((dialect.delimiter === '\t') === tabs && /\.(csv|tsv|tab)/i.test(name)
          ? CONSISTENT_BY_NAME
          : CONSISTENT),
  );
  const named = tabs ? '\t' : ',';
  const score = (trial: Trial) =>
    trial.share -
    trial.broken / (trial.rows.length + trial.broken) +
    (trial.dialect.delimiter === named && /\.\w+/.test(name) ? BY_NAME : 0) +
    (trial.rows[0]?.length === trial.width ? BY_FIRST_ROW : 0) +
    (trial.share === 1 && trial.broken === 0 ? WITHOUT_EXCEPTION : 0);
  const [best] = trials.sort((a, b) => score(b) - score(a));
  // One text a line: what looks like a delimiter is punctuation.
  return best ?? withQuotes(sample, whole, null, quote);
}

const isNumber = (value: string) => value.trim() !== '' && Number.isFinite(Number(value));
const words = (value: string) => value.trim().split(/\s+/).length;

/**
 * Whether the first row names the columns: it holds a name the field knows, or it is short and unlike what stands
 * below it (a word above numbers, a word above long texts).
 */
export function looksLikeHeader(rows: readonly string[][]): boolean {
  const [first, ...rest] = rows;
  if (!first) return false;
  if (first.some((cell) => cell.trim() === '' || isNumber(cell) || words(cell) > 4 || cell.length > 60))
    return false;
  if (first.some((cell, i) => rest.slice(0, 100).some((row) => row[i] === cell))) return false;
  const lower = first.map((cell) => cell.trim().toLowerCase());
  if (lower.some((cell) => KNOWN_NAMES.has(cell))) return true;
  if (LANGUAGE_PAIRS.some((pair) => pair.every((name) => lower.includes(name)))) return true;
  // Two columns of one name: by what stands below alone it is taken for no header.
  if (new Set(first).size < first.length) return false;
  if (rest.length === 0) return false;
  return first.some((_, i) => {
    const below = rest.map((row) => row[i] ?? '');
    return below.every(isNumber) || below.reduce((sum, cell) => sum + words(cell), 0) / below.length > 4;
  });
}

/** Names as the header gives them, made unique; `column 0`, `column 1`, … where there is none. */
export function columnNames(header: readonly string[] | null, width: number): string[] {
  const names: string[] = [];
  for (let i = 0; i < width; i++) {
    const wanted = header?.[i]?.trim() || `column ${i}`;
    let name = wanted;
    for (let n = 2; names.includes(name); n++) name = `${wanted} (${n})`;
    names.push(name);
  }
  return names;
}
