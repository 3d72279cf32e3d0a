import { Tabs } from '@mantine/core';
import { memo, useState } from 'react';
import { SmoothingControl } from '../../charts/SmoothingControl.tsx';
import { BYTES_OF_A_WEIGHT, parameterTable } from '../../recipe/size.ts';
import { hasPenalty } from '../../runs/loss-kind.ts';
import { useRecipe } from '../../store/recipe.ts';
import { useRuns } from '../../store/runs.ts';
import { LiveTranslations } from '../translation/LiveTranslations.tsx';
import { RunClassScores } from './ClassScores.tsx';
import { bytes } from './figures.ts';
import { GradientFlow } from './GradientFlow.tsx';
import { OptimizerCurves, RunCurves } from './RunCurves.tsx';
import classes from './training.module.css';
import { type SteadyRun, useRun } from './use-runs.ts';
import { WeightTable } from './WeightTable.tsx';

/** All there is to see of one run while it trains and afterwards. */
export const RunDetails = memo(function RunDetails({ id }: { id: string | null }) {
  const run = useRun(id);
  const totalSteps = useRuns(({ runs }) => (id === null ? null : (runs[id]?.progress?.totalSteps ?? null)));
  const [smoothing, setSmoothing] = useState(0.9);
  const [showRaw, setShowRaw] = useState(true);
  const live = run?.status === 'running' || run?.status === 'finishing';
  const edited = useRecipe(({ recipe }) => recipe.task);
  const task = run?.recipe.task ?? edited;
  const curves = { id, totalSteps, smoothing, showRaw, live };
  return (
    <Tabs defaultValue="curves" keepMounted={false}>
      <Tabs.List mb="sm">
        <Tabs.Tab value="curves">Loss and scores</Tabs.Tab>
        <Tabs.Tab value="optimizer">Learning rate</Tabs.Tab>
        <Tabs.Tab value="gradients">Gradient flow</Tabs.Tab>
        <Tabs.Tab value="weights">Weights</Tabs.Tab>
        {run !== undefined && run.notes.length > 0 && <Tabs.Tab value="notes">Notes</Tabs.Tab>}
      </Tabs.List>
      <div className={classes.details}>
        <Tabs.Panel value="curves">
          <RunCurves {...curves} task={task} penalty={run ? hasPenalty(run.recipe) : false} />
          {task === 'translate' && <LiveTranslations id={id} />}
          {task === 'multilabel' && <RunClassScores run={run ?? null} />}
        </Tabs.Panel>
        <Tabs.Panel value="optimizer">
          <OptimizerCurves {...curves} />
        </Tabs.Panel>
        <Tabs.Panel value="gradients">{run ? <GradientFlow run={run} /> : <NothingYet />}</Tabs.Panel>
        <Tabs.Panel value="weights">{run ? <Weights run={run} /> : <NothingYet />}</Tabs.Panel>
        <Tabs.Panel value="notes">
          <ul className={classes.notes}>
            {run?.notes.map((note, i) => (
              <li key={i}>{note}</li>
            ))}
          </ul>
        </Tabs.Panel>
      </div>
      <div className={classes.under}>
        <SmoothingControl
          smoothing={smoothing}
          showRaw={showRaw}
          onSmoothing={setSmoothing}
          onShowRaw={setShowRaw}
        />
      </div>
    </Tabs>
  );
});

function NothingYet() {
  return <p className={classes.empty}>This appears here once a run has begun.</p>;
}

function Weights({ run }: { run: SteadyRun }) {
  if (run.weights.length === 0) return <NothingYet />;
  const parts = new Map(
    parameterTable(run.recipe.model, run.vocabularySize ?? 1, run.labels.length, 1, run.recipe.task).flatMap(
      ({ name, part, parts = [] }) => [name, ...parts].map((each): [string, string] => [each, part]),
    ),
  );
  const rows = run.weights.map(({ name, shape }) => ({
    name,
    shape,
    part: parts.get(name) ?? '',
    count: shape.reduce((product, size) => product * size, 1),
  }));
  return (
    <>
      <KeptEpochs run={run} />
      <WeightTable rows={rows} />
    </>
  );
}

/** Which weights of its way are kept beside the best and the last, and the room they take. */
function KeptEpochs({ run: { keptEpochs = [], parameters } }: { run: SteadyRun }) {
  const several = keptEpochs.length > 1;
  if (keptEpochs.length === 0) return null;
  return (
    <p className={classes.hint}>
      Kept in this browser are also those after epoch{several && 's'} {keptEpochs.join(', ')}
      {parameters !== null && `: ${bytes(BYTES_OF_A_WEIGHT * parameters * keptEpochs.length)}`}. They go when
      the run is deleted.
    </p>
  );
}
