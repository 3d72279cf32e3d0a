import { Button, Checkbox } from '@mantine/core';
import { useShallow } from 'zustand/react/shallow';
import type { RunSummary } from '../../runs/record.ts';
import { isActive, isUnfinished } from '../../runs/record.ts';
import { undoDelete } from '../../store/run-actions.ts';
import { showRun, useRuns } from '../../store/runs.ts';
import { MONITOR_WORDS, score } from '../training/figures.ts';
import { RunSwatch } from '../training/RunSwatch.tsx';
import { shortTitle, statusWord } from '../training/run-words.ts';
import classes from './RunPanel.module.css';

/** All runs, newest first; those with a tick have their curves laid over each other. */
export function RunList() {
  const runs = useRuns(
    useShallow(({ order, runs }) => order.map((id) => runs[id]).filter((run) => run !== undefined)),
  );
  return (
    <section aria-label="List of runs" className={classes.list}>
      <h2 className={classes.heading}>Runs</h2>
      <Deleted />
      {runs.length === 0 ? (
        <p className={classes.empty}>Each run is listed here, to be ticked and compared.</p>
      ) : (
        <ul>
          {runs.toReversed().map((run) => (
            <Row key={run.id} run={run} />
          ))}
        </ul>
      )}
    </section>
  );
}

function Row({ run }: { run: RunSummary }) {
  const shown = useRuns(({ shown }) => shown[run.id] !== undefined);
  const { monitor } = run.recipe.training;
  const trouble = run.status === 'failed' || run.status === 'interrupted';
  return (
    <li>
      <label className={classes.row}>
        <Checkbox
          size="xs"
          checked={shown}
          onChange={(event) => showRun(run.id, event.currentTarget.checked)}
          aria-label={`Show the curves of run ${run.number}, ${run.recipe.name}`}
        />
        <RunSwatch run={run} />
        <span className={classes.name} title={run.recipe.name}>
          {shortTitle(run)}
        </span>
        {run.best && !isUnfinished(run.status) && !trouble ? (
          <span title={`best ${MONITOR_WORDS[monitor]} on validation`}>{score(run.best[monitor])}</span>
        ) : (
          <span className={classes.state} data-active={isActive(run.status)}>
            {statusWord(run.status)}
          </span>
        )}
      </label>
    </li>
  );
}

function Deleted() {
  const id = useRuns(({ deleted }) => deleted.at(-1));
  const number = useRuns(({ runs }) => (id === undefined ? undefined : runs[id]?.number));
  return (
    <div role="status">
      {id !== undefined && number !== undefined && (
        <p className={classes.undo}>
          Run {number} deleted.{' '}
          <Button variant="subtle" onClick={() => undoDelete(id)}>
            Undo
          </Button>
        </p>
      )}
    </div>
  );
}
