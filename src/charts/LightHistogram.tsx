import { formatNumber } from './format.ts';
import { LightAxes, LightSvg } from './LightAxes.tsx';
import { MARGIN } from './LiveLines.tsx';
import { type ChartStyle, seriesLook } from './palette.ts';
import { niceTicks } from './ticks.ts';

interface LightHistogramProps {
  style: ChartStyle;
  width: number;
  height: number;
  xTitle: string;
  yTitle: string;
  counts: readonly number[];
  /** The bin after which the dashed line stands, and what it says. */
  at: number;
  atTitle: string;
}

const TOP = 20;
const MARKER = 4;

/** Histogram in plain SVG, for as long as Plotly has to wait: all bars are one path. */
export function LightHistogram({
  style,
  width,
  height,
  xTitle,
  yTitle,
  counts,
  at,
  atTitle,
}: LightHistogramProps) {
  const across = Math.max(1, width - MARGIN.left - MARGIN.right);
  const floor = height - MARGIN.bottom;
  const high = counts.reduce((most, count) => Math.max(most, count), 1) * 1.05;
  const x = (bin: number): number => MARGIN.left + ((bin + 0.5) / counts.length) * across;
  const y = (count: number): number => floor - (count / high) * (floor - TOP);
  const wide = (across / counts.length) * 0.88;
  const bars = counts.map((count, bin) =>
    count > 0
      ? `M${(x(bin) - wide / 2).toFixed(1)} ${floor}V${y(count).toFixed(1)}h${wide.toFixed(1)}V${floor}z`
      : '',
  );
  const line = x(at + 0.5);
  const later = at > counts.length / 2;
  return (
    <LightSvg style={style} width={width} height={height}>
      <LightAxes
        style={style}
        left={MARGIN.left}
        right={width - MARGIN.right}
        top={TOP}
        floor={floor}
        height={height}
        xTicks={niceTicks(0, counts.length - 1, Math.max(2, Math.floor(across / 90))).map((tick) => ({
          at: x(tick),
          label: formatNumber(tick),
        }))}
        yTicks={niceTicks(0, high, 5).map((tick) => ({ at: y(tick), label: formatNumber(tick) }))}
        xTitle={xTitle}
        yTitle={yTitle}
      />
      <path d={bars.join('')} fill={seriesLook(style.scheme, 0).colour} opacity={0.85} />
      <line
        x1={line}
        x2={line}
        y1={TOP}
        y2={floor}
        stroke={seriesLook(style.scheme, MARKER).colour}
        strokeWidth={1.5}
        strokeDasharray="6 4"
      />
      <text x={line} y={TOP - 5} textAnchor={later ? 'end' : 'start'} fontSize={12}>
        {atTitle}
      </text>
    </LightSvg>
  );
}
