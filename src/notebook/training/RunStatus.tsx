import { isActive, isResumable } from '../../runs/record.ts';
import { useRuns } from '../../store/runs.ts';
import { useCell } from '../use-cell.ts';
import { ErrorBox } from '../ErrorBox.tsx';
import { count, MONITOR_WORDS, score } from './figures.ts';
import { RunButtons } from './RunButtons.tsx';
import { doingWords, runTitle, statusWord, timeInWords } from './run-words.ts';
import classes from './training.module.css';
import { type SteadyRun, useLive, useRun } from './use-runs.ts';

/** One line: which run, what it does, how far it is; and what can be done with it. */
export function RunStatus({ id }: { id: string | null }) {
  const run = useRun(id);
  const { error: failure } = useCell();
  const preparing = useRuns((state) => state.preparing?.phase);
  const wish = useRuns(({ wishes }) => (id === null ? undefined : wishes[id]));
  if (!run) {
    return (
      <div className={classes.status}>
        <p>Run this cell to train the model above. It can be paused, stopped and resumed at any step.</p>
      </div>
    );
  }
  const { status, error } = run;
  // The cell that failed with it has said it already.
  const said = failure !== null && failure.message === error?.message;
  return (
    <>
      <div className={classes.status}>
        <p>
          <strong>{runTitle(run)}</strong>
          <span className={classes.word} data-status={status}>
            {statusWord(status, wish)}
          </span>
          <span className={classes.facts}>
            {status === 'preparing' ? (preparing ?? 'getting ready') : <Facts run={run} />}
          </span>
        </p>
        <RunButtons id={run.id} epoch />
      </div>
      {error && !said && isResumable(status) && <ErrorBox error={error} />}
    </>
  );
}

function Facts({ run: { id, status, recipe } }: { run: SteadyRun }) {
  const { progress, best } = useLive(id) ?? {};
  const { monitor } = recipe.training;
  const facts = [
    progress?.doing && isActive(status) && doingWords(progress.doing),
    progress && `epoch ${progress.epoch} of ${progress.epochs}`,
    progress && `step ${count(progress.step)} of ${count(progress.totalSteps)}`,
    progress && timeInWords(status, progress),
    best && `best ${MONITOR_WORDS[monitor]} ${score(best[monitor])}`,
  ];
  return <>{facts.filter(Boolean).join(' · ')}</>;
}
