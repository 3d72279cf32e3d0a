import { Button, Progress } from '@mantine/core';
import { formatNumber } from '../../charts/format.ts';
import { cancelChoice, useDatasets } from '../../store/datasets.ts';
import type { JobProgress } from '../../worker/protocol.ts';
import classes from './data.module.css';
import { formatBytes } from './files.ts';

/** Phases whose `done` counts rows; all others count bytes. */
const countsRows = (phase: string): boolean =>
  /row|text|word|split|token/.test(phase) && !/reading/.test(phase);

function figures({ phase, done, total, rows, badRows }: JobProgress): string {
  const amount = countsRows(phase) ? formatNumber : formatBytes;
  return [
    phase,
    ...(total !== null ? [`${amount(done)} of ${amount(total)}`] : done > 0 ? [amount(done)] : []),
    ...(rows !== undefined ? [`${formatNumber(rows)} rows`] : []),
    ...(badRows ? [`${formatNumber(badRows)} bad`] : []),
  ].join(' · ');
}

/** What is being opened, how far it is, and the way to cancel it. */
export function JobStrip() {
  const job = useDatasets((state) => state.job);
  if (!job) return null;
  const { done, total } = job.progress;
  return (
    <div className={classes.job}>
      <div className={classes.jobText} role="status">
        <strong>{job.title}</strong>
        <span>{figures(job.progress)}</span>
      </div>
      <Progress
        className={classes.jobBar}
        value={total ? Math.min(100, (100 * done) / total) : 100}
        animated={!total}
        striped={!total}
        size="sm"
        aria-label={`Opening ${job.title}`}
      />
      <Button variant="default" onClick={cancelChoice}>
        Cancel
      </Button>
    </div>
  );
}
