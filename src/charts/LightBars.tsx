import { type ChartStyle, seriesLook } from './palette.ts';
import { formatNumber } from './format.ts';
import { LightSvg } from './LightAxes.tsx';
import { logTick, niceTicks } from './ticks.ts';

interface LightBarsProps {
  style: ChartStyle;
  width: number;
  height: number;
  /** Pixels for the labels. */
  left: number;
  valueTitle: string;
  axisAt: 'top' | 'bottom';
  labels: readonly string[];
  /** The same before they were shortened. */
  whole: readonly string[];
  /** values[series][label] */
  values: readonly (readonly number[])[];
  stacked: boolean;
  log: boolean;
  format: (value: number) => string;
}

/** Margins of BarChart's Plotly layout at the right, beyond its axis and opposite of it, and its gap between rows. */
const RIGHT = 64;
const AXIS = 44;
const OPPOSITE = 4;
const GAP = 0.35;

/** BarChart in plain SVG, for as long as Plotly has to wait: gradient flow is looked at while it changes. */
export function LightBars({
  style,
  width,
  height,
  left,
  valueTitle,
  axisAt,
  labels,
  whole,
  values,
  stacked,
  log,
  format,
}: LightBarsProps) {
  const onTop = axisAt === 'top';
  const [above, below] = onTop ? [AXIS, OPPOSITE] : [OPPOSITE, AXIS];
  const rows = Math.max(2, labels.length);
  const row = (height - above - below) / rows;
  const across = Math.max(1, width - left - RIGHT);
  const totals = labels.map((_, at) => values.reduce((sum, one) => sum + (one[at] ?? 0), 0));
  const all = (stacked ? totals : values.flat()).filter(
    (value) => Number.isFinite(value) && (!log || value > 0),
  );
  const high = log ? Math.log10(Math.max(...all, 1e-12)) : Math.max(...all, 0);
  const low = log ? Math.floor(Math.log10(Math.min(...all, 10 ** high))) : 0;
  const place = (value: number): number => {
    const scaled = log ? Math.log10(value) : value;
    if (!Number.isFinite(scaled)) return 0;
    return (Math.max(0, scaled - low) / (high - low || 1)) * across;
  };
  const beside = stacked ? 1 : Math.max(1, values.length);
  const thick = (row * (1 - GAP)) / beside;
  const ticks = niceTicks(low, high, log ? 4 : 5).filter((tick) => !log || Number.isInteger(tick));
  return (
    <LightSvg style={style} width={width} height={height}>
      {ticks.map((tick) => {
        const x = left + ((tick - low) / (high - low || 1)) * across;
        return (
          <g key={tick}>
            <line x1={x} x2={x} y1={above} y2={height - below} stroke={style.grid} />
            <text x={x} y={onTop ? above - 6 : height - below + 15} textAnchor="middle">
              {log ? logTick(tick) : formatNumber(tick)}
            </text>
          </g>
        );
      })}
      <text x={left + across / 2} y={onTop ? 16 : height - 8} textAnchor="middle" fontSize={12}>
        {valueTitle}
      </text>
      {labels.map((label, at) => {
        const top = above + at * row + (row * GAP) / 2;
        let from = 0;
        return (
          <g key={at} fill={style.ink} fontSize={12}>
            <text x={left - 4} y={above + (at + 0.5) * row + 4} textAnchor="end">
              {label}
              {whole[at] !== label && <title>{whole[at]}</title>}
            </text>
            {values.map((one, i) => {
              const value = one[at] ?? 0;
              const begin = from;
              if (stacked) from += value;
              const x = left + (stacked ? place(begin) : 0);
              const long = stacked ? place(begin + value) - place(begin) : place(value);
              const y = stacked ? top : top + i * thick;
              return (
                <g key={i}>
                  <rect
                    x={x}
                    y={y}
                    width={long}
                    height={thick}
                    fill={seriesLook(style.scheme, i).colour}
                    opacity={0.85}
                  />
                  {!stacked && (
                    <text x={x + long + 4} y={y + thick / 2 + 4}>
                      {format(value)}
                    </text>
                  )}
                </g>
              );
            })}
            {stacked && (
              <text x={left + place(totals[at] ?? 0) + 4} y={top + thick / 2 + 4}>
                {format(totals[at] ?? 0)}
              </text>
            )}
          </g>
        );
      })}
    </LightSvg>
  );
}
