import { useCallback } from 'react';
import { ChartFrame } from './ChartFrame.tsx';
import { formatShare } from './format.ts';
import { LightHistogram } from './LightHistogram.tsx';
import { type ChartStyle, seriesLook } from './palette.ts';
import { axisTitle, baseLayout, type Figure } from './Plot.tsx';
import { describeHistogram, percentileOf } from './summary.ts';

interface HistogramProps {
  title: string;
  /** What is measured, with its unit: “tokens in a text”. */
  xTitle: string;
  /** What is counted: “texts”. */
  yTitle: string;
  /** counts[i] things measure i; the last bin holds those that measure more as well. */
  counts: readonly number[];
  /** A dashed line where this share of the things ends, in [0, 1]. */
  share: number;
  height?: number;
  empty?: string;
}

/** A line's colour stands apart from the bars': vermilion against blue. */
const MARKER = 4;

/** How often each whole number occurs, with a mark at a percentile. */
export function Histogram({
  title,
  xTitle,
  yTitle,
  counts,
  share,
  height = 240,
  empty = 'The histogram appears here once there is something to count.',
}: HistogramProps) {
  const at = percentileOf(counts, share);

  const figure = useCallback(
    (style: ChartStyle): Figure => {
      const layout = baseLayout(style);
      const marker = seriesLook(style.scheme, MARKER).colour;
      return {
        data: [
          {
            type: 'bar',
            x: counts.map((_, i) => i),
            y: counts.slice(),
            marker: { color: seriesLook(style.scheme, 0).colour, opacity: 0.85 },
            hovertemplate: `%{x}: %{y:,} ${yTitle}<extra></extra>`,
            showlegend: false,
          },
        ],
        layout: {
          ...layout,
          bargap: 0.12,
          margin: { l: 56, r: 12, t: 20, b: 40 },
          xaxis: { ...layout.xaxis, title: axisTitle(xTitle, style), showgrid: false },
          yaxis: { ...layout.yaxis, title: axisTitle(yTitle, style), rangemode: 'tozero', nticks: 5 },
          shapes: [
            {
              type: 'line',
              x0: at + 0.5,
              x1: at + 0.5,
              yref: 'paper',
              y0: 0,
              y1: 1,
              line: { color: marker, width: 1.5, dash: 'dash' },
            },
          ],
          annotations: [
            {
              x: at + 0.5,
              y: 1,
              yref: 'paper',
              // On the side that has room.
              xanchor: at > counts.length / 2 ? 'right' : 'left',
              yanchor: 'bottom',
              text: `${formatShare(share)} ≤ ${at}`,
              showarrow: false,
              font: { color: style.muted, size: 12 },
            },
          ],
        },
      };
    },
    [counts, share, at, xTitle, yTitle],
  );

  const describe = useCallback(
    () => describeHistogram(title, counts, xTitle, yTitle, share),
    [title, counts, xTitle, yTitle, share],
  );

  return (
    <ChartFrame
      title={title}
      describe={describe}
      table={() => ({
        columns: [xTitle, yTitle],
        rows: counts.map((count, i) => [i === counts.length - 1 ? `${i} or more` : i, count]),
      })}
      figure={figure}
      light={(style, width) => (
        <LightHistogram
          style={style}
          width={width}
          height={height}
          xTitle={xTitle}
          yTitle={yTitle}
          counts={counts}
          at={at}
          atTitle={`${formatShare(share)} ≤ ${at}`}
        />
      )}
      height={height}
      empty={counts.some((count) => count > 0) ? null : empty}
    />
  );
}
