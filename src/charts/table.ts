import { formatNumber } from './format.ts';

/** The numbers behind a chart, for the table under it and for CSV. */
export interface ChartTable {
  columns: string[];
  rows: (string | number | null)[][];
  /** Digits behind the point of every number in the table on the page; unless said, as many as each has. */
  digits?: number;
}

export interface NamedSeries {
  name: string;
  x: readonly number[];
  y: readonly number[];
  /** How far each value scatters either way (a standard deviation); 0: it is not known. */
  spread?: readonly number[];
}

/**
 * Several series as one table: a row for each x that any of them has, in ascending order; null where one has none. What a
 * series scatters by stands in a column behind it.
 */
export function seriesTable(xTitle: string, given: readonly NamedSeries[]): ChartTable {
  const series = given.flatMap((one): NamedSeries[] =>
    one.spread ? [one, { name: `${one.name}, ±`, x: one.x, y: one.spread }] : [one],
  );
  const rows = new Map<number, (number | null)[]>();
  series.forEach(({ x, y }, column) => {
    x.forEach((at, i) => {
      let row = rows.get(at);
      if (!row) {
        row = new Array<number | null>(series.length).fill(null);
        rows.set(at, row);
      }
      row[column] = y[i] ?? null;
    });
  });
  return {
    columns: [xTitle, ...series.map(({ name }) => name)],
    rows: [...rows].sort(([a], [b]) => a - b).map(([x, values]) => [x, ...values]),
  };
}

function field(value: string | number | null): string {
  if (value === null) return '';
  const text = String(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** RFC 4180: comma, CRLF, quotes only where needed; numbers in full precision. */
export function toCsv(table: ChartTable): string {
  return [table.columns, ...table.rows].map((row) => `${row.map(field).join(',')}\r\n`).join('');
}

/** As it stands in the table. */
export function cellText(value: string | number | null, digits?: number): string {
  if (value === null) return '';
  if (typeof value !== 'number') return value;
  return digits === undefined ? formatNumber(value) : value.toFixed(digits);
}
