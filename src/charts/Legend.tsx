import { useComputedColorScheme } from '@mantine/core';
import classes from './charts.module.css';
import { CutName } from './CutName.tsx';
import { seriesLook } from './palette.ts';

interface LegendProps {
  series: readonly { name: string; look?: number }[];
  /** Names of the series that are switched off. */
  hidden: ReadonlySet<string>;
  onToggle: (name: string) => void;
}

/** The series with their colour and dash; each is a button that hides or shows its line. */
export function Legend({ series, hidden, onToggle }: LegendProps) {
  const scheme = useComputedColorScheme('light');
  return (
    <>
      {series.map(({ name, look }, i) => {
        const { colour, svgDash } = seriesLook(scheme, look ?? i);
        return (
          <button
            key={name}
            type="button"
            className={classes.legendItem}
            aria-pressed={!hidden.has(name)}
            title={hidden.has(name) ? `Show ${name}` : `Hide ${name}`}
            onClick={() => onToggle(name)}
          >
            <svg width="28" height="8" aria-hidden="true">
              <line x1="1" y1="4" x2="27" y2="4" stroke={colour} strokeWidth="2" strokeDasharray={svgDash} />
            </svg>
            <span className={classes.legendName}>
              <CutName name={name} />
            </span>
          </button>
        );
      })}
    </>
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
