import { useMemo } from 'react';
import { LineChart } from '../../charts/LineChart.tsx';
import { lookOf, shortTitle } from '../training/run-words.ts';
import type { SteadyRun } from '../training/use-runs.ts';

/** BLEU on test of each quarter of the sentences, the shortest sources first; several runs on one chart. */
export function LengthChart({ runs }: { runs: readonly SteadyRun[] }) {
  const series = useMemo(
    () =>
      runs.flatMap((run) => {
        const parts = run.result?.test.translation?.byLength ?? [];
        if (parts.length === 0) return [];
        return {
          name: shortTitle(run),
          look: lookOf(run),
          x: parts.map(({ from, to }) => (from + to) / 2),
          y: parts.map(({ bleu }) => bleu),
          markers: true,
        };
      }),
    [runs],
  );
  return (
    <LineChart
      title="BLEU by length of the source"
      xTitle="words of the source, middle of each quarter"
      yTitle="BLEU on test"
      series={series}
      yRange={[-2, 102]}
      empty="When a run has come to its end, its BLEU of short and of long sentences is drawn here."
    />
  );
}
