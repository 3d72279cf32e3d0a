import { useEffect } from 'react';
import { Sparkline } from '../../charts/Sparkline.tsx';
import { isActive, isImported, isResumable, type RunSummary } from '../../runs/record.ts';
import { loadRuns } from '../../store/run-keep.ts';
import { useRuns } from '../../store/runs.ts';
import { ErrorBox } from '../ErrorBox.tsx';
import {
  brief,
  bytes,
  clock,
  count,
  MONITOR_WORDS,
  NONE,
  rate,
  score,
  thousands,
} from '../training/figures.ts';
import { RunButtons } from '../training/RunButtons.tsx';
import { runTitle, statusWord } from '../training/run-words.ts';
import { useHistory, useRun } from '../training/use-runs.ts';
import { RunList } from './RunList.tsx';
import classes from './RunPanel.module.css';

/** The run that is going on, and the list of those there are. */
export default function RunPanel() {
  useEffect(() => void loadRuns(), []);
  const notice = useRuns((state) => state.notice);
  const id = useRuns(runInFocus);
  return (
    <>
      {notice && <ErrorBox error={notice} />}
      {id === null ? (
        <section className={classes.run}>
          <h2 className={classes.heading}>Run</h2>
          <p className={classes.empty}>
            No run yet. Start the baseline: its progress, its curve and how to pause it stand here.
          </p>
        </section>
      ) : (
        <Run id={id} />
      )}
      <RunList />
    </>
  );
}

/** The run at work; else one that can go on; else the newest. */
function runInFocus({ active, order, runs }: ReturnType<typeof useRuns.getState>): string | null {
  if (active !== null && order.includes(active)) return active;
  const last = order.at(-1);
  return order.findLast((id) => runs[id]?.status === 'interrupted') ?? (last === undefined ? null : last);
}

function Run({ id }: { id: string }) {
  const run = useRun(id);
  const wish = useRuns(({ wishes }) => wishes[id]);
  if (!run) return null;
  const { progress, status, error } = run;
  const share =
    progress && progress.totalSteps > 0 ? progress.step / progress.totalSteps : isImported(run) ? 1 : 0;
  return (
    <section className={classes.run} aria-label="The run in focus">
      <h2 className={classes.heading}>
        {runTitle(run)}{' '}
        <span className={classes.chip} data-status={status}>
          {statusWord(status, wish)}
        </span>
      </h2>
      <div
        className={classes.bar}
        role="progressbar"
        aria-label={`Progress of run ${run.number}`}
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={Math.round(100 * share)}
      >
        <div style={{ transform: `scaleX(${share})` }} />
      </div>
      <Where run={run} />
      <Curve run={run} />
      <Figures run={run} />
      {error && isResumable(status) && <ErrorBox error={error} />}
      <RunButtons id={id} />
    </section>
  );
}

function Where({ run }: { run: RunSummary }) {
  const { status, progress } = run;
  const preparing = useRuns((state) => state.preparing);
  const before = isImported(run)
    ? 'opened from a zip'
    : status === 'queued'
      ? 'waits for its turn'
      : status === 'preparing'
        ? (preparing?.phase ?? 'getting ready')
        : 'not begun';
  return (
    <p className={classes.where}>
      <span>
        {progress && status !== 'preparing' && status !== 'queued'
          ? `epoch ${progress.epoch} of ${progress.epochs} · step ${count(progress.step)}`
          : before}
      </span>
      <span>
        {progress &&
          (isActive(status) ? `${clock(progress.secondsLeft)} left` : `took ${clock(progress.seconds)}`)}
      </span>
    </p>
  );
}

function Curve({ run }: { run: RunSummary }) {
  const history = useHistory(run.id);
  return (
    <div className={classes.curve}>
      {history && history.step.length > 0 && (
        <Sparkline
          title={`Training loss of run ${run.number}`}
          xTitle="step"
          x={history.step}
          y={history.loss}
          {...(run.progress && { xEnd: run.progress.totalSteps })}
        />
      )}
    </div>
  );
}

function Figures({ run }: { run: RunSummary }) {
  const history = useHistory(run.id);
  const { monitor } = run.recipe.training;
  const { progress, best, last } = run;
  const going = isActive(run.status);
  return (
    <dl className={classes.figures}>
      <dt>speed</dt>
      <dd>
        {going && progress
          ? `${brief(progress.stepsPerSecond)} steps/s · ${thousands(progress.tokensPerSecond)} tokens/s`
          : progress && progress.seconds > 0
            ? `${brief(progress.step / progress.seconds)} steps/s`
            : NONE}
      </dd>
      <dt>best {MONITOR_WORDS[monitor]}</dt>
      <dd>{best ? `${score(best[monitor])} at epoch ${best.epoch.toFixed(1)}` : NONE}</dd>
      <dt>last {MONITOR_WORDS[monitor]}</dt>
      <dd>{last ? score(last[monitor]) : NONE}</dd>
      <dt>learning rate</dt>
      <dd>{rate(history?.lr.at(-1))}</dd>
      <dt>gradient norm</dt>
      <dd>{brief(history?.gradNorm.at(-1))}</dd>
      <dt>memory</dt>
      <dd>{progress ? `${bytes(progress.bytes)} in ${count(progress.tensors)} tensors` : NONE}</dd>
      <dt>device</dt>
      <dd>
        {run.device ? `${run.device.kind === 'webgpu' ? 'WebGPU' : run.device.kind.toUpperCase()}` : NONE}
      </dd>
    </dl>
  );
}
