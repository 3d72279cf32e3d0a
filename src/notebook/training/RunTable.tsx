import { Checkbox } from '@mantine/core';
import { memo } from 'react';
import { useShallow } from 'zustand/react/shallow';
import { isActive, type RunSummary } from '../../runs/record.ts';
import type { Monitor } from '../../recipe/recipe.ts';
import { comparableRuns } from '../../runs/comparable.ts';
import { mainScore, mainValue } from '../../runs/score.ts';
import { useRecipe } from '../../store/recipe.ts';
import { showRun, useRuns } from '../../store/runs.ts';
import { RunChanges } from './Changes.tsx';
import { count, mainScoreText, MONITOR_WORDS, score } from './figures.ts';
import { ActionsHead, RunShare, RunTime } from './RunCells.tsx';
import { RunMenu } from './RunMenu.tsx';
import { RunSwatch } from './RunSwatch.tsx';
import { apartInWords, statusWord } from './run-words.ts';
import classes from './RunTable.module.css';
import { runsOfLesson, type SteadyRun, useLive } from './use-runs.ts';

interface RunTableProps {
  runs: readonly SteadyRun[];
  /** Start a variant of this run. */
  onDerive: (run: SteadyRun) => void;
}

/** The run with the best score on validation; runs that are judged by the loss compete by the score of their task as well. */
function bestOf(runs: readonly RunSummary[]): string | null {
  let best: RunSummary | null = null;
  for (const run of runs) {
    const by = mainScore(run.recipe);
    if (run.best && (!best?.best || mainValue(run.best, by) > mainValue(best.best, by))) best = run;
  }
  return best?.id ?? null;
}

/** All runs of a lesson: what changed, what it cost, what it brought. */
export const RunTable = memo(function RunTable({ runs, onDerive }: RunTableProps) {
  const lesson = runs[0]?.lesson ?? '';
  const data = useRecipe(({ recipe }) => recipe.data);
  const task = useRecipe(({ recipe }) => recipe.task);
  const hasScore = ({ best }: RunSummary): boolean => best !== null;
  const comparable = useRuns(
    useShallow(() => comparableRuns(runsOfLesson(lesson), { data, task }, hasScore).map(({ id }) => id)),
  );
  const bestId = useRuns(({ runs: all }) =>
    bestOf(comparable.map((id) => all[id]).filter((run) => run !== undefined)),
  );
  const reference = runs.find(({ id }) => id === comparable[0]);
  const by = runs[0] ? mainScore(runs[0].recipe) : 'accuracy';
  const marked = bestId !== null && comparable.length > 1;
  const monitors = new Set(runs.map(({ recipe }) => recipe.training.monitor));
  const [only] = monitors;
  const named = monitors.size === 1 && only !== undefined ? MONITOR_WORDS[only] : 'score';
  return (
    <div className={classes.scroll} tabIndex={0} role="region" aria-label="Table of runs">
      <table className={classes.table}>
        <thead>
          <tr>
            <th scope="col">
              <span className="visually-hidden">curves shown</span>
            </th>
            <th scope="col">run</th>
            <th scope="col">changed</th>
            <th scope="col" data-number>
              parameters
            </th>
            <th scope="col" data-number>
              time
            </th>
            <th scope="col" data-number>
              best {named}
            </th>
            <th scope="col" data-number>
              at epoch
            </th>
            <th scope="col" data-number>
              last
            </th>
            <th scope="col" data-number>
              test {MONITOR_WORDS[by]}
            </th>
            <ActionsHead />
          </tr>
        </thead>
        <tbody>
          {runs.map((run) => (
            <Row
              key={run.id}
              run={run}
              best={marked && run.id === bestId}
              elsewhere={comparable.includes(run.id) ? null : apartInWords(run, reference)}
              onDerive={onDerive}
            />
          ))}
        </tbody>
      </table>
      {marked && (
        <p className={classes.legend}>
          ▲ the best of the runs on the same data, by {MONITOR_WORDS[by]} on validation
        </p>
      )}
    </div>
  );
});

/** On test, of the best weights: BLEU of a translation. */
function testScore({ result, recipe }: SteadyRun): string {
  const by = mainScore(recipe);
  return mainScoreText(result && mainValue(result.test, by), by);
}

interface RowProps extends Pick<RunTableProps, 'onDerive'> {
  run: SteadyRun;
  /** The best of all. */
  best: boolean;
  /** Why it does not compete: "on other data: own.csv". */
  elsewhere: string | null;
}

const Row = memo(function Row({ run, best, elsewhere, onDerive }: RowProps) {
  const shown = useRuns((state) => state.shown[run.id] !== undefined);
  const wish = useRuns((state) => state.wishes[run.id]);
  const { monitor } = run.recipe.training;
  return (
    <tr>
      <td>
        <span className={classes.tick}>
          <Checkbox
            size="xs"
            checked={shown}
            onChange={(event) => showRun(run.id, event.currentTarget.checked)}
            aria-label={`Show the curves of run ${run.number}`}
          />
          <RunSwatch run={run} />
        </span>
      </td>
      <th scope="row" title={run.recipe.name}>
        {run.number}
        {best && <span className={classes.mark}> ▲</span>}
        <span className={classes.status} data-status={run.status} title={run.error?.message}>
          {statusWord(run.status, wish)}
          {isActive(run.status) && <RunShare id={run.id} />}
        </span>
      </th>
      <td className={classes.changed}>
        <RunChanges run={run} />
        {elsewhere !== null && (
          <span
            className={classes.elsewhere}
            title="Its scores answer another question: they are not compared with those of the other runs."
          >
            {elsewhere}
          </span>
        )}
      </td>
      <td data-number data-label="parameters">
        {count(run.parameters)}
      </td>
      <td data-number data-label="time">
        <RunTime run={run} />
      </td>
      <Scores id={run.id} monitor={monitor} best={best && monitor === mainScore(run.recipe)} />
      <td data-number data-label="test">
        {testScore(run)}
      </td>
      <td>
        <RunMenu run={run} onDerive={onDerive} />
      </td>
    </tr>
  );
});

function Scores({ id, monitor, best }: { id: string; monitor: Monitor; best: boolean }) {
  const reached = useLive(id);
  return (
    <>
      <td data-number data-best={best} data-label="best">
        {score(reached?.best?.[monitor])}
      </td>
      <td data-number data-label="at epoch">
        {reached?.best ? reached.best.epoch.toFixed(1) : '–'}
      </td>
      <td data-number data-label="last">
        {score(reached?.last?.[monitor])}
      </td>
    </>
  );
}
