import { useComputedColorScheme } from '@mantine/core';
import type { ReactNode } from 'react';
import classes from './charts.module.css';
import { CutName } from './CutName.tsx';
import { seriesLook } from './palette.ts';

interface LegendProps {
  series: readonly { name: string; look?: number; fit?: boolean; y?: readonly unknown[] }[];
  /** Names of the series that are switched off. */
  hidden: ReadonlySet<string>;
  onToggle: (name: string) => void;
}

/** The series with their colour and dash; each is a button that hides or shows its line. */
export function Legend({ series, hidden, onToggle }: LegendProps) {
  const scheme = useComputedColorScheme('light');
  return (
    <>
      {series.map(({ name, look, fit, y }, i) => {
        const { colour, svgDash } = seriesLook(scheme, look ?? i);
        return (
          <LegendButton key={name} name={name} hidden={hidden.has(name)} onToggle={onToggle}>
            <svg width="28" height="8" aria-hidden="true">
              {y?.length === 1 ? (
                // A single value is drawn as a dot.
                <circle cx="14" cy="4" r="3.5" fill={colour} />
              ) : (
                <line
                  x1="1"
                  y1="4"
                  x2="27"
                  y2="4"
                  stroke={colour}
                  strokeWidth={fit ? 1 : 2}
                  strokeDasharray={fit ? '1 3' : svgDash}
                />
              )}
            </svg>
          </LegendButton>
        );
      })}
    </>
  );
}

interface LegendButtonProps {
  name: string;
  hidden: boolean;
  onToggle: (name: string) => void;
  /** How it is drawn. */
  children: ReactNode;
}

/** One of several things that are drawn: its sign and its name, to hide or show it. */
export function LegendButton({ name, hidden, onToggle, children }: LegendButtonProps) {
  return (
    <button
      type="button"
      className={classes.legendItem}
      aria-pressed={!hidden}
      title={hidden ? `Show ${name}` : `Hide ${name}`}
      onClick={() => onToggle(name)}
    >
      {children}
      <span className={classes.legendName}>
        <CutName name={name} />
      </span>
    </button>
  );
}

/** The series of bars with their colours; nothing to switch. */
export function ColourKeys({ names }: { names: readonly string[] }) {
  const scheme = useComputedColorScheme('light');
  return (
    <>
      {names.map((name, i) => (
        <span key={name} className={classes.key}>
          <span style={{ background: seriesLook(scheme, i).colour }} />
          {name}
        </span>
      ))}
    </>
  );
}
