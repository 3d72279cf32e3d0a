import type { WorkloadReport } from '../bench/report.ts';
import type { ChartTable } from '../charts/table.ts';

/** Four digits are more than a measurement means. */
const rounded = (value: number | null | undefined): number | null =>
  value === null || value === undefined || !Number.isFinite(value) ? null : Number(value.toPrecision(4));

/** All numbers of a workload, their units at the head; null where there are none: what is shown as a table and saved as CSV. */
export function reportTable({ rows, unit }: WorkloadReport): ChartTable {
  return {
    columns: [
      'library',
      'time of a step, median (ms)',
      'lower quartile (ms)',
      'upper quartile (ms)',
      'steps timed',
      "time / SeqLab's",
      `${unit} a second`,
      'GPU dispatches a step',
      'submits a step',
      'JavaScript a step (ms)',
      'submit a step (ms)',
      'peak memory (MB)',
    ],
    rows: rows.map((row) => {
      const { variant, memory } = row;
      const bytes = variant.device === 'webgpu' ? memory?.gpu : memory?.wasm;
      return [
        variant.name,
        rounded(row.ms),
        rounded(row.ms25),
        rounded(row.ms75),
        row.steps,
        rounded(Object.values(row.ratios)[0]),
        Math.round(row.perSecond),
        rounded(row.dispatches),
        rounded(row.submits),
        rounded(row.jsMs),
        rounded(row.submitMs),
        variant.device === 'js' || bytes === undefined ? null : rounded(bytes / 1e6),
      ];
    }),
  };
}
