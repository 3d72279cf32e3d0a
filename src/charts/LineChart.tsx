import type { Data, Layout } from 'plotly.js';
import { useCallback, useState } from 'react';
import { ChartFrame } from './ChartFrame.tsx';
import { decimate } from './decimate.ts';
import { formatNumber } from './format.ts';
import { flatRange } from './ink.ts';
import { LiveLines } from './LiveLines.tsx';
import { Legend } from './Legend.tsx';
import { type ChartStyle, seriesLook } from './palette.ts';
import { axisTitle, baseLayout, type Figure, type LightDrawing } from './Plot.tsx';
import { smooth } from './smoothing.ts';
import { describeLines } from './summary.ts';
import { type NamedSeries, seriesTable } from './table.ts';

export interface LineSeries extends NamedSeries {
  /** Values of single steps, which scatter: smoothed, with the values themselves faint behind the line. */
  raw?: boolean;
  /** A mark at each value, for series of few points. */
  markers?: boolean;
  /** A line that was fitted to others: thin, dotted, without marks. */
  fit?: boolean;
  /** Number of its colour and dash, where these must be the same in several charts; its place unless said. */
  look?: number;
}

interface LineChartProps {
  title: string;
  /** With its unit: “step”, “loss (cross-entropy)”. */
  xTitle: string;
  yTitle: string;
  series: readonly LineSeries[];
  /** Weight of the exponential moving average in [0, 1); 0: no smoothing. */
  smoothing?: number;
  /** Show the raw values behind the smoothed lines. */
  showRaw?: boolean;
  /** Fixed ends of the axes, where they are known beforehand, so that a live chart does not rescale. */
  xRange?: [number, number];
  yRange?: [number, number];
  yScale?: 'linear' | 'log';
  xScale?: 'linear' | 'log';
  /** Where the horizontal axis has its numbers; chosen unless said. Memoise them. */
  xTicks?: readonly number[];
  height?: number;
  /** The numbers are still growing: drawn by LiveLines, which is light, instead of Plotly. */
  live?: boolean;
  /** What would be here, while there is nothing. */
  empty?: string;
}

/** Points drawn of one line: more than a screen has columns for would change nothing but the time it takes. */
const MAX_POINTS = 800;

/** Curves over steps. Give new arrays (or a new `series`) when values are added; drawing is paced and thinned out by itself. */
export function LineChart({
  title,
  xTitle,
  yTitle,
  series,
  smoothing = 0,
  showRaw = true,
  xRange,
  yRange,
  yScale = 'linear',
  xScale = 'linear',
  xTicks,
  height = 240,
  live = false,
  empty = 'The curve appears here once a run has begun.',
}: LineChartProps) {
  const [hidden, setHidden] = useState<ReadonlySet<string>>(new Set());
  const [x0, x1] = xRange ?? [];
  const [y0, y1] = yRange ?? [];

  const figure = useCallback(
    (style: ChartStyle): Figure => {
      const layout = baseLayout(style);
      // Left to itself the chart would put one score of 0.25 on an axis down to −0.5.
      const flat =
        yScale === 'linear' && !series.some(({ spread }) => spread)
          ? flatRange(series.filter(({ name }) => !hidden.has(name)).map(({ y }) => y))
          : null;
      return {
        data: series.flatMap((one, i) =>
          hidden.has(one.name) ? [] : lines(one, one.look ?? i, style, smoothing, showRaw),
        ),
        layout: {
          ...layout,
          uirevision: title,
          hovermode: 'x unified',
          dragmode: matchMedia('(pointer: fine)').matches ? 'zoom' : false,
          xaxis: {
            ...layout.xaxis,
            title: axisTitle(xTitle, style),
            showgrid: false,
            ...(xScale === 'log' ? { type: 'log' as const } : { rangemode: 'tozero' as const }),
            ...(xTicks && { tickvals: [...xTicks], ticktext: xTicks.map((tick) => formatNumber(tick)) }),
            ...(x0 === undefined || x1 === undefined ? {} : { range: [x0, x1] }),
          },
          yaxis: {
            ...layout.yaxis,
            title: axisTitle(yTitle, style),
            type: yScale,
            nticks: 6,
            ...(yScale === 'log' && logAxis(series.filter(({ name }) => !hidden.has(name)))),
            ...(flat && { range: flat }),
            ...(y0 === undefined || y1 === undefined ? {} : { range: [y0, y1] }),
          },
        },
      };
    },
    [series, hidden, smoothing, showRaw, title, xTitle, yTitle, yScale, xScale, xTicks, x0, x1, y0, y1],
  );

  const light: LightDrawing = (style, width) => (
    <LiveLines
      style={style}
      width={width}
      height={height}
      xTitle={xTitle}
      yTitle={yTitle}
      series={series
        .map((one, i) => ({ ...one, look: one.look ?? i }))
        .filter(({ name }) => !hidden.has(name))}
      smoothing={smoothing}
      showRaw={showRaw}
      xRange={xRange}
      yScale={yScale}
      xScale={xScale}
      xTicks={xTicks}
    />
  );
  const describe = useCallback(() => describeLines(title, xTitle, series), [title, xTitle, series]);
  const toggle = (name: string): void => {
    const next = new Set(hidden);
    if (!next.delete(name)) next.add(name);
    setHidden(next);
  };

  return (
    <ChartFrame
      title={title}
      describe={describe}
      table={() => seriesTable(xTitle, series)}
      figure={figure}
      height={height}
      empty={series.some(({ y }) => y.length > 0) ? null : empty}
      live={live}
      light={light}
      legend={<Legend series={series} hidden={hidden} onToggle={toggle} />}
    />
  );
}

/** Whole powers of ten, about six of them; where there are too few in sight, what Plotly chooses. */
function logAxis(series: readonly LineSeries[]): Partial<Layout['yaxis']> {
  let [low, high] = [Infinity, 0];
  for (const { y } of series)
    for (const value of y)
      if (value > 0 && value < Infinity) [low, high] = [Math.min(low, value), Math.max(high, value)];
  const decades = Math.log10(high / low);
  return { exponentformat: 'power', ...(decades >= 2 && { dtick: Math.ceil(decades / 6) }) };
}

/** One series as Plotly traces: the faint raw values, if they are wanted, and the line. */
function lines(
  { name, x, y, spread, raw = false, markers = false, fit = false }: LineSeries,
  index: number,
  style: ChartStyle,
  smoothing: number,
  showRaw: boolean,
): Partial<Data>[] {
  const { colour, dash } = seriesLook(style.scheme, index);
  const smoothed = raw && smoothing > 0;
  const line = decimate(x, smoothed ? smooth(y, smoothing) : y, MAX_POINTS);
  const main: Partial<Data> = {
    type: 'scatter',
    // The last point stands on the edge of the axes: half of it is not to be cut off.
    cliponaxis: false,
    mode: markers || y.length === 1 ? 'lines+markers' : 'lines',
    name,
    ...line,
    line: { color: colour, width: fit ? 1 : 2, dash: fit ? 'dot' : (dash as 'solid') },
    ...(fit && { hoverinfo: 'skip' as const }),
    marker: { color: colour, size: 6 },
    hovertemplate: fit ? undefined : spread ? '%{y:.4g} ± %{error_y.array:.2g}' : '%{y:.4g}',
    showlegend: true,
    // Only a series of few points has its spread drawn: none of them are left out.
    ...(spread && {
      error_y: { type: 'data', array: [...spread], visible: true, color: colour, thickness: 1.5, width: 4 },
    }),
  };
  if (!smoothed || !showRaw) return [main];
  const behind: Partial<Data> = {
    type: 'scatter',
    mode: 'lines',
    name: `${name}, raw`,
    ...decimate(x, y, MAX_POINTS),
    line: { color: colour, width: 1 },
    opacity: 0.3,
    hoverinfo: 'skip',
    showlegend: false,
  };
  return [behind, main];
}
