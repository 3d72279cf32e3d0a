import { pixels } from '../../charts/attention/colours.ts';
import { formatNumber, formatShare } from '../../charts/format.ts';
import { mapsSvg, pictureSvg, tableSvg } from '../../charts/picture.ts';
import type { BinaryCounts } from '../../stats/roc.ts';
import { moveOf } from './before-after.ts';
import { has, mapOf, type ModelColumn } from './compared-text.ts';
import { movedWords } from './moved-words.ts';

/** Under the map of a head: "before", or how far it moved. */
export function movedOf({ freeze, moves }: ModelColumn, layer: number, head: number): string {
  if (freeze === null) return 'before';
  const move = moveOf(moves, layer, head);
  return `moved ${movedWords(move)}${!move || move.identical ? '' : ' %'}`;
}

/** A map as a picture of a pixel a weight. */
function hrefOf({ maps }: ModelColumn, layer: number, head: number): string {
  const { rows, columns, values } = mapOf(maps, layer, head);
  const canvas = document.createElement('canvas');
  canvas.width = columns;
  canvas.height = rows;
  const context = canvas.getContext('2d');
  if (!context) throw new Error('This browser gives no canvas to draw on.');
  context.putImageData(new ImageData(pixels(values, 'weight', 1), columns, rows), 0, 0);
  return canvas.toDataURL();
}

/** All heads of a layer in all models. */
export const headsSvg = (
  title: string,
  columns: readonly ModelColumn[],
  layer: number,
  heads: number,
): string =>
  mapsSvg({
    title,
    columns: columns.map((column) => column.title),
    rows: Array.from({ length: heads }, (_, head) => ({
      name: `head ${head + 1}`,
      cells: columns.map((column) =>
        has(column, layer, head)
          ? { href: hrefOf(column, layer, head), words: movedOf(column, layer, head) }
          : null,
      ),
    })),
  });

const CELL = 6;
const GAP = 12;

/** attention_mask of batches: a row a text, filled where there is a token, pale where there is padding. */
export function maskSvg(title: string, batches: readonly (readonly number[])[]): string {
  let top = 0;
  const bars: string[] = [];
  const bar = (left: number, length: number, fill: string): void => {
    bars.push(
      `<rect x="${left * CELL}" y="${top}" width="${length * CELL}" height="${CELL - 1}" fill="${fill}"/>`,
    );
  };
  for (const batch of batches) {
    const width = Math.max(0, ...batch);
    for (const length of batch) {
      bar(0, length, '#0072b2');
      if (width > length) bar(length, width - length, '#d0d7de');
      top += CELL;
    }
    top += GAP;
  }
  return pictureSvg(title, CELL * Math.max(0, ...batches.flat()), top, bars.join(''));
}

/** What a threshold makes of the texts: rows are the truth, each cell with its share of them. */
export function matrixSvg(
  title: string,
  { tp, fp, fn, tn }: BinaryCounts,
  name: string,
  other: string,
): string {
  const rows = [
    [tp, fn],
    [fp, tn],
  ];
  const shares = rows.map((row) => {
    const sum = row.reduce((a, b) => a + b, 0);
    return row.map((value) => (sum > 0 ? value / sum : 0));
  });
  return tableSvg({
    title,
    columns: [
      { name: 'true class' },
      { name: `called ${name}`, numeric: true },
      { name: `called ${other}`, numeric: true },
    ],
    rows: rows.map((row, r) => [
      r === 0 ? name : other,
      ...row.map((value, c) => `${formatNumber(value)} (${formatShare(shares[r]?.[c] ?? 0)})`),
    ]),
    shades: shares.map((row) => [null, ...row]),
  });
}
