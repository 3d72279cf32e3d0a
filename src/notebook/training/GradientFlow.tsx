import { Slider, Text } from '@mantine/core';
import { useMemo, useState } from 'react';
import { BarChart } from '../../charts/BarChart.tsx';
import { count } from './figures.ts';
import classes from './training.module.css';
import { type SteadyRun, useHistory } from './use-runs.ts';

const scientific = (value: number): string => (value === 0 ? '0' : value.toExponential(1));

/** Mean and largest |gradient| of each named weight at one step: where it fades, a layer hardly learns. */
export function GradientFlow({ run }: { run: SteadyRun }) {
  const history = useHistory(run.id);
  const points = history?.gradients ?? [];
  // Null: follows the newest.
  const [chosen, setChosen] = useState<number | null>(null);
  const at = chosen === null ? points.length - 1 : Math.min(chosen, points.length - 1);
  const point = points[at];
  const labels = useMemo(() => run.weights.map(({ name }) => name), [run.weights]);
  const series = useMemo(
    () => [
      { name: 'mean', values: point?.mean ?? [] },
      { name: 'largest', values: point?.max ?? [] },
    ],
    [point],
  );
  return (
    <div>
      <div className={classes.stepRow}>
        <Text size="sm" c="dimmed" id="gradient-step">
          {point ? `Step ${count(point.step)}` : 'Step'}
        </Text>
        <Slider
          className={classes.grow}
          size="sm"
          min={0}
          max={Math.max(1, points.length - 1)}
          value={Math.max(0, at)}
          disabled={points.length < 2}
          onChange={(value) => setChosen(value === points.length - 1 ? null : value)}
          label={null}
          thumbProps={{
            'aria-label': 'Step at which the gradients were taken',
            'aria-valuetext': point ? `step ${point.step}` : 'none yet',
          }}
        />
      </div>
      <BarChart
        title="Gradient flow"
        labelTitle="weight"
        valueTitle="|gradient|"
        valueScale="log"
        labels={point ? labels : []}
        series={series}
        rowHeight={16}
        maxHeight={720}
        format={scientific}
        empty="The gradients of each weight appear here once a run has begun."
      />
    </div>
  );
}
