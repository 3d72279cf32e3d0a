import { useCallback, useMemo, useState } from 'react';
import { ChartFrame } from './ChartFrame.tsx';
import { formatNumber } from './format.ts';
import { useComputedColorScheme } from '@mantine/core';
import { LegendButton } from './Legend.tsx';
import { LightAxes, LightSvg } from './LightAxes.tsx';
import { MARGIN } from './LiveLines.tsx';
import { type ChartStyle, seriesLook } from './palette.ts';
import { axisTitle, baseLayout, type Figure, type LightDrawing } from './Plot.tsx';
import { niceTicks } from './ticks.ts';

export interface ScatterSeries {
  name: string;
  x: readonly number[];
  y: readonly number[];
}

interface ScatterChartProps {
  title: string;
  xTitle: string;
  yTitle: string;
  series: readonly ScatterSeries[];
  /** One sentence that says what it shows. Memoise it. */
  describe: () => string;
  height?: number;
  empty?: string;
}

/** Marks that differ in form as well as in colour: of Plotly, and as paths of about 7 pixels around the origin. */
const MARKS = [
  { symbol: 'circle', path: 'm-2.6,0a2.6,2.6 0 1,0 5.2,0a2.6,2.6 0 1,0 -5.2,0' },
  { symbol: 'x', path: 'm-2.6,-2.6l5.2,5.2m0,-5.2l-5.2,5.2' },
  { symbol: 'square', path: 'm-2.3,-2.3h4.6v4.6h-4.6z' },
  { symbol: 'triangle-up', path: 'm0,-3l2.9,5h-5.8z' },
  { symbol: 'cross', path: 'm-3,0h6m-3,-3v6' },
  { symbol: 'diamond', path: 'm0,-3.2l3.2,3.2l-3.2,3.2l-3.2,-3.2z' },
  { symbol: 'star', path: 'm-3,0h6m-4.5,-2.6l3,5.2m0,-5.2l-3,5.2' },
] as const;

const mark = (index: number) => MARKS[index % MARKS.length] as (typeof MARKS)[number];

/**
 * Points in a plane, some groups of them. Always drawn as plain SVG, all marks of a group one path: thousands of points
 * cost a few elements. Plotly makes the picture to save.
 */
export function ScatterChart({
  title,
  xTitle,
  yTitle,
  series,
  describe,
  height = 340,
  empty = 'The points appear here once there is something to show.',
}: ScatterChartProps) {
  const [hidden, setHidden] = useState<ReadonlySet<string>>(new Set());
  const shown = useMemo(
    () => series.map((one, index) => ({ ...one, index })).filter(({ name }) => !hidden.has(name)),
    [series, hidden],
  );
  // All groups, so that the plane stays where it is when one is hidden.
  const ends = useMemo(
    () => ({ x: range(series.map(({ x }) => x)), y: range(series.map(({ y }) => y)) }),
    [series],
  );

  const figure = useCallback(
    (style: ChartStyle): Figure => {
      const layout = baseLayout(style);
      return {
        data: shown.map(({ name, x, y, index }) => ({
          type: 'scatter',
          mode: 'markers',
          name,
          x: x.slice(),
          y: y.slice(),
          marker: {
            color: seriesLook(style.scheme, index).colour,
            size: 6,
            symbol: mark(index).symbol,
            opacity: 0.7,
          },
          showlegend: true,
        })),
        layout: {
          ...layout,
          xaxis: { ...layout.xaxis, title: axisTitle(xTitle, style), range: ends.x },
          yaxis: { ...layout.yaxis, title: axisTitle(yTitle, style), range: ends.y },
        },
      };
    },
    [shown, xTitle, yTitle, ends],
  );

  const light: LightDrawing = (style, width) => {
    const [left, right, top, floor] = [MARGIN.left, width - MARGIN.right, MARGIN.top, height - MARGIN.bottom];
    const across = (x: number): number => left + ((x - ends.x[0]) / (ends.x[1] - ends.x[0])) * (right - left);
    const down = (y: number): number => floor - ((y - ends.y[0]) / (ends.y[1] - ends.y[0])) * (floor - top);
    const ticks = (of: [number, number], wanted: number, place: (value: number) => number) =>
      niceTicks(of[0], of[1], wanted).map((tick) => ({ at: place(tick), label: formatNumber(tick) }));
    return (
      <LightSvg style={style} width={width} height={height}>
        <LightAxes
          {...{ style, left, right, top, floor, height, xTitle, yTitle }}
          xTicks={ticks(ends.x, Math.max(2, Math.floor((right - left) / 90)), across)}
          yTicks={ticks(ends.y, 5, down)}
        />
        {shown.map(({ name, x, y, index }) => {
          const { colour } = seriesLook(style.scheme, index);
          const { path } = mark(index);
          const d = x
            .map((at, i) => `M${across(at).toFixed(1)},${down(y[i] ?? 0).toFixed(1)}${path}`)
            .join('');
          return (
            <path key={name} d={d} fill={colour} fillOpacity={0.35} stroke={colour} strokeOpacity={0.8} />
          );
        })}
      </LightSvg>
    );
  };
  const toggle = (name: string): void => {
    const next = new Set(hidden);
    if (!next.delete(name)) next.add(name);
    setHidden(next);
  };

  return (
    <ChartFrame
      title={title}
      describe={describe}
      table={() => ({
        columns: ['group', xTitle, yTitle],
        rows: series.flatMap(({ name, x, y }) => x.map((at, i) => [name, at, y[i] ?? 0])),
      })}
      figure={figure}
      height={height}
      empty={series.some(({ x }) => x.length > 0) ? null : empty}
      live
      light={light}
      legend={<Marks names={series.map(({ name }) => name)} hidden={hidden} onToggle={toggle} />}
    />
  );
}

interface MarksProps {
  names: readonly string[];
  hidden: ReadonlySet<string>;
  onToggle: (name: string) => void;
}

/** The groups with their marks; each is a button that hides or shows its points. */
function Marks({ names, hidden, onToggle }: MarksProps) {
  const scheme = useComputedColorScheme('light');
  return (
    <>
      {names.map((name, i) => {
        const { colour } = seriesLook(scheme, i);
        return (
          <LegendButton key={name} name={name} hidden={hidden.has(name)} onToggle={onToggle}>
            <svg width="12" height="12" aria-hidden="true">
              <path
                d={`M6,6${mark(i).path}`}
                fill={colour}
                fillOpacity={0.35}
                stroke={colour}
                strokeWidth="1.4"
              />
            </svg>
          </LegendButton>
        );
      })}
    </>
  );
}

/** Both ends with a little room. */
function range(lists: readonly (readonly number[])[]): [number, number] {
  let [low, high] = [Infinity, -Infinity];
  for (const values of lists)
    for (const value of values) [low, high] = [Math.min(low, value), Math.max(high, value)];
  if (!(high >= low)) return [0, 1];
  const spare = (high - low || Math.abs(high) || 1) * 0.05;
  return [low - spare, high + spare];
}
