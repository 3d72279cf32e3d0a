import { Button, Checkbox, Progress, SegmentedControl } from '@mantine/core';
import { WORKLOADS } from '../bench/workloads.ts';
import type { BenchProgress } from '../bench/runner.ts';
import { cancelBench, startBench, useBench, wishBench } from '../store/bench.ts';
import { useDevice } from '../store/device.ts';
import { BenchReport } from './BenchReport.tsx';
import classes from './BenchPage.module.css';

const SECONDS = [
  { value: '1', label: 'Short' },
  { value: '5', label: 'Normal' },
  { value: '20', label: 'Thorough' },
];

/** How far it was when it was cancelled, and what is left of it. */
function cancelled({ workload, variant, doing }: BenchProgress, reports: number): string {
  const at = `“${workload.title}” (${variant.name}: ${doing})`;
  return reports > 0
    ? `Cancelled during ${at}. What was measured before stays below.`
    : `Cancelled during ${at}. Too few steps had been measured by then to show.`;
}

/** The bench on the visitor's own machine. */
export default function BenchPage() {
  const { wish, progress, reports, error, cancelledAt } = useBench();
  const report = useDevice((device) => device.report);
  const gpu = report?.choices.find(({ kind }) => kind === 'webgpu');
  // WebGPU that the processor plays takes minutes: only for those who ask for it.
  const slow = gpu?.available === true && report?.kind === 'wasm';
  // Nothing to choose until the device has been looked at: a box that is ticked or not by itself would move under the pointer.
  const webgpu = gpu?.available === true && (wish.webgpu ?? !slow);
  const busy = progress !== null;
  return (
    <main id="main" tabIndex={-1} className={classes.page}>
      <h1>How fast is it on this machine?</h1>
      <p>
        The same training steps, run by SeqLab and by TensorFlow.js as it comes, in turns, on this computer.
        Both start from the same weights and read the same texts, and it is checked that they compute the same
        loss. The time of a step is the median, from the first call to the moment the device has done
        everything: forward, backward and update. Nothing is sent anywhere.
      </p>
      <fieldset className={classes.choice} disabled={busy}>
        <legend>What is measured</legend>
        <Checkbox.Group
          value={[...wish.names]}
          onChange={(names) => wishBench({ names })}
          aria-label="What is measured"
        >
          <div className={classes.boxes}>
            {WORKLOADS.map(({ name, title }) => (
              <Checkbox key={name} value={name} label={title} disabled={busy} />
            ))}
          </div>
        </Checkbox.Group>
        <Checkbox
          className={classes.webgpu}
          checked={webgpu}
          disabled={busy || gpu?.available !== true}
          onChange={({ currentTarget }) => wishBench({ webgpu: currentTarget.checked })}
          label="On WebGPU too"
          description={
            gpu?.available === false
              ? `There is none here: ${gpu.why}.`
              : slow
                ? 'The processor plays the graphics card here: this takes many minutes.'
                : gpu
                  ? 'The graphics card of this machine.'
                  : 'Whether this machine has a graphics card is being looked at.'
          }
        />
        <SegmentedControl
          data={SECONDS}
          value={String(wish.seconds)}
          onChange={(seconds) => wishBench({ seconds: Number(seconds) })}
          disabled={busy}
          aria-label="How long"
        />
      </fieldset>
      <div className={classes.actions}>
        {busy ? (
          <Button variant="default" onClick={cancelBench}>
            Cancel
          </Button>
        ) : (
          <Button disabled={wish.names.length === 0} onClick={() => void startBench(webgpu)}>
            Measure
          </Button>
        )}
        <div className={classes.progress} role="status">
          {cancelledAt && <span>{cancelled(cancelledAt, reports.length)}</span>}
          {progress && (
            <>
              <span>
                {progress.workload.title} · {progress.variant.name}: {progress.doing}
              </span>
              <Progress value={100 * progress.share} aria-label="Progress of the measurement" />
            </>
          )}
        </div>
      </div>
      {error && (
        <p role="alert" className={classes.problem}>
          {error.message} {error.hint}
        </p>
      )}
      {reports.length === 0 && !busy && !cancelledAt && (
        <p className={classes.note}>Charts and numbers appear here once something has been measured.</p>
      )}
      {reports.map((one) => (
        <BenchReport key={one.workload.name} report={one} />
      ))}
    </main>
  );
}
