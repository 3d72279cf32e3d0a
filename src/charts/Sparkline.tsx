import { useMemo } from 'react';
import classes from './charts.module.css';
import { decimate } from './decimate.ts';
import { formatBriefly, formatNumber } from './format.ts';
import { smooth } from './smoothing.ts';
import { describeLines } from './summary.ts';

interface SparklineProps {
  title: string;
  xTitle: string;
  x: readonly number[];
  y: readonly number[];
  smoothing?: number;
  /** The x at which the curve will end, if it is known. */
  xEnd?: number;
  height?: number;
}

const WIDTH = 280;
const MAX_POINTS = 240;
const GUTTER = 30;

/** A curve in small, plain SVG: for a side panel, where Plotly would be too much. */
export function Sparkline({ title, xTitle, x, y, smoothing = 0.9, xEnd, height = 96 }: SparklineProps) {
  const drawn = useMemo(() => {
    const raw = decimate(x, y, MAX_POINTS);
    const line = decimate(x, smooth(y, smoothing), MAX_POINTS);
    const finite = raw.y.filter(Number.isFinite);
    const top = Math.max(...finite, 0);
    const bottom = Math.min(...finite, 0);
    const right = Math.max(xEnd ?? 0, raw.x.at(-1) ?? 1, 1);
    const plotHeight = height - 18;
    const path = (points: { x: number[]; y: number[] }): string =>
      points.x
        .flatMap((at, i) => {
          const value = points.y[i] ?? NaN;
          if (!Number.isFinite(value)) return [];
          const left = GUTTER + (at / right) * (WIDTH - GUTTER - 2);
          const down = 4 + (1 - (value - bottom) / (top - bottom || 1)) * (plotHeight - 8);
          return [`${left.toFixed(1)},${down.toFixed(1)}`];
        })
        .join(' ');
    return { raw: path(raw), line: path(line), top, bottom, right, plotHeight };
  }, [x, y, smoothing, xEnd, height]);

  const { raw, line, top, bottom, right, plotHeight } = drawn;
  return (
    <svg
      className={classes.sparkline}
      viewBox={`0 0 ${WIDTH} ${height}`}
      height={height}
      role="img"
      aria-label={describeLines(title, xTitle, [{ name: title, x, y }])}
    >
      <line x1={GUTTER} x2={WIDTH} y1={4} y2={4} className={classes.sparkGrid} />
      <line x1={GUTTER} x2={WIDTH} y1={plotHeight - 4} y2={plotHeight - 4} className={classes.sparkGrid} />
      <text x={GUTTER - 4} y={8} textAnchor="end">
        {formatBriefly(top)}
      </text>
      <text x={GUTTER - 4} y={plotHeight} textAnchor="end">
        {formatBriefly(bottom)}
      </text>
      <text x={GUTTER} y={height - 3}>
        0
      </text>
      <text x={WIDTH} y={height - 3} textAnchor="end">
        {formatNumber(right)}
      </text>
      <polyline points={raw} className={classes.sparkRaw} />
      <polyline points={line} className={classes.sparkLine} />
    </svg>
  );
}
