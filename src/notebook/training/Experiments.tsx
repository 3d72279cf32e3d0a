import { Button } from '@mantine/core';
import { useDeferredValue, useEffect, useState } from 'react';
import type { Variant } from '../../runs/variant.ts';
import { markRead } from '../../store/notebook.ts';
import { loadRuns } from '../../store/run-keep.ts';
import { useRuns } from '../../store/runs.ts';
import { CellActions } from '../CellActions.tsx';
import { useCell } from '../use-cell.ts';
import { OverlayCurves } from './OverlayCurves.tsx';
import { useRecipe } from '../../store/recipe.ts';
import { RunTable } from './RunTable.tsx';
import { TakeAwayNotice } from './TakeAwayNotice.tsx';
import { TimeGradient } from './TimeGradient.tsx';
import classes from './training.module.css';
import { isFinished, type SteadyRun, trainedBaselineOf, useLessonRuns } from './use-runs.ts';
import { VariantButtons } from './VariantButtons.tsx';
import { VariantEditor } from './VariantEditor.tsx';

interface ExperimentsProps {
  variants: readonly Variant[];
  /** Show how far back the gradients of the runs reach. */
  throughTime?: boolean;
}

/** Variants of the baseline, the queue they wait in, and the table of all runs. */
export function Experiments({ variants, throughTime = false }: ExperimentsProps) {
  const { lesson, id, state, setDetail } = useCell();
  // Buttons, table and curves are long work at once: a new run is drawn in slices.
  const runs = useDeferredValue(useLessonRuns(lesson));
  const data = useRecipe(({ recipe }) => recipe.data);
  const task = useRecipe(({ recipe }) => recipe.task);
  const chosen = { task, data };
  const baseline = trainedBaselineOf(runs, chosen);
  const queued = useRuns(({ queue }) => queue.length);
  const loaded = useRuns((state) => state.loaded);
  const [parent, setParent] = useState<SteadyRun | null>(null);
  useEffect(() => void loadRuns(), []);
  const number = runs.length;
  useEffect(() => {
    if (loaded) setDetail(number === 0 ? '' : `${number} run${number === 1 ? '' : 's'}`);
  }, [loaded, number, setDetail]);
  // Begun one by one, they are run as well as by the button for all.
  const some = baseline !== undefined && runs.some((run) => run.parent === baseline.id && isFinished(run));
  useEffect(() => {
    if (some && state === 'never-run') markRead(lesson, id);
  }, [some, state, lesson, id]);
  return (
    <>
      <CellActions>
        <Button variant="default" disabled={!baseline} onClick={() => setParent(baseline ?? null)}>
          + Variant
        </Button>
      </CellActions>
      {baseline ? (
        <>
          <p className={classes.hint}>
            Each button queues one run that differs from run {baseline.number}, {baseline.recipe.name}, in
            what it says.{' '}
            {queued > 0 && (
              <strong>
                {queued === 1 ? '1 run waits for its turn.' : `${queued} runs wait for their turn.`}
              </strong>
            )}
          </p>
          <VariantButtons variants={variants} parent={baseline} runs={runs} />
        </>
      ) : (
        <p className={classes.empty}>
          Experiments change one thing of the baseline: train it first, then its variants stand here.
        </p>
      )}
      <TakeAwayNotice place="experiments" />
      {runs.length > 0 && (
        <>
          <RunTable runs={runs} onDerive={setParent} />
          <div className={classes.overlay}>
            <OverlayCurves runs={runs} />
            {throughTime && <TimeGradient runs={runs} />}
          </div>
        </>
      )}
      <VariantEditor parent={parent} onClose={() => setParent(null)} />
    </>
  );
}
