import { useCallback, useMemo } from 'react';
import { ChartFrame } from './ChartFrame.tsx';
import { ColourKeys } from './Legend.tsx';
import { formatNumber } from './format.ts';
import { shortLabels } from './labels.ts';
import { LightBars } from './LightBars.tsx';
import { type ChartStyle, seriesLook } from './palette.ts';
import { axisTitle, baseLayout, type Figure } from './Plot.tsx';
import { describeBars } from './summary.ts';
import type { ChartTable } from './table.ts';

export interface BarSeries {
  name: string;
  /** One value a label. */
  values: readonly number[];
}

interface BarChartProps {
  title: string;
  /** What the labels are: “class”, “weight”. */
  labelTitle: string;
  /** What the bars measure, with its unit: “texts”. */
  valueTitle: string;
  /** From top to bottom. */
  labels: readonly string[];
  /** Several series stand beside each other, or on top of each other with `stacked`. */
  series: readonly BarSeries[];
  stacked?: boolean;
  valueScale?: 'linear' | 'log';
  format?: (value: number) => string;
  /** Pixels of one label's row, at least. */
  rowHeight?: number;
  /** Few rows grow to fill so many pixels. */
  minHeight?: number;
  /** More rows than fit into so many pixels scroll. */
  maxHeight?: number;
  empty?: string;
  /** The numbers behind it, where they are more than its bars. */
  table?: () => ChartTable;
}

const leftMargin = (short: readonly string[]): number =>
  Math.min(210, 20 + 7 * Math.max(0, ...short.map(({ length }) => length)));

/** Counts so small that an axis would be given halves of them. */
const fewWhole = (values: readonly number[]): boolean =>
  values.every(Number.isInteger) && Math.max(0, ...values) < 5;

/** Horizontal bars with their labels at the left and their values at the end. */
export function BarChart({
  title,
  labelTitle,
  valueTitle,
  labels,
  series,
  stacked = false,
  valueScale = 'linear',
  format = formatNumber,
  rowHeight = 26,
  minHeight = 0,
  maxHeight = 320,
  empty = 'The bars appear here once there is something to count.',
  table,
}: BarChartProps) {
  const short = useMemo(() => shortLabels(labels), [labels]);
  const rows = Math.max(2, labels.length) * (stacked ? 1 : Math.max(1, series.length));
  const height = Math.max(minHeight, rows * rowHeight + 48);
  // Below a long list nobody would see what the bars measure: then it stands above them.
  const axisAt = height > maxHeight ? 'top' : 'bottom';

  const figure = useCallback(
    (style: ChartStyle): Figure => {
      const layout = baseLayout(style);
      const totals = labels.map((_, row) => series.reduce((sum, { values }) => sum + (values[row] ?? 0), 0));
      // Numbers as places, names as tick labels: two labels that are equal (or look like numbers) stay two bars.
      const places = labels.map((_, row) => row);
      return {
        data: series.map(({ name, values }, i) => ({
          type: 'bar' as const,
          orientation: 'h' as const,
          name,
          y: places,
          x: values.slice(),
          marker: { color: seriesLook(style.scheme, i).colour, opacity: 0.85 },
          customdata: labels.slice(),
          hovertemplate: `%{customdata}: %{x:,.4~g} ${valueTitle}<extra>${series.length > 1 ? name : ''}</extra>`,
          ...(!stacked && { text: values.map(format), textposition: 'outside' as const }),
          textfont: { color: style.ink },
          cliponaxis: false,
          showlegend: series.length > 1,
        })),
        layout: {
          ...layout,
          barmode: stacked ? 'stack' : 'group',
          bargap: 0.35,
          margin: {
            ...{ l: leftMargin(short), r: 64 },
            ...(axisAt === 'top' ? { t: 44, b: 4 } : { t: 4, b: 44 }),
          },
          xaxis: {
            ...layout.xaxis,
            title: axisTitle(valueTitle, style, 6),
            type: valueScale,
            side: axisAt,
            ...(valueScale === 'log' ? { dtick: 1 } : { nticks: 5, rangemode: 'tozero' as const }),
            // There are no halves of a text.
            ...(valueScale !== 'log' && fewWhole(totals) && { dtick: 1 }),
          },
          yaxis: {
            ...layout.yaxis,
            range: [Math.max(2, labels.length) - 0.5, -0.5],
            tickvals: places,
            ticktext: short,
            tickfont: { color: style.ink, size: 12 },
            showgrid: false,
            fixedrange: true,
          },
          annotations: stacked
            ? totals.map((total, row) => ({
                x: total,
                y: row,
                text: format(total),
                xanchor: 'left' as const,
                showarrow: false,
                font: { color: style.ink, size: 12 },
              }))
            : [],
        },
      };
    },
    [labels, short, series, stacked, valueTitle, valueScale, format, axisAt],
  );

  const describe = useCallback(
    () =>
      series
        .map(({ name, values }) =>
          describeBars(series.length > 1 ? `${title}, ${name}` : title, labels, values),
        )
        .join(' '),
    [title, labels, series],
  );

  return (
    <ChartFrame
      title={title}
      describe={describe}
      table={
        table ??
        (() => ({
          columns: [labelTitle, ...series.map(({ name }) => name)],
          rows: labels.map((label, row) => [label, ...series.map(({ values }) => values[row] ?? null)]),
        }))
      }
      figure={figure}
      light={(style, width) => (
        <LightBars
          style={style}
          width={width}
          height={height}
          left={leftMargin(short)}
          valueTitle={valueTitle}
          axisAt={axisAt}
          labels={short}
          whole={labels}
          values={series.map(({ values }) => values)}
          stacked={stacked}
          log={valueScale === 'log'}
          format={format}
        />
      )}
      height={height}
      maxHeight={maxHeight}
      empty={labels.length > 0 ? null : empty}
      legend={series.length > 1 && <ColourKeys names={series.map(({ name }) => name)} />}
    />
  );
}
