import { Button, Checkbox, Progress, SegmentedControl } from '@mantine/core';
import { useMemo, useState } from 'react';
import { WORKLOADS } from '../bench/workloads.ts';
import type { Row, WorkloadReport } from '../bench/report.ts';
import { BarChart } from '../charts/BarChart.tsx';
import { formatNumber } from '../charts/format.ts';
import { cancelBench, startBench, useBench } from '../store/bench.ts';
import { useDevice } from '../store/device.ts';
import classes from './BenchPage.module.css';

const SECONDS = [
  { value: '1', label: 'Short' },
  { value: '5', label: 'Normal' },
  { value: '20', label: 'Thorough' },
];
const QUICK = ['L', 'optimizer', 'encode'];

function memoryOf({ memory, variant }: Row): string {
  if (!memory || variant.device === 'js') return '–';
  return `${formatNumber(Math.round((variant.device === 'webgpu' ? memory.gpu : memory.wasm) / 1e6))} MB`;
}

function Report({ report }: { report: WorkloadReport }) {
  const { workload, rows, left, disagreements, unit } = report;
  const labels = useMemo(() => rows.map(({ variant }) => variant.name), [rows]);
  const series = useMemo(() => [{ name: 'Time of a step', values: rows.map(({ ms }) => ms) }], [rows]);
  return (
    <section className={classes.report} aria-label={workload.title}>
      <p className={classes.what}>{workload.what}</p>
      <BarChart
        title={`${workload.title}: time of a step`}
        labelTitle="library"
        valueTitle="milliseconds a step (median)"
        labels={labels}
        series={series}
        empty="None of the libraries could be measured."
      />
      <div className={classes.scroll} role="group" aria-label={`${workload.title}, numbers`} tabIndex={0}>
        <table className={classes.table}>
          <thead>
            <tr>
              <th scope="col">Library</th>
              <th scope="col">ms a step</th>
              <th scope="col">SeqLab is faster</th>
              <th scope="col">{unit} a second</th>
              <th scope="col">GPU dispatches</th>
              <th scope="col">JavaScript, ms</th>
              <th scope="col">Peak memory</th>
              <th scope="col">Steps timed</th>
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <tr key={row.variant.id}>
                <th scope="row">{row.variant.name}</th>
                <td>{formatNumber(row.ms)}</td>
                <td>
                  {Object.values(row.ratios)
                    .map((ratio) => `${ratio.toFixed(1)} ×`)
                    .join(', ')}
                </td>
                <td>{formatNumber(Math.round(row.perSecond))}</td>
                <td>{row.dispatches === null ? '–' : formatNumber(Math.round(row.dispatches))}</td>
                <td>{row.jsMs === null ? '–' : row.jsMs.toFixed(1)}</td>
                <td>{memoryOf(row)}</td>
                <td>{row.steps}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {left.map(({ variant, why }) => (
        <p key={variant.id} className={classes.note}>
          {variant.name} is left out: {why}
        </p>
      ))}
      {disagreements.length > 0 ? (
        <p role="alert" className={classes.problem}>
          The libraries do not compute the same here, so their times cannot be compared: {disagreements[0]}
        </p>
      ) : (
        <p className={classes.note}>All of them compute the same losses.</p>
      )}
    </section>
  );
}

/** The bench on the visitor's own machine. */
export default function BenchPage() {
  const { progress, reports, error } = useBench();
  const report = useDevice((device) => device.report);
  const [names, setNames] = useState<string[]>(QUICK);
  const [seconds, setSeconds] = useState('5');
  const [wished, setWished] = useState<boolean | null>(null);
  const gpu = report?.choices.find(({ kind }) => kind === 'webgpu');
  // WebGPU that the processor plays takes minutes: only for those who ask for it.
  const slow = gpu?.available === true && report?.kind === 'wasm';
  // Nothing to choose until the device has been looked at: a box that is ticked or not by itself would move under the pointer.
  const webgpu = gpu?.available === true && (wished ?? !slow);
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
        <Checkbox.Group value={names} onChange={setNames} aria-label="What is measured">
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
          onChange={({ currentTarget }) => setWished(currentTarget.checked)}
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
          value={seconds}
          onChange={setSeconds}
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
          <Button
            disabled={names.length === 0}
            onClick={() => void startBench({ names, seconds: Number(seconds), webgpu })}
          >
            Measure
          </Button>
        )}
        <div className={classes.progress} role="status">
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
      {reports.length === 0 && !busy && (
        <p className={classes.note}>Charts and numbers appear here once something has been measured.</p>
      )}
      {reports.map((one) => (
        <Report key={one.workload.name} report={one} />
      ))}
    </main>
  );
}
