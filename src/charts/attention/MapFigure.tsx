import { useCallback, useEffect, useId, useMemo, useRef, useState } from 'react';
import { ChartTableView } from '../ChartTableView.tsx';
import chart from '../charts.module.css';
import { formatFixed } from '../format.ts';
import { PictureProblem, SaveButtons, TableButton, usePictures } from '../SaveButtons.tsx';
import classes from './attention.module.css';
import { BigMap } from './BigMap.tsx';
import { pixels, position, scaleTicks, tickText, valueAt } from './colours.ts';
import type { Drawing } from './draw.ts';
import { pictureName, saveMap } from './export-map.ts';
import { shortTable, wholeTable } from './map-table.ts';
import { strongest } from './maps.ts';
import type { MapView } from './use-map-view.ts';

interface MapFigureProps {
  title: string;
  /** Which run and step it is of: for pictures and files that are taken away. */
  detail?: string;
  drawing: Drawing;
  view: MapView;
  /** “looks at”; of a difference, “looks more or less at”. */
  verb?: string;
}

const STRIP = 192;

/** One matrix of attention with its title, its numbers as a table, and the ways to take it away. */
export function MapFigure({ title, detail, drawing, view, verb = 'looks at' }: MapFigureProps) {
  const [asTable, setAsTable] = useState(false);
  const id = useId();
  const { map, rowLabels, columnLabels } = drawing;
  const tell = (row: number, column: number): string => {
    const value = map.values[row * map.columns + column] as number;
    return `“${rowLabels[row] ?? ''}” (${row + 1}) ${verb} “${columnLabels[column] ?? ''}” (${column + 1}): ${formatFixed(value, 3)}${linkInWords(drawing, row, column)}`;
  };
  const describe = useCallback(() => looksInWords(drawing, verb), [drawing, verb]);
  const text = { title, ...(detail !== undefined && { detail }) };
  const { problem, save } = usePictures((format) => saveMap(text, drawing, view.window, format));
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
        <SaveButtons
          title={title}
          file={pictureName(text)}
          onPicture={save}
          table={() => wholeTable(drawing)}
        >
          <TableButton title={title} picture="Picture" asTable={asTable} onChange={setAsTable} />
        </SaveButtons>
      </div>
      <PictureProblem problem={problem} />
    </figure>
  );
}

/** So many rows are told in words; the table has all. */
const TOLD = 30;

function linkInWords({ links }: Drawing, row: number, column: number): string {
  const link = links?.find((each) => each.row === row && each.column === column);
  return link ? `; ${link.sure ? 'they belong together' : 'they may belong together'}` : '';
}

function looksInWords({ map, rowLabels, columnLabels, links = [] }: Drawing, verb: string): string {
  const rows = rowLabels.slice(0, TOLD).map((label, row) => {
    const look = strongest(map, row, 1)[0];
    return `${label} ${verb} ${columnLabels[look?.key ?? 0] ?? ''} (${formatFixed(look?.weight ?? 0, 2)})`;
  });
  const rest = rowLabels.length > TOLD ? `; ${rowLabels.length - TOLD} more in the table` : '';
  const together = links
    .slice(0, TOLD)
    .map(({ row, column }) => `${rowLabels[row] ?? ''} and ${columnLabels[column] ?? ''}`);
  return `Most of all ${rows.join(', ')}${rest}.${together.length > 0 ? ` Framed, as they belong together: ${together.join(', ')}.` : ''}`;
}

/** Which colour is which value. */
function ScaleStrip({ drawing: { scale, most } }: { drawing: Drawing }) {
  const ref = useRef<HTMLCanvasElement>(null);
  const values = useMemo(
    () => Float32Array.from({ length: STRIP }, (_, i) => valueAt(scale, i / (STRIP - 1), most)),
    [scale, most],
  );
  // Where the colours are, not where the values would be: they go by the root.
  const ticks = scaleTicks(scale, most);
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
