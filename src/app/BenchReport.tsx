import { useMemo } from 'react';
import { agreement, type Row, type WorkloadReport } from '../bench/report.ts';
import { BarChart } from '../charts/BarChart.tsx';
import { formatNumber } from '../charts/format.ts';
import { reportTable } from './bench-table.ts';
import classes from './BenchPage.module.css';

function memoryOf({ memory, variant }: Row): string {
  if (!memory || variant.device === 'js') return '–';
  return `${formatNumber(Math.round((variant.device === 'webgpu' ? memory.gpu : memory.wasm) / 1e6))} MB`;
}

function Numbers({ report: { workload, rows, unit } }: { report: WorkloadReport }) {
  return (
    <div className={classes.scroll} role="group" aria-label={`${workload.title}, numbers`} tabIndex={0}>
      <table className={classes.table}>
        <thead>
          <tr>
            <th scope="col">Library</th>
            <th scope="col">ms a step</th>
            <th scope="col">Time / SeqLab’s</th>
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
                  .map((ratio) => `${ratio.toFixed(ratio < 0.995 ? 2 : 1)} ×`)
                  .join(', ') || '–'}
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
  );
}

/** What was measured of a workload: chart, numbers, and whether the libraries compute the same. */
export function BenchReport({ report }: { report: WorkloadReport }) {
  const { workload, rows, left, disagreements, cancelled } = report;
  const labels = useMemo(() => rows.map(({ variant }) => variant.name), [rows]);
  const series = useMemo(() => [{ name: 'Time of a step', values: rows.map(({ ms }) => ms) }], [rows]);
  const same = agreement(report);
  return (
    <section className={classes.report} aria-label={workload.title}>
      <p className={classes.what}>{workload.what}</p>
      <BarChart
        title={`${workload.title}: time of a step`}
        labelTitle="library"
        valueTitle="milliseconds a step (median)"
        labels={labels}
        series={series}
        table={() => reportTable(report)}
        empty="None of the libraries could be measured."
      />
      {rows.length > 0 && <Numbers report={report} />}
      {cancelled && <p className={classes.note}>Cancelled here: these are fewer steps than were meant.</p>}
      {left.map(({ variant, why }) => (
        <p key={variant.id} className={classes.note}>
          {variant.name} is left out. {why}
        </p>
      ))}
      {disagreements.length > 0 && (
        <p role="alert" className={classes.problem}>
          The libraries do not compute the same here, so their times cannot be compared: {disagreements[0]}
        </p>
      )}
      {same && <p className={classes.note}>{same}</p>}
    </section>
  );
}
