import { useMemo } from 'react';
import { LineChart, type LineSeries } from '../../charts/LineChart.tsx';
import type { EvaluationPoint } from '../../runs/types.ts';
import classes from './training.module.css';
import { useHistory } from './use-runs.ts';

interface RunCurvesProps {
  /** The run; null: none yet. */
  id: string | null;
  /** Steps of the whole run, so that the axis does not grow while it trains. */
  totalSteps: number | null;
  smoothing: number;
  showRaw: boolean;
  /** The run is under way: its curves are drawn lightly. */
  live: boolean;
}

/** More points than this make a line by themselves. */
export const MOST_MARKERS = 40;

const SCORES = [
  ['accuracy', 'accuracy'],
  ['macroF1', 'macro F1'],
  ['weightedF1', 'weighted F1'],
  ['microF1', 'micro F1'],
] as const;

/** The points on validation as series over steps. */
function overSteps(points: readonly EvaluationPoint[], name: string, of: keyof EvaluationPoint): LineSeries {
  return {
    name,
    x: points.map(({ step }) => step),
    y: points.map((point) => Number(point[of])),
    markers: points.length <= MOST_MARKERS,
  };
}

/** Loss and scores of one run, as they come. */
export function RunCurves({ id, totalSteps, smoothing, showRaw, live }: RunCurvesProps) {
  const history = useHistory(id);
  const { losses, scores } = useMemo(() => {
    const points = history?.evaluations.filter(({ split }) => split === 'validation') ?? [];
    const losses: LineSeries[] = [
      { name: 'train', x: history?.step ?? [], y: history?.loss ?? [], raw: true },
      overSteps(points, 'validation', 'loss'),
    ];
    return { losses, scores: SCORES.map(([of, name]) => overSteps(points, name, of)) };
  }, [history]);
  const range: { xRange?: [number, number] } = totalSteps === null ? {} : { xRange: [0, totalSteps] };
  return (
    <div className={classes.charts}>
      <LineChart
        title="Loss"
        xTitle="step"
        yTitle="loss"
        series={losses}
        smoothing={smoothing}
        showRaw={showRaw}
        live={live}
        {...range}
      />
      <LineChart
        title="Validation scores"
        xTitle="step"
        yTitle="score"
        series={scores}
        empty="The scores appear here after the first evaluation."
        live={live}
        {...range}
      />
    </div>
  );
}

/** How the optimizer goes: the learning rate of each step, and the length of the gradient before clipping. */
export function OptimizerCurves({ id, totalSteps, smoothing, showRaw, live }: RunCurvesProps) {
  const history = useHistory(id);
  const { rates, norms } = useMemo(() => {
    const x = history?.step ?? [];
    const rates: LineSeries[] = [{ name: 'learning rate', x, y: history?.lr ?? [] }];
    const norms: LineSeries[] = [{ name: 'gradient norm', x, y: history?.gradNorm ?? [], raw: true }];
    return { rates, norms };
  }, [history]);
  const range: { xRange?: [number, number] } = totalSteps === null ? {} : { xRange: [0, totalSteps] };
  return (
    <div className={classes.charts}>
      <LineChart
        title="Learning rate"
        xTitle="step"
        yTitle="learning rate"
        series={rates}
        live={live}
        {...range}
      />
      <LineChart
        title="Gradient norm"
        xTitle="step"
        yTitle="global norm before clipping"
        series={norms}
        smoothing={smoothing}
        showRaw={showRaw}
        live={live}
        {...range}
      />
    </div>
  );
}
