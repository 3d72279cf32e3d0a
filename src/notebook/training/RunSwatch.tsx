import { useComputedColorScheme } from '@mantine/core';
import { seriesLook } from '../../charts/palette.ts';
import type { RunSummary } from '../../runs/record.ts';
import { lookOf } from './run-words.ts';

/** The colour and dash of a run's curves, in small. */
export function RunSwatch({ run }: { run: Pick<RunSummary, 'number'> }) {
  const scheme = useComputedColorScheme('light');
  const { colour, svgDash } = seriesLook(scheme, lookOf(run));
  return (
    <svg width="22" height="8" aria-hidden focusable="false">
      <line x1="1" y1="4" x2="21" y2="4" stroke={colour} strokeWidth="3" strokeDasharray={svgDash} />
    </svg>
  );
}
