import { CutName } from '../../charts/CutName.tsx';
import { Button, Checkbox } from '@mantine/core';
import { memo } from 'react';
import { isActive, isUnfinished } from '../../runs/record.ts';
import { undoDelete } from '../../store/run-actions.ts';
import { showRun, useRuns } from '../../store/runs.ts';
import { MONITOR_WORDS, score } from '../training/figures.ts';
import { RunSwatch } from '../training/RunSwatch.tsx';
import { shortTitle, statusWord } from '../training/run-words.ts';
import { type SteadyRun, useRun } from '../training/use-runs.ts';
import classes from './RunPanel.module.css';

/** All runs, newest first; those with a tick have their curves laid over each other. */
export function RunList() {
  const order = useRuns((state) => state.order);
  return (
    <section aria-label="List of runs" className={classes.list}>
      <h2 className={classes.heading}>Runs</h2>
      <Deleted />
      {order.length === 0 ? (
        <p className={classes.empty}>Each run is listed here, to be ticked and compared.</p>
      ) : (
        <ul>
          {order.toReversed().map((id) => (
            <Row key={id} id={id} />
          ))}
        </ul>
      )}
    </section>
  );
}

const Row = memo(function Row({ id }: { id: string }) {
  const run = useRun(id);
  const shown = useRuns((state) => state.shown[id] !== undefined);
  if (!run) return null;
  return (
    <li>
      <label className={classes.row}>
        <Checkbox
          size="xs"
          checked={shown}
          onChange={(event) => showRun(id, event.currentTarget.checked)}
          aria-label={`Show the curves of run ${run.number}, ${run.recipe.name}`}
        />
        <RunSwatch run={run} />
        <span className={classes.name} title={run.recipe.name}>
          <CutName name={shortTitle(run)} most={44} />
        </span>
        <Outcome run={run} />
      </label>
    </li>
  );
});

/** The best score of a run that has ended well; else what it does. */
function Outcome({ run: { id, status, recipe } }: { run: SteadyRun }) {
  const best = useRuns(({ runs }) => runs[id]?.best ?? null);
  const { monitor } = recipe.training;
  const trouble = status === 'failed' || status === 'interrupted';
  return best && !isUnfinished(status) && !trouble ? (
    <span title={`best ${MONITOR_WORDS[monitor]} on validation`}>{score(best[monitor])}</span>
  ) : (
    <span className={classes.state} data-active={isActive(status)}>
      {statusWord(status)}
    </span>
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
