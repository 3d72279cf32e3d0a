import { useEffect } from 'react';
import { Sparkline } from '../../charts/Sparkline.tsx';
import { isActive, isImported, isResumable } from '../../runs/record.ts';
import type { RunProgress } from '../../runs/types.ts';
import { loadRuns } from '../../store/run-keep.ts';
import { useRuns } from '../../store/runs.ts';
import { ErrorBox } from '../ErrorBox.tsx';
import { brief, bytes, count, MONITOR_WORDS, NONE, rate, score, thousands } from '../training/figures.ts';
import { RunButtons } from '../training/RunButtons.tsx';
import { doingWords, runTitle, statusWord, timeInWords } from '../training/run-words.ts';
import { type SteadyRun, useHistory, useLive, useNewest, useRun } from '../training/use-runs.ts';
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

/** The run at work; else the newest that has begun, to go on with where it was interrupted; else the newest. */
function runInFocus({ active, order, runs }: ReturnType<typeof useRuns.getState>): string | null {
  if (active !== null && order.includes(active)) return active;
  return order.findLast((id) => runs[id]?.status !== 'queued') ?? order.at(-1) ?? null;
}

function Run({ id }: { id: string }) {
  const run = useRun(id);
  const wish = useRuns(({ wishes }) => wishes[id]);
  if (!run) return null;
  const { status, error } = run;
  return (
    <section className={classes.run} aria-label="The run in focus">
      <h2 className={classes.heading}>
        {runTitle(run)}{' '}
        <span className={classes.chip} data-status={status}>
          {statusWord(status, wish)}
        </span>
      </h2>
      <Bar run={run} />
      <Where run={run} />
      <Curve id={id} number={run.number} />
      <Figures run={run} />
      {error && isResumable(status) && <ErrorBox error={error} />}
      <NewestNote notes={run.notes} />
      <RunButtons id={id} />
    </section>
  );
}

/** What happened to the run that its figures do not say: a lost device, a new worker, an early stop. */
function NewestNote({ notes }: { notes: readonly string[] }) {
  const newest = notes.at(-1);
  return (
    <p className={classes.note} role="status">
      {newest}
    </p>
  );
}

function Bar({ run }: { run: SteadyRun }) {
  const progress = useLive(run.id)?.progress;
  const unknown = isImported(run) ? 1 : 0;
  const share = progress && progress.totalSteps > 0 ? shareOf(progress) : unknown;
  return (
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
  );
}

/** Before the first step that of what comes before it, so that it is seen to go on. */
const shareOf = ({ step, totalSteps, doing }: RunProgress): number =>
  step === 0 && doing ? doing.done / doing.total : step / totalSteps;

/** What stands where the steps will stand. */
function beforeSteps(run: SteadyRun, phase: string | undefined): string {
  if (isImported(run)) return 'opened from a zip';
  if (run.status === 'queued') return 'waits for its turn';
  return run.status === 'preparing' ? (phase ?? 'getting ready') : 'not begun';
}

function Where({ run }: { run: SteadyRun }) {
  const { status } = run;
  const progress = useLive(run.id)?.progress;
  const phase = useRuns((state) => state.preparing?.phase);
  return (
    <p className={classes.where}>
      <span>
        {progress && status !== 'preparing' && status !== 'queued'
          ? isActive(status) && progress.doing
            ? doingWords(progress.doing)
            : `epoch ${progress.epoch} of ${progress.epochs} · step ${count(progress.step)}`
          : beforeSteps(run, phase)}
      </span>
      <span>{progress && timeInWords(status, progress)}</span>
    </p>
  );
}

function Curve({ id, number }: { id: string; number: number }) {
  const history = useHistory(id);
  const totalSteps = useRuns(({ runs }) => runs[id]?.progress?.totalSteps);
  return (
    <div className={classes.curve}>
      {history && history.step.length > 0 && (
        <Sparkline
          title={`Training loss of run ${number}`}
          xTitle="step"
          x={history.step}
          y={history.loss}
          {...(totalSteps !== undefined && { xEnd: totalSteps })}
        />
      )}
    </div>
  );
}

function Figures({ run }: { run: SteadyRun }) {
  const { lr, gradNorm } = useNewest(run.id);
  const { progress, best, last } = useLive(run.id) ?? {};
  const { monitor } = run.recipe.training;
  return (
    <dl className={classes.figures}>
      <dt>speed</dt>
      <dd>{progress ? speed(progress, isActive(run.status)) : NONE}</dd>
      <dt>best {MONITOR_WORDS[monitor]}</dt>
      <dd>{best ? `${score(best[monitor])} at epoch ${best.epoch.toFixed(1)}` : NONE}</dd>
      <dt>last {MONITOR_WORDS[monitor]}</dt>
      <dd>{last ? score(last[monitor]) : NONE}</dd>
      <dt>learning rate</dt>
      <dd>{rate(lr)}</dd>
      <dt>gradient norm</dt>
      <dd>{brief(gradNorm)}</dd>
      <dt>memory</dt>
      <dd>{progress ? `${bytes(progress.bytes)} in ${count(progress.tensors)} tensors` : NONE}</dd>
      <dt>device</dt>
      <dd>{run.device ? DEVICE_WORDS[run.device.kind] : NONE}</dd>
    </dl>
  );
}

const DEVICE_WORDS = { webgpu: 'WebGPU', wasm: 'WASM', cpu: 'CPU' } as const;

/** As it goes, or on average over a run that has ended. */
function speed(progress: RunProgress, going: boolean): string {
  const { stepsPerSecond, tokensPerSecond, step, seconds } = progress;
  if (going) return `${brief(stepsPerSecond)} steps/s · ${thousands(tokensPerSecond)} tokens/s`;
  return seconds > 0 ? `${brief(step / seconds)} steps/s` : NONE;
}
