import { useComputedColorScheme, useMantineTheme } from '@mantine/core';
import type { PlotMouseEvent } from 'plotly.js';
import { type ReactNode, useEffect, useId, useMemo, useState } from 'react';
import { isBusy } from './calm.ts';
import { ChartTableView } from './ChartTableView.tsx';
import classes from './charts.module.css';
import { downloadPicture } from './export.ts';
import { chartStyle } from './palette.ts';
import { type LightDrawing, type MakeFigure, Plot } from './Plot.tsx';
import { preloadPlotly } from './plotly.ts';
import { PictureProblem, SaveButtons, TableButton, usePictures } from './SaveButtons.tsx';
import type { ChartTable } from './table.ts';

interface ChartFrameProps {
  title: string;
  /** One sentence that says what the picture shows: its text alternative. Memoise it. */
  describe: () => string;
  /** The numbers, asked for only when the table is opened or saved. */
  table: () => ChartTable;
  /** Memoise it: a new function means a new drawing. */
  figure: MakeFigure;
  height: number;
  /** A higher chart scrolls. */
  maxHeight?: number;
  /** What all labels of the horizontal axis need beside each other: in less room the picture scrolls sideways. */
  minWidth?: number;
  /** What would be here, when there is nothing to draw; null: there is something. */
  empty: string | null;
  legend?: ReactNode;
  /** The same in plain SVG, for as long as Plotly must not be drawn. */
  light: LightDrawing;
  /** The numbers are still growing: only the light drawing is made. */
  live?: boolean;
  onPoint?: (event: PlotMouseEvent) => void;
}

/** Pixels of a scroll bar. */
const SCROLL_BAR = 16;

/** What every chart has: a title, a text alternative, the table behind it, and the ways to take it away. */
export function ChartFrame({
  title,
  describe,
  table,
  figure,
  height,
  maxHeight = Infinity,
  minWidth,
  empty,
  legend,
  light,
  live = false,
  onPoint,
}: ChartFrameProps) {
  const scheme = useComputedColorScheme('light');
  const { fontFamily } = useMantineTheme();
  const style = useMemo(() => chartStyle(scheme, fontFamily), [scheme, fontFamily]);
  const [asTable, setAsTable] = useState(false);
  const [waits, setWaits] = useState(false);
  const titleId = useId();
  const drawn = empty === null;
  useEffect(() => {
    if (drawn) preloadPlotly();
  }, [drawn]);

  const scrolls = height > maxHeight || minWidth !== undefined;
  const { problem, save } = usePictures((format) => {
    setWaits(isBusy());
    return downloadPicture(title, figure, height, format).finally(() => setWaits(false));
  });

  return (
    <figure className={classes.frame} aria-labelledby={titleId}>
      <figcaption id={titleId} className={classes.title}>
        {title}
      </figcaption>
      <div className={classes.body} style={{ minHeight: Math.min(height, maxHeight) }}>
        {empty !== null ? (
          <p className={classes.empty} style={{ height: Math.min(height, maxHeight) }}>
            {empty}
          </p>
        ) : asTable ? (
          <ChartTableView title={title} table={table()} />
        ) : (
          <div
            style={{
              // Room for the bar that scrolls sideways.
              height: Math.min(height, maxHeight) + (minWidth === undefined ? 0 : SCROLL_BAR),
              ...(scrolls && {
                overflow: `${minWidth === undefined ? 'hidden' : 'auto'} ${height > maxHeight ? 'auto' : 'hidden'}`,
              }),
            }}
            {...(scrolls && { tabIndex: 0, role: 'group', 'aria-label': `${title}, scrolls` })}
          >
            <div style={{ minWidth }}>
              <Plot
                figure={figure}
                style={style}
                height={height}
                describe={describe}
                light={light}
                live={live}
                {...(onPoint && { onPoint })}
              />
            </div>
          </div>
        )}
      </div>
      <div className={classes.footer}>
        <div className={classes.legend}>{legend}</div>
        <SaveButtons title={title} onPicture={save} table={table} disabled={!drawn}>
          <TableButton
            title={title}
            picture="Chart"
            asTable={asTable}
            onChange={setAsTable}
            disabled={!drawn}
          />
        </SaveButtons>
      </div>
      {waits && (
        <p role="status" className={classes.note}>
          The picture is saved as soon as the training has ended.
        </p>
      )}
      <PictureProblem problem={problem} />
    </figure>
  );
}
