import { decimate } from './decimate.ts';
import { LightAxes, LightSvg } from './LightAxes.tsx';
import { formatNumber } from './format.ts';
import type { LineSeries } from './LineChart.tsx';
import { type ChartStyle, seriesLook } from './palette.ts';
import { smooth } from './smoothing.ts';
import { logTick, MIN_SPAN, niceTicks } from './ticks.ts';

interface LiveLinesProps {
  style: ChartStyle;
  width: number;
  height: number;
  xTitle: string;
  yTitle: string;
  series: readonly LineSeries[];
  smoothing: number;
  showRaw: boolean;
  xRange?: [number, number] | undefined;
  yScale: 'linear' | 'log';
  xScale?: 'linear' | 'log' | undefined;
  xTicks?: readonly number[] | undefined;
}

/** The margins of Plotly's charts (baseLayout), so that nothing moves when one takes this one's place. */
export const MARGIN = { left: 56, right: 12, top: 8, bottom: 40 };
const MAX_POINTS = 300;

interface Drawn {
  points: string;
  index: number;
  faint: boolean;
  fit: boolean;
  dots: { left: string; top: string }[];
  /** From the upper to the lower end of what a value scatters by. */
  bars: string[];
}

/** Whole powers of ten on a logarithmic axis; where fewer than two are in sight, round numbers. */
function yTicks(bottom: number, top: number, log: boolean): [number, string][] {
  if (!log) return niceTicks(bottom, top, 5).map((tick) => [tick, formatNumber(tick)]);
  const powers = niceTicks(bottom, top, 5).filter(Number.isInteger);
  return powers.length >= 2
    ? powers.map((tick) => [tick, logTick(tick)])
    : niceTicks(10 ** bottom, 10 ** top, 4).flatMap((tick): [number, string][] =>
        tick > 0 ? [[Math.log10(tick), formatNumber(tick)]] : [],
      );
}

/**
 * Lines of a run that goes on, as plain SVG: redrawing them takes a millisecond or two, where Plotly takes 15 to 100
 * several times a second. Without hover and zoom, which a curve that moves has little use for; Plotly's chart follows
 * when the run has ended.
 */
export function LiveLines({
  style,
  height,
  width,
  xTitle,
  yTitle,
  series,
  smoothing,
  showRaw,
  xRange,
  yScale,
  xScale = 'linear',
  xTicks,
}: LiveLinesProps) {
  // On a logarithmic axis exponents are what is drawn, and there is no place for zero and below.
  const log = yScale === 'log';
  const scaled = (y: readonly number[]): number[] =>
    log ? y.map((value) => (value > 0 ? Math.log10(value) : NaN)) : y.slice();
  const lines = series.flatMap(({ x, y, spread, raw = false, markers = false, look, fit = false }, i) => {
    const smoothed = raw && smoothing > 0;
    const main = {
      ...decimate(x, scaled(smoothed ? smooth(y, smoothing) : y), MAX_POINTS),
      index: look ?? i,
      faint: false,
      fit,
      markers: markers || y.length === 1,
      spread: log ? [] : (spread ?? []),
    };
    if (!smoothed || !showRaw) return [main];
    return [
      {
        ...decimate(x, scaled(y), MAX_POINTS),
        ...{ index: look ?? i, faint: true, fit: false, markers: false, spread: [] },
      },
      main,
    ];
  });
  const values = lines
    .flatMap(({ y, spread }) => y.flatMap((value, i) => [value - (spread[i] ?? 0), value + (spread[i] ?? 0)]))
    .filter(Number.isFinite);
  const wide = xScale === 'log';
  const place = (x: number): number => (wide ? Math.log10(x) : x);
  const ends = [
    ...(xRange ?? []),
    ...(xTicks ?? []),
    ...lines.flatMap(({ x }) => [x[0] ?? 1, x.at(-1) ?? 1]),
  ];
  const last = place(Math.max(...ends, 1));
  const first = wide ? place(Math.min(...ends)) : (xRange?.[0] ?? 0);
  // Where the axis does not begin at zero, its first and last numbers have room, as Plotly gives it.
  const room = wide ? (last - first) * 0.05 : 0;
  const [left, right] = [first - room, last + room];
  const low = Math.min(...values);
  const high = Math.max(...values);
  const magnitude = Math.max(Math.abs(low), Math.abs(high));
  // A line that is level but for rounding is drawn as level, in an axis about it.
  const spare = (high - low > magnitude * MIN_SPAN ? high - low : magnitude || 1) * 0.06;
  const [bottom, top] = values.length > 0 ? [low - spare, high + spare] : [0, 1];
  const innerWidth = Math.max(1, width - MARGIN.left - MARGIN.right);
  const innerHeight = height - MARGIN.top - MARGIN.bottom;
  const across = (x: number): number => MARGIN.left + ((place(x) - left) / (right - left || 1)) * innerWidth;
  const down = (y: number): number => MARGIN.top + (1 - (y - bottom) / (top - bottom)) * innerHeight;
  const drawn = lines.map(({ x, y, index, faint, fit, markers, spread }): Drawn => {
    const places = x.flatMap((at, i) => {
      const value = y[i] ?? NaN;
      return Number.isFinite(value) ? [{ left: across(at).toFixed(1), top: down(value).toFixed(1) }] : [];
    });
    return {
      points: places.map((place) => `${place.left},${place.top}`).join(' '),
      index,
      faint,
      fit,
      dots: markers ? places : [],
      bars: spread.flatMap((by, i) => {
        const [at, value] = [x[i] ?? NaN, y[i] ?? NaN];
        if (!(by > 0) || !Number.isFinite(value)) return [];
        return [`M${across(at).toFixed(1)},${down(value + by).toFixed(1)}V${down(value - by).toFixed(1)}`];
      }),
    };
  });
  return (
    <LightSvg style={style} width={width} height={height}>
      <LightAxes
        style={style}
        left={MARGIN.left}
        right={width - MARGIN.right}
        top={MARGIN.top}
        floor={height - MARGIN.bottom}
        height={height}
        xTicks={(
          xTicks ??
          (wide
            ? niceTicks(left, right, 6)
                .filter(Number.isInteger)
                .map((power) => 10 ** power)
            : niceTicks(left, right, Math.max(2, Math.floor(innerWidth / 90))))
        ).map((tick) => ({
          at: across(tick),
          label: formatNumber(tick),
        }))}
        yTicks={yTicks(bottom, top, log).map(([tick, label]) => ({ at: down(tick), label }))}
        xTitle={xTitle}
        yTitle={yTitle}
      />
      {drawn.map(({ points, index, faint, fit, dots, bars }) => {
        const { colour, svgDash } = seriesLook(style.scheme, index);
        return (
          <g
            key={`${index}${faint ? ' raw' : fit ? ' fit' : ''}`}
            opacity={faint ? 0.3 : 1}
            fill={colour}
            stroke={colour}
          >
            <polyline
              points={points}
              fill="none"
              strokeWidth={faint || fit ? 1 : 2}
              {...(!faint && (fit || svgDash) && { strokeDasharray: fit ? '1 3' : svgDash })}
            />
            {bars.length > 0 && <path d={bars.join('')} fill="none" strokeWidth={1.5} />}
            {dots.map((dot) => (
              <circle key={dot.left} cx={dot.left} cy={dot.top} r={3} />
            ))}
          </g>
        );
      })}
    </LightSvg>
  );
}
