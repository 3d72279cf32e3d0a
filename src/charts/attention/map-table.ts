import { formatFixed } from '../format.ts';
import type { ChartTable } from '../table.ts';
import type { Drawing } from './draw.ts';
import { strongest } from './maps.ts';

/** Up to so many columns the table has every value; with more, what each row looks at most. */
const COLUMNS = 16;
const STRONGEST = 3;
/** Of weights in the table. */
const DIGITS = 3;
/** Of a float32: more are of the way it is stored, not of the value. */
const SIGNIFICANT = 7;

const numbered = (label: string, i: number): string => `${i + 1} ${label}`;

const meant = (value: number, decimals: number | undefined): number =>
  Number(decimals === undefined ? value.toPrecision(SIGNIFICANT) : value.toFixed(decimals));

/** Every value, with the digits that it has. */
export function wholeTable({ map, rowLabels, columnLabels, decimals }: Drawing): ChartTable {
  return {
    digits: DIGITS,
    columns: ['token', ...columnLabels.map(numbered)],
    rows: rowLabels.map((label, row) => [
      numbered(label, row),
      ...Array.from(map.values.subarray(row * map.columns, (row + 1) * map.columns), (value) =>
        meant(value, decimals),
      ),
    ]),
  };
}

/** To be read: 4.22e-5 of one is none. What is saved has all digits. */
const rounded = <T>(value: T): T | string => (typeof value === 'number' ? formatFixed(value, DIGITS) : value);

/** As it is read. */
export function shortTable(drawing: Drawing): ChartTable {
  const { map, rowLabels, columnLabels } = drawing;
  if (map.columns <= COLUMNS) {
    const { columns, rows } = wholeTable(drawing);
    return { columns, rows: rows.map((row) => row.map(rounded)) };
  }
  const places = ['most', 'next', 'third'].slice(0, STRONGEST);
  return {
    digits: DIGITS,
    columns: ['token', ...places.flatMap((place) => [place, `weight, ${place}`])],
    rows: rowLabels.map((label, row) => [
      numbered(label, row),
      ...strongest(map, row, STRONGEST).flatMap(({ key, weight }) => [
        numbered(columnLabels[key] ?? '', key),
        rounded(weight),
      ]),
    ]),
  };
}
