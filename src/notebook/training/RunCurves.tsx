import { useMemo } from 'react';
import { LineChart, type LineSeries } from '../../charts/LineChart.tsx';
import type { Recipe } from '../../recipe/recipe.ts';
import { SPEED_MEASURE } from '../../runs/speed-measure.ts';
import type { EvaluationPoint, RunHistory } from '../../runs/types.ts';
import { mainMeasures, type Measured } from './measures.ts';
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
  /** What the scores are of. */
  task: Recipe['task'];
  /** What is trained by holds a penalty that is no part of the loss on validation. */
  penalty: boolean;
}

/** More points than this make a line by themselves. */
export const MOST_MARKERS = 40;

interface MeasuredPanel {
  title: string;
  yTitle: string;
  measures: readonly { name: string; label: string }[];
}

/** What a step of pretraining tells beside its loss. */
const MEASURED: readonly MeasuredPanel[] = [
  {
    title: 'Loss of each question, in each batch of train',
    yTitle: 'nats',
    measures: [
      { name: 'maskedLoss', label: 'masked tokens' },
      { name: 'orderLoss', label: 'order of halves' },
    ],
  },
  {
    title: 'Told right in each batch of train',
    yTitle: 'share',
    measures: [
      { name: 'maskedAccuracy', label: 'masked tokens' },
      { name: 'orderAccuracy', label: 'order of halves' },
    ],
  },
];
const SPEED: MeasuredPanel = {
  title: 'Tokens read a second',
  yTitle: 'tokens a second',
  measures: [{ name: SPEED_MEASURE, label: 'tokens a second' }],
};

/** What was measured in each step as series; none where the run has not measured it. */
const perStep = (history: RunHistory | null | undefined, { measures }: MeasuredPanel): LineSeries[] =>
  measures.flatMap(({ name, label }) => {
    const y = history?.measures?.[name];
    return y ? [{ name: label, x: history?.step ?? [], y, raw: true }] : [];
  });

/** The points on validation as series over steps. */
function overSteps(points: readonly EvaluationPoint[], { label, of }: Measured): LineSeries {
  const known = points.flatMap((point) => {
    const value = of(point);
    return value === null ? [] : [{ step: point.step, value }];
  });
  return {
    name: label,
    x: known.map(({ step }) => step),
    y: known.map(({ value }) => value),
    markers: known.length <= MOST_MARKERS,
  };
}

/** Loss and scores of one run, as they come. */
export function RunCurves({ id, totalSteps, smoothing, showRaw, live, task, penalty }: RunCurvesProps) {
  const history = useHistory(id);
  const { losses, measured, charts } = useMemo(() => {
    const points = history?.evaluations.filter(({ split }) => split === 'validation') ?? [];
    const losses: LineSeries[] = [
      {
        name: penalty ? 'train, with the penalty of coverage' : 'train',
        x: history?.step ?? [],
        y: history?.loss ?? [],
        raw: true,
      },
      overSteps(points, { label: 'validation', of: ({ loss }) => loss }),
    ];
    const charts = mainMeasures(task).map(({ title, yTitle, measures }) => ({
      title,
      yTitle,
      series: measures.map((measure) => overSteps(points, measure)),
    }));
    const measured = MEASURED.map((panel) => ({ ...panel, series: perStep(history, panel) }));
    return { losses, measured, charts };
  }, [history, task, penalty]);
  const drawn = stepAxis(totalSteps, live);
  const smoothed = { ...drawn, smoothing, showRaw };
  return (
    <div className={classes.charts}>
      <LineChart title="Loss" yTitle="loss" series={losses} {...smoothed} />
      {task === 'pretrain' &&
        measured.map(({ title, yTitle, series }) => (
          <LineChart key={title} title={title} yTitle={yTitle} series={series} {...smoothed} />
        ))}
      {charts.map(({ title, yTitle, series }) => (
        <LineChart
          key={title}
          title={title}
          yTitle={yTitle}
          series={series}
          empty="The scores appear here after the first evaluation."
          {...drawn}
        />
      ))}
    </div>
  );
}

/** What all curves of a run have in common: they go over its steps, as many as it is to have. */
function stepAxis(totalSteps: number | null, live: boolean) {
  return {
    xTitle: 'step',
    live,
    ...(totalSteps !== null && { xRange: [0, totalSteps] as [number, number] }),
  };
}

/** How the optimizer goes: the learning rate of each step, the length of the gradient before clipping, and its speed where that is measured. */
export function OptimizerCurves({
  id,
  totalSteps,
  smoothing,
  showRaw,
  live,
}: Omit<RunCurvesProps, 'task' | 'penalty'>) {
  const history = useHistory(id);
  const { rates, norms, speed } = useMemo(() => {
    const x = history?.step ?? [];
    const rates: LineSeries[] = [{ name: 'learning rate', x, y: history?.lr ?? [] }];
    const norms: LineSeries[] = [{ name: 'gradient norm', x, y: history?.gradNorm ?? [], raw: true }];
    return { rates, norms, speed: perStep(history, SPEED) };
  }, [history]);
  const drawn = stepAxis(totalSteps, live);
  const smoothed = { ...drawn, smoothing, showRaw };
  return (
    <div className={classes.charts}>
      <LineChart title="Learning rate" yTitle="learning rate" series={rates} {...drawn} />
      <LineChart title="Gradient norm" yTitle="global norm before clipping" series={norms} {...smoothed} />
      {speed.length > 0 && (
        <LineChart title={SPEED.title} yTitle={SPEED.yTitle} series={speed} {...smoothed} />
      )}
    </div>
  );
}
