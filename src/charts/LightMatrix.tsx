import { DARK_INK, inkOn, paddedExtent, SCALES, stepOf } from './ink.ts';
import type { ChartStyle } from './palette.ts';

interface LightMatrixProps {
  style: ChartStyle;
  width: number;
  height: number;
  /** Pixels for the labels of rows and columns. */
  left: number;
  bottom: number;
  yTitle: string;
  xTitle: string;
  yLabels: readonly string[];
  xLabels: readonly string[];
  /** values[row][column] */
  values: readonly (readonly number[])[];
  /** What the colours mean, where it is not the values themselves: in [0, 1]. */
  shares: readonly (readonly number[])[] | null;
  colours: 'cividis' | 'viridis';
  /** Whether the values stand in the cells. */
  written: boolean;
  format: (value: number) => string;
}

/** Room for the colour bar that Plotly's matrix has at its right. */
const RIGHT = 72;
const TOP = 8;

/**
 * HeatMap in plain SVG, for as long as Plotly has to wait: all cells of one colour are one path, so that 45 classes
 * make nine elements, not two thousand.
 */
export function LightMatrix({
  style,
  width,
  height,
  left,
  bottom,
  yTitle,
  xTitle,
  yLabels,
  xLabels,
  values,
  shares,
  colours,
  written,
  format,
}: LightMatrixProps) {
  const scale = SCALES[colours];
  const right = Math.max(left + 1, width - RIGHT);
  const wide = (right - left) / Math.max(1, xLabels.length);
  const high = (height - TOP - bottom) / Math.max(1, yLabels.length);
  const gap = written ? 1 : 0;
  const range = shares ? ([0, 1] as const) : paddedExtent(values);
  const step = (value: number): number => stepOf(value, range, scale.length);
  const paths = scale.map(() => '');
  (shares ?? values).forEach((row, y) =>
    row.forEach((value, x) => {
      const cell = `M${(left + x * wide).toFixed(1)} ${(TOP + y * high).toFixed(1)}h${(wide - gap).toFixed(1)}v${(high - gap).toFixed(1)}h${(gap - wide).toFixed(1)}z`;
      paths[step(value)] += cell;
    }),
  );
  const size = written ? 11 : 9;
  return (
    <svg
      width={width}
      height={height}
      fontFamily={style.fontFamily}
      fontSize={size}
      fill={style.muted}
      aria-hidden
    >
      {paths.map((d, i) => d && <path key={i} d={d} fill={scale[i]} />)}
      {written &&
        values.map((row, y) =>
          row.map((value, x) => (
            <text
              key={`${y} ${x}`}
              x={left + (x + 0.5) * wide}
              y={TOP + (y + 0.5) * high + 4}
              textAnchor="middle"
              fontSize={12}
              fill={inkOn(scale[step((shares ?? values)[y]?.[x] ?? 0)] ?? DARK_INK)}
            >
              {format(value)}
            </text>
          )),
        )}
      {yLabels.map((label, y) => (
        <text key={y} x={left - 4} y={TOP + (y + 0.5) * high + 4} textAnchor="end">
          {label}
        </text>
      ))}
      {xLabels.map((label, x) => (
        <text
          key={x}
          transform={`translate(${left + (x + 0.5) * wide + 3} ${height - bottom + 10}) rotate(${written ? -40 : -90})`}
          textAnchor="end"
        >
          {label}
        </text>
      ))}
      <text x={(left + right) / 2} y={height - 5} textAnchor="middle" fontSize={12}>
        {xTitle}
      </text>
      <text
        transform={`translate(12 ${(height - bottom) / 2}) rotate(-90)`}
        textAnchor="middle"
        fontSize={12}
      >
        {yTitle}
      </text>
    </svg>
  );
}
