import { useCallback, useEffect, useId, useMemo, useRef, useState } from 'react';
import { ChartTableView } from '../ChartTableView.tsx';
import chart from '../charts.module.css';
import { formatFixed } from '../format.ts';
import { PictureProblem, SaveButtons, TableButton, usePictures } from '../SaveButtons.tsx';
import type { ChartTable } from '../table.ts';
import classes from './attention.module.css';
import { BigMap } from './BigMap.tsx';
import { pixels, position, valueAt } from './colours.ts';
import type { Drawing } from './draw.ts';
import { saveMap } from './export-map.ts';
import { strongest } from './maps.ts';
import type { MapView } from './use-map-view.ts';

interface MapFigureProps {
  title: string;
  drawing: Drawing;
  view: MapView;
  /** “looks at”; of a difference, “looks more or less at”. */
  verb?: string;
}

/** Up to so many columns the table has every value; with more, what each row looks at most. */
const COLUMNS = 16;
const STRONGEST = 3;
const STRIP = 192;
/** Of weights in the table. */
const DIGITS = 3;

/** One matrix of attention with its title, its numbers as a table, and the ways to take it away. */
export function MapFigure({ title, drawing, view, verb = 'looks at' }: MapFigureProps) {
  const [asTable, setAsTable] = useState(false);
  const id = useId();
  const { map, rowLabels, columnLabels } = drawing;
  const tell = (row: number, column: number): string => {
    const value = map.values[row * map.columns + column] as number;
    return `“${rowLabels[row] ?? ''}” (${row + 1}) ${verb} “${columnLabels[column] ?? ''}” (${column + 1}): ${formatFixed(value, 3)}`;
  };
  const describe = useCallback(() => looksInWords(drawing, verb), [drawing, verb]);
  const { problem, save } = usePictures((format) => saveMap(title, drawing, view.window, format));
  return (
    <figure className={classes.figure} aria-labelledby={id}>
      <figcaption id={id} className={classes.caption}>
        {title}
      </figcaption>
      {asTable ? (
        <ChartTableView title={title} table={shortTable(drawing)} />
      ) : (
        <BigMap name={title} drawing={drawing} view={view} tell={tell} describe={describe} />
      )}
      <div className={chart.footer}>
        <ScaleStrip drawing={drawing} />
        <SaveButtons title={title} onPicture={save} table={() => wholeTable(drawing)}>
          <TableButton title={title} picture="Picture" asTable={asTable} onChange={setAsTable} />
        </SaveButtons>
      </div>
      <PictureProblem problem={problem} />
    </figure>
  );
}

/** So many rows are told in words; the table has all. */
const TOLD = 30;

function looksInWords({ map, rowLabels, columnLabels }: Drawing, verb: string): string {
  const rows = rowLabels.slice(0, TOLD).map((label, row) => {
    const look = strongest(map, row, 1)[0];
    return `${label} ${verb} ${columnLabels[look?.key ?? 0] ?? ''} (${formatFixed(look?.weight ?? 0, 2)})`;
  });
  const rest = rowLabels.length > TOLD ? `; ${rowLabels.length - TOLD} more in the table` : '';
  return `Most of all ${rows.join(', ')}${rest}.`;
}

/** Which colour is which value. */
function ScaleStrip({ drawing: { scale, most } }: { drawing: Drawing }) {
  const ref = useRef<HTMLCanvasElement>(null);
  const values = useMemo(
    () => Float32Array.from({ length: STRIP }, (_, i) => valueAt(scale, i / (STRIP - 1), most)),
    [scale, most],
  );
  // Where the colours are, not where the values would be: they go by the root.
  const ticks = scale === 'weight' ? [0, most / 4, most] : [-most, -most / 4, 0, most / 4, most];
  useEffect(() => {
    ref.current?.getContext('2d')?.putImageData(new ImageData(pixels(values, scale, most), STRIP, 1), 0, 0);
  }, [values, scale, most]);
  return (
    <span className={classes.scale}>
      <canvas ref={ref} width={STRIP} height={1} aria-hidden />
      {ticks.map((value) => (
        <span key={value} style={{ left: `${100 * position(scale, value, most)}%` }}>
          {tickText(value, most)}
        </span>
      ))}
    </span>
  );
}

/** As many digits as tell the ticks apart; a minus sign of its own. */
const tickText = (value: number, most: number): string =>
  (value === 0 || Math.abs(value) === 1 ? String(value) : formatFixed(value, most < 0.1 ? 3 : 2)).replace(
    '-',
    '−',
  );

const numbered = (label: string, i: number): string => `${i + 1} ${label}`;

function wholeTable({ map, rowLabels, columnLabels }: Drawing): ChartTable {
  return {
    digits: DIGITS,
    columns: ['token', ...columnLabels.map(numbered)],
    rows: rowLabels.map((label, row) => [
      numbered(label, row),
      ...map.values.subarray(row * map.columns, (row + 1) * map.columns),
    ]),
  };
}

/** To be read: 4.22e-5 of one is none. What is saved has all digits. */
const rounded = <T,>(value: T): T | string =>
  typeof value === 'number' ? formatFixed(value, DIGITS) : value;

/** As it is read. */
function shortTable(drawing: Drawing): ChartTable {
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
