import { SegmentedControl } from '@mantine/core';
import { memo, useMemo, useState } from 'react';
import { LineChart, type LineSeries } from '../../charts/LineChart.tsx';
import { SmoothingControl } from '../../charts/SmoothingControl.tsx';
import { hasPenalty, unlikeLosses } from '../../runs/loss-kind.ts';
import { mainScore } from '../../runs/score.ts';
import { useRuns } from '../../store/runs.ts';
import { newestScored } from './class-scores.ts';
import { ClassScores, type ScoresOfRun } from './ClassScores.tsx';
import { overlaid } from './measures.ts';
import { MOST_MARKERS } from './RunCurves.tsx';
import { lookOf, shortTitle } from './run-words.ts';
import classes from './training.module.css';
import { type SteadyRun, useHistories, useStable } from './use-runs.ts';

const MAIN_LABELS: Partial<Record<string, string>> = { macroF1: 'macro F1', weightedF1: 'weighted F1' };

/** The curves of the ticked runs laid over each other, each in its own colour and dash. */
export const OverlayCurves = memo(function OverlayCurves({ runs }: { runs: readonly SteadyRun[] }) {
  const shown = useRuns((state) => state.shown);
  const first = runs[0]?.recipe ?? null;
  const measures = useMemo(() => overlaid(first?.task ?? 'classify'), [first?.task]);
  const [chosen, setChosen] = useState(() => (first ? (MAIN_LABELS[mainScore(first)] ?? '') : ''));
  const measure = measures.find(({ label }) => label === chosen) ?? (measures[0] as (typeof measures)[0]);
  const [smoothing, setSmoothing] = useState(0.95);
  const [showRaw, setShowRaw] = useState(false);
  const lines = useStable(
    runs
      .filter(({ id }) => shown[id])
      .map((run) => ({ id: run.id, name: shortTitle(run), look: lookOf(run) })),
  );
  const ids = useMemo(() => lines.map(({ id }) => id), [lines]);
  const histories = useHistories(ids);
  const { losses, scores, classScores } = useMemo(() => {
    const classScores: ScoresOfRun[] = [];
    const losses: LineSeries[] = [];
    const scores: LineSeries[] = [];
    for (const { id, name, look } of lines) {
      const history = histories.get(id);
      if (!history) continue;
      const points = history.evaluations.filter(({ split }) => split === 'validation');
      losses.push({ name, look, x: history.step, y: history.loss, raw: true });
      classScores.push({ name, look, point: newestScored(history.evaluations) });
      const known = points.filter((point) => measure.of(point) !== null);
      scores.push({
        name,
        look,
        x: known.map(({ step }) => step),
        y: known.map((point) => measure.of(point) ?? NaN),
        markers: known.length <= MOST_MARKERS,
      });
    }
    return { losses, scores, classScores };
  }, [lines, histories, measure]);
  const live = runs.some(({ id, status }) => shown[id] && (status === 'running' || status === 'finishing'));
  const unlike = useMemo(
    () => unlikeLosses(runs.filter(({ id }) => shown[id]).map(({ recipe }) => recipe)),
    [runs, shown],
  );
  const penalty = runs.some(({ id, recipe }) => shown[id] && hasPenalty(recipe));
  const labels = runs.find(({ id }) => shown[id])?.labels ?? [];
  const empty = 'Tick runs in the table to lay their curves over each other.';
  return (
    <>
      <div className={classes.charts}>
        <LineChart
          title={`Validation ${measure.label}`}
          xTitle="step"
          yTitle={measure.label}
          series={scores}
          empty={empty}
          live={live}
        />
        <LineChart
          title={penalty ? 'Training loss, with the penalty of coverage' : 'Training loss'}
          xTitle="step"
          yTitle="loss"
          series={losses}
          smoothing={smoothing}
          showRaw={showRaw}
          empty={empty}
          live={live}
        />
      </div>
      {unlike && (
        <p className={classes.hint}>
          The losses of the ticked runs are not one measure ({unlike}): which line is lower says nothing.
          Compare the scores.
        </p>
      )}
      {first?.task === 'multilabel' && <ClassScores labels={labels} scores={classScores} />}
      <div className={classes.under}>
        <div className={classes.scroll}>
          <SegmentedControl
            size="xs"
            aria-label="Score on validation"
            data={measures.map(({ label }) => label)}
            value={measure.label}
            onChange={setChosen}
          />
        </div>
        <SmoothingControl
          smoothing={smoothing}
          showRaw={showRaw}
          onSmoothing={setSmoothing}
          onShowRaw={setShowRaw}
        />
      </div>
    </>
  );
});
