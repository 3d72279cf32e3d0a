import type { ReactNode } from 'react';
import type { ChartStyle } from './palette.ts';

/** What the charts in plain SVG share. Pixels, from the top left corner. */

interface LightSvgProps {
  style: ChartStyle;
  width: number;
  height: number;
  children: ReactNode;
}

/** The picture itself; what it shows is told beside it, so it is hidden from screen readers. */
export function LightSvg({ style, width, height, children }: LightSvgProps) {
  return (
    <svg
      width={width}
      height={height}
      fontFamily={style.fontFamily}
      fontSize={11}
      fill={style.muted}
      aria-hidden
    >
      {children}
    </svg>
  );
}

export interface LightTick {
  at: number;
  label: string;
}

interface LightAxesProps {
  style: ChartStyle;
  /** The room in which values are drawn. */
  left: number;
  right: number;
  top: number;
  floor: number;
  height: number;
  xTicks: readonly LightTick[];
  yTicks: readonly LightTick[];
  xTitle: string;
  yTitle: string;
}

/** A grid of horizontal lines, both scales, both titles. */
export function LightAxes(props: LightAxesProps) {
  const { style, left, right, top, floor, height, xTicks, yTicks, xTitle, yTitle } = props;
  return (
    <>
      {yTicks.map(({ at, label }) => (
        <g key={at}>
          <line x1={left} x2={right} y1={at} y2={at} stroke={style.grid} />
          <text x={left - 5} y={at + 4} textAnchor="end">
            {label}
          </text>
        </g>
      ))}
      {xTicks.map(({ at, label }) => (
        <text key={at} x={at} y={floor + 14} textAnchor="middle">
          {label}
        </text>
      ))}
      <text x={(left + right) / 2} y={height - 6} textAnchor="middle" fontSize={12}>
        {xTitle}
      </text>
      <text transform={`translate(12 ${(top + floor) / 2}) rotate(-90)`} textAnchor="middle" fontSize={12}>
        {yTitle}
      </text>
    </>
  );
}
