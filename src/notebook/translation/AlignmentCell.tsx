import { useEffect, useMemo, useState } from 'react';
import { LineChart } from '../../charts/LineChart.tsx';
import { isActive } from '../../runs/record.ts';
import { loadRuns } from '../../store/run-keep.ts';
import { lookOf, shortTitle } from '../training/run-words.ts';
import { RunChoice } from '../training/RunChoice.tsx';
import training from '../training/training.module.css';
import { type SteadyRun, useHistories, useLessonRuns, useStable } from '../training/use-runs.ts';
import { useCell } from '../use-cell.ts';
import { AlignmentReplay } from './AlignmentReplay.tsx';
import classes from './translation.module.css';

export { bestRunRunner as runner } from '../training/evaluation-runner.ts';

/** How the alignment of a few sentences came about while a run learnt, and how the error rate fell. */
export default function AlignmentCell() {
  const { lesson } = useCell();
  const runs = useLessonRuns(lesson).filter(
    ({ recipe: { model } }) => model.kind === 'seq2seq' && model.attention !== 'none',
  );
  const [chosen, setChosen] = useState<string | null>(null);
  useEffect(() => void loadRuns(), []);
  const run = runs.find(({ id }) => id === chosen) ?? runs.at(-1);
  // What is looked at stays when another run begins: sentence and step are of this one.
  if (run && run.id !== chosen) setChosen(run.id);
  if (!run) {
    return (
      <p className={training.empty}>
        Train a model with attention: a few sentences of validation are looked at again and again meanwhile,
        and here you can replay how their alignment came about.
      </p>
    );
  }
  return (
    <>
      <div className={training.choices}>
        <RunChoice runs={runs} value={run.id} onChange={setChosen} />
      </div>
      <AlignmentReplay key={run.id} run={run} />
      <ErrorCurve runs={runs} />
    </>
  );
}

/** The alignment error rate of the snapshots, several runs on one chart. */
function ErrorCurve({ runs }: { runs: readonly SteadyRun[] }) {
  const lines = useStable(runs.map((run) => ({ id: run.id, name: shortTitle(run), look: lookOf(run) })));
  const ids = useMemo(() => lines.map(({ id }) => id), [lines]);
  const histories = useHistories(ids);
  const series = useMemo(
    () =>
      lines.flatMap(({ id, name, look }) => {
        const points = histories.get(id)?.alignments?.points.filter(({ aer }) => aer !== null) ?? [];
        if (points.length === 0) return [];
        return {
          name,
          look,
          x: points.map(({ step }) => step),
          y: points.map(({ aer }) => aer ?? NaN),
          markers: true,
        };
      }),
    [lines, histories],
  );
  return (
    <div className={classes.below}>
      <LineChart
        title="Alignment error rate, up to 96 sentences of validation"
        xTitle="step"
        yTitle="AER"
        series={series}
        live={runs.some(({ status }) => isActive(status) && status !== 'paused')}
        empty="The data say nothing of which words belong together, so the alignment cannot be judged."
      />
    </div>
  );
}
