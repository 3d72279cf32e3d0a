import { memo, useMemo } from 'react';
import { LineChart, type LineSeries } from '../../charts/LineChart.tsx';
import { useRuns } from '../../store/runs.ts';
import { count } from './figures.ts';
import { lookOf, shortTitle } from './run-words.ts';
import classes from './training.module.css';
import { type SteadyRun, useHistories, useStable } from './use-runs.ts';

/** How much of the loss reaches the state k steps before the end of a text: before training, and as measured last. */
export const TimeGradient = memo(function TimeGradient({ runs }: { runs: readonly SteadyRun[] }) {
  const shown = useRuns((state) => state.shown);
  const lines = useStable(
    runs
      .filter(({ id }) => shown[id])
      .map((run) => ({ id: run.id, name: shortTitle(run), look: lookOf(run) })),
  );
  const ids = useMemo(() => lines.map(({ id }) => id), [lines]);
  const histories = useHistories(ids);
  const { first, last, step } = useMemo(() => {
    const first: LineSeries[] = [];
    const last: LineSeries[] = [];
    let step = 0;
    for (const { id, name, look } of lines) {
      const points = histories.get(id)?.timeGradients ?? [];
      const [before, newest] = [points[0], points.at(-1)];
      if (!before || !newest) continue;
      const series = (norm: readonly number[]): LineSeries => ({
        name,
        look,
        x: norm.map((_, k) => k),
        // A logarithmic axis has no place for 0.
        y: norm.map((value) => (value > 0 ? value : NaN)),
      });
      first.push(series(before.norm));
      last.push(series(newest.norm));
      step = Math.max(step, newest.step);
    }
    return { first, last, step };
  }, [lines, histories]);
  const axes = {
    xTitle: 'steps before the end of the text',
    yTitle: '|dLoss / dh|',
    yScale: 'log' as const,
    empty: 'Tick runs in the table: how far back their gradients reach is drawn here.',
  };
  return (
    <div className={`${classes.charts} ${classes.timeGradient}`}>
      <LineChart title="Gradient through time, before training" series={first} {...axes} />
      <LineChart title={`Gradient through time, step ${count(step)}`} series={last} {...axes} />
    </div>
  );
});
