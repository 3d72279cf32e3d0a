import { agreement, lastCommonStep, type Row, type WorkloadReport } from '../src/bench/report.ts';
import { resultOf } from '../src/bench/workloads.ts';
import type { GrowthReport } from './growth.ts';

/** Reports as text for a terminal. */

/** As many digits as the value means: three. */
export function digits(value: number): string {
  if (!Number.isFinite(value)) return '–';
  if (value >= 100) return Math.round(value).toLocaleString('en-US');
  return value >= 10 ? value.toFixed(1) : value.toFixed(2);
}

const optional = (value: number | null): string => (value === null ? '–' : digits(value));
const whole = (value: number | null): string =>
  value === null ? '–' : Math.round(value).toLocaleString('en-US');
const megabytes = (bytes: number): string => (bytes / 1e6).toFixed(bytes < 1e7 ? 1 : 0);

function memoryOf({ memory, variant }: Row): string {
  if (!memory || variant.device === 'js') return '–';
  return megabytes(variant.device === 'webgpu' ? memory.gpu : memory.wasm);
}

/** Rows of cells with the columns aligned: the first to the left, the others to the right. */
export function aligned(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, i) => Math.max(...rows.map((row) => (row[i] ?? '').length)));
  return rows
    .map((row) =>
      row
        .map((cell, i) => (i === 0 ? cell.padEnd(widths[i] ?? 0) : cell.padStart(widths[i] ?? 0)))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

function ratios({ ratios: all }: Row): string {
  const entries = Object.entries(all);
  if (entries.length === 0) return '–';
  if (entries.length === 1) return `${digits(entries[0]?.[1] ?? NaN)} ×`;
  return entries.map(([id, ratio]) => `${digits(ratio)} × ${id.split('-')[1]}`).join(', ');
}

/** The first step, and the last one that all have: what they say of a step can be compared. */
function comparedSteps(rows: readonly Row[]): number[] {
  return [...new Set([1, lastCommonStep(rows)])];
}

export function reportText(report: WorkloadReport): string {
  const { workload, unit, rows, left, disagreements } = report;
  const steps = comparedSteps(rows);
  const { short } = resultOf(workload.work);
  const head = [
    'library',
    'ms/step',
    'quartiles',
    'steps',
    `${unit}/s`,
    'dispatches',
    'submits',
    'JS ms',
    'submit ms',
    'peak MB',
    ...steps.map((step) => `${short}, step ${step}`),
    "time / SeqLab's",
  ];
  const body = rows.map((row) => [
    row.variant.name,
    digits(row.ms),
    `${digits(row.ms25)} … ${digits(row.ms75)}`,
    String(row.steps),
    whole(row.perSecond),
    whole(row.dispatches),
    whole(row.submits),
    optional(row.jsMs),
    optional(row.submitMs),
    memoryOf(row),
    ...steps.map((step) => row.losses[step - 1]?.toFixed(5) ?? '–'),
    ratios(row),
  ]);
  const same = agreement(report);
  return [
    `${workload.name}: ${workload.what}`,
    rows.length > 0 ? aligned([head, ...body]) : '  Nothing could be measured.',
    ...rows.filter(({ differs }) => differs).map((row) => `  ${row.variant.name}: ${row.differs}.`),
    ...left.map(({ variant, why }) => `  ${variant.name} is left out. ${why}`),
    ...disagreements.map((line) => `  DIFFERENT: ${line}`),
    ...(same ? [`  ${same}`] : []),
  ].join('\n');
}

export function growthText({ recurrent, attention, memory, problems }: GrowthReport): string {
  return [
    'memory: how time and memory of SeqLab grow',
    aligned([
      ['LSTM 128, words a text', ...(recurrent[0]?.lengths ?? []).map(String), 'power'],
      ...recurrent.flatMap(({ device, ms, dispatches, exponent }) => [
        [`${device}, ms/step`, ...ms.map(digits), exponent.toFixed(2)],
        ...(dispatches.some((count) => count !== null)
          ? [[`${device}, dispatches`, ...dispatches.map(whole), '']]
          : []),
      ]),
    ]),
    aligned([
      ['attention, words a text', ...(attention[0]?.lengths ?? []).map(String), 'power'],
      ...attention.map(({ device, bytes, exponent }) => [
        `${device}, peak MB`,
        ...bytes.map(megabytes),
        exponent.toFixed(2),
      ]),
    ]),
    ...memory.map(
      ({ device, after50, after1000, ratio }) =>
        `  ${device}: ${megabytes(after50)} MB after 50 steps of mixed lengths, ${megabytes(after1000)} MB after 1,000: × ${ratio.toFixed(2)}`,
    ),
    ...problems.map((line) => `  TOO MUCH: ${line}`),
  ].join('\n');
}
