import type { PlotMouseEvent } from 'plotly.js';
import { useCallback } from 'react';
import { ChartFrame } from './ChartFrame.tsx';
import { formatNumber, formatShare } from './format.ts';
import { colourBetween, DARK_INK, inkOn, LIGHT_INK, paddedExtent, SCALES, shareOf } from './ink.ts';
import { LightMatrix } from './LightMatrix.tsx';
import type { ChartStyle } from './palette.ts';
import { axisTitle, baseLayout, type Figure } from './Plot.tsx';
import { describeMatrix } from './summary.ts';

interface HeatMapProps {
  title: string;
  /** What rows and columns are: “true class”, “predicted class”. */
  yTitle: string;
  xTitle: string;
  /** What a value is, with its unit: “texts”. */
  valueTitle: string;
  yLabels: readonly string[];
  xLabels: readonly string[];
  /** values[row][column], the first row at the top. */
  values: readonly (readonly number[])[];
  /** Colour by the value itself, or by its share of the row (rows of unlike size can then be compared). */
  colourBy?: 'value' | 'row-share';
  /** What a row's shares are of, where that is not the sum of its values: one number a row. Memoise it. */
  wholes?: readonly number[];
  /** The shares in words: “of the row”. */
  shareTitle?: string;
  colours?: 'cividis' | 'viridis';
  format?: (value: number) => string;
  /** One sentence that says what it shows, where the diagonal is not what matters. Memoise it. */
  describe?: () => string;
  /** The numbers are changing: only the light drawing is made. */
  live?: boolean;
  /** A cell was clicked. The same must be reachable by keyboard elsewhere. */
  onCell?: (row: number, column: number) => void;
  empty?: string;
}

/** With more columns than this, the values are left to the colours, the pointer and the table. */
export const MAX_WRITTEN = 14;
const LABEL_LENGTH = 22;
/** A column whose label stands upright needs so many pixels; what is right of them, the scale of colours. */
const LEAST_COLUMN = 11;
const RIGHT = 72;

const cut = (label: string): string =>
  label.length > LABEL_LENGTH ? `${label.slice(0, LABEL_LENGTH - 1)}…` : label;

/** The share of each value in its row, or in what is given as the whole of it; a row of zeros stays zero. */
export function rowShares(values: readonly (readonly number[])[], wholes?: readonly number[]): number[][] {
  return values.map((row, i) => {
    const total = wholes?.[i] ?? row.reduce((sum, value) => sum + value, 0);
    return row.map((value) => (total > 0 ? value / total : 0));
  });
}

/** A matrix in colours that keep their order without colour vision (cividis, viridis). */
export function HeatMap({
  title,
  yTitle,
  xTitle,
  valueTitle,
  yLabels,
  xLabels,
  values,
  colourBy = 'value',
  wholes,
  shareTitle = 'of the row',
  colours = 'cividis',
  format = formatNumber,
  onCell,
  describe,
  live = false,
  empty = 'The matrix appears here once there is something to compare.',
}: HeatMapProps) {
  const written = xLabels.length <= MAX_WRITTEN;
  const leftMargin = 40 + 7 * Math.max(0, ...yLabels.map((label) => cut(label).length));
  const bottomMargin = 40 + (written ? 4.5 : 5.5) * Math.max(0, ...xLabels.map((label) => cut(label).length));
  const height = bottomMargin + 8 + Math.min(640, Math.max(160, yLabels.length * (written ? 40 : 14)));

  const figure = useCallback(
    (style: ChartStyle): Figure => {
      const layout = baseLayout(style);
      const shares = rowShares(values, wholes);
      const byShare = colourBy === 'row-share';
      const columns = xLabels.map((_, i) => i);
      const rows = yLabels.map((_, i) => i);
      const shown = byShare ? shares : values;
      const range = byShare ? ([0, 1] as const) : paddedExtent(values);
      const scale = SCALES[colours];
      const inks = shown.map((row) => row.map((value) => inkOn(colourBetween(scale, shareOf(value, range)))));
      const customdata = values.map((row, y) =>
        row.map(
          (value, x) =>
            `${yTitle} ${yLabels[y]}<br>${xTitle} ${xLabels[x]}<br>${format(value)} ${valueTitle}, ` +
            `${formatShare(shares[y]?.[x] ?? 0)} ${shareTitle}`,
        ),
      ) as unknown as string[];
      // A trace writes in one colour only: cells with black numbers are one, those with white ones another.
      const trace = (ink: string | null, scaled: boolean): Figure['data'][number] => ({
        type: 'heatmap',
        x: columns,
        y: rows,
        z: shown.map((row, y) =>
          row.map((value, x) => (ink === null || inks[y]?.[x] === ink ? value : null)),
        ) as number[][],
        ...((byShare || ink !== null) && { zmin: range[0], zmax: range[1] }),
        // Ours, so that the ink is chosen by the very colour that is drawn.
        colorscale: scale.map((colour, i): [number, string] => [i / (scale.length - 1), colour]),
        xgap: written ? 1 : 0,
        ygap: written ? 1 : 0,
        hoverongaps: false,
        showscale: scaled,
        colorbar: {
          thickness: 10,
          outlinewidth: 0,
          tickfont: { color: style.muted, size: 11 },
          ...(byShare && { tickformat: '.0%' }),
        },
        text: values.map((row, y) =>
          row.map((value, x) => (ink === null || inks[y]?.[x] === ink ? format(value) : '')),
        ) as unknown as string[],
        ...(ink !== null && { texttemplate: '%{text}', textfont: { color: ink } }),
        customdata,
        hovertemplate: '%{customdata}<extra></extra>',
      });
      return {
        data: written ? [trace(LIGHT_INK, true), trace(DARK_INK, false)] : [trace(null, true)],
        layout: {
          ...layout,
          margin: { l: leftMargin, r: 12, t: 8, b: bottomMargin },
          xaxis: {
            ...layout.xaxis,
            title: axisTitle(xTitle, style),
            tickvals: columns,
            ticktext: xLabels.map(cut),
            tickangle: written ? -40 : -90,
            ticks: '',
            ...(!written && { tickfont: { color: style.muted, size: 9 } }),
            showgrid: false,
            fixedrange: true,
          },
          yaxis: {
            ...layout.yaxis,
            title: axisTitle(yTitle, style),
            tickvals: rows,
            ticktext: yLabels.map(cut),
            autorange: 'reversed',
            showgrid: false,
            fixedrange: true,
          },
        },
      };
    },
    [
      values,
      xLabels,
      yLabels,
      colourBy,
      wholes,
      shareTitle,
      colours,
      format,
      written,
      xTitle,
      yTitle,
      valueTitle,
      leftMargin,
      bottomMargin,
    ],
  );

  const ofDiagonal = useCallback(
    () => describeMatrix(title, values, yLabels, xLabels),
    [title, values, yLabels, xLabels],
  );

  const onPoint = useCallback(
    ({ points }: PlotMouseEvent) => {
      const point = points[0];
      if (point && onCell) onCell(Number(point.y), Number(point.x));
    },
    [onCell],
  );

  return (
    <ChartFrame
      title={title}
      describe={describe ?? ofDiagonal}
      live={live}
      table={() => ({
        columns: [`${yTitle} \\ ${xTitle}`, ...xLabels],
        rows: values.map((row, i) => [yLabels[i] ?? String(i), ...row]),
      })}
      figure={figure}
      light={(style, width) => (
        <LightMatrix
          style={style}
          width={width}
          height={height}
          left={leftMargin}
          bottom={bottomMargin}
          yTitle={yTitle}
          xTitle={xTitle}
          yLabels={yLabels.map(cut)}
          xLabels={xLabels.map(cut)}
          values={values}
          shares={colourBy === 'row-share' ? rowShares(values, wholes) : null}
          colours={colours}
          written={written}
          format={format}
        />
      )}
      height={height}
      {...(!written && { minWidth: Math.ceil(leftMargin + RIGHT + LEAST_COLUMN * xLabels.length) })}
      empty={values.length > 0 ? null : empty}
      {...(onCell && { onPoint })}
    />
  );
}
