import { median, quantile, relativeDifference } from './statistics.ts';
import type { MemoryReading, StepReading } from './subject.ts';
import type { Variant } from './variants.ts';
import { resultOf, unitsOf, type Workload } from './workloads.ts';

/** What one library needed for one workload. */
export interface Row {
  variant: Variant;
  /** Steps that were timed; the first one, which compiles, is not. */
  steps: number;
  /** Median milliseconds a step, and the quarter that was faster or slower. */
  ms: number;
  ms25: number;
  ms75: number;
  /** Words (weights, bytes) a second. */
  perSecond: number;
  /** Medians a step; null where there is no GPU. */
  dispatches: number | null;
  submits: number | null;
  /** Milliseconds of JavaScript until the step was recorded; null where recording and computing are one. */
  jsMs: number | null;
  /** Milliseconds more within `submit`, where the browser hands the step to the GPU. */
  submitMs: number | null;
  /** Peak bytes. */
  memory: MemoryReading | null;
  /** Of the first steps, the one that compiles included: the loss, or what else tells the step's result (`resultOf`). */
  losses: number[];
  /** Why its losses are not compared with the others. */
  differs: string | null;
  /** Its time as a multiple of SeqLab's on the same device; of PyTorch: on each device. */
  ratios: Record<string, number>;
}

export interface WorkloadReport {
  workload: Workload;
  unit: string;
  rows: Row[];
  /** What could not be measured, and why: a sentence. */
  left: { variant: Variant; why: string }[];
  /** Where the libraries do not compute the same; empty: all that can be compared agree. */
  disagreements: string[];
  /** The workload was cancelled: fewer steps than were meant. */
  cancelled?: true;
}

/** Losses of so many steps are kept and compared. */
export const COMPARED_STEPS = 5;
/** The first loss depends on the forward pass alone; later ones on gradients and updates, whose rounding adds up. */
const FIRST_TOLERANCE = 2e-4;
const LATER_TOLERANCE = 5e-3;

export function rowOf(
  variant: Variant,
  workload: Workload,
  readings: readonly StepReading[],
  memory: MemoryReading | null,
  differs: string | null,
): Row {
  const timed = readings.slice(1);
  const of = (pick: (reading: StepReading) => number): number => median(timed.map(pick));
  const times = timed.map(({ ms }) => ms);
  const onGpu = variant.device === 'webgpu';
  const ms = median(times);
  return {
    variant,
    steps: timed.length,
    ms,
    ms25: quantile(times, 0.25),
    ms75: quantile(times, 0.75),
    perSecond: (1000 * unitsOf(workload.work).count) / ms,
    dispatches: onGpu ? of(({ dispatches }) => dispatches) : null,
    submits: onGpu ? of(({ submits }) => submits) : null,
    jsMs: onGpu ? of(({ recordMs, submitMs }) => recordMs - submitMs) : null,
    submitMs: onGpu ? of(({ submitMs }) => submitMs) : null,
    memory,
    losses: readings.slice(0, COMPARED_STEPS).map(({ loss }) => loss),
    differs,
    ratios: {},
  };
}

/** Ratios of all rows to SeqLab's, and whether the losses agree. */
export function reportOf(workload: Workload, rows: Row[], left: WorkloadReport['left']): WorkloadReport {
  const ours = rows.filter(({ variant }) => variant.library === 'seqlab');
  const compared = rows.map((row) => ({
    ...row,
    ratios: Object.fromEntries(
      ours
        .filter(
          ({ variant }) =>
            row.variant.library !== 'seqlab' &&
            (row.variant.device === 'cpu' || row.variant.device === variant.device),
        )
        .map(({ variant, ms }) => [variant.id, row.ms / ms]),
    ),
  }));
  return {
    workload,
    unit: unitsOf(workload.work).unit,
    rows: compared,
    left,
    disagreements: disagreements(rows, resultOf(workload.work).one),
  };
}

/** The last step, from 1, whose loss all rows have: those of one step can stand side by side. 0 without rows. */
export const lastCommonStep = (rows: readonly Row[]): number =>
  rows.length === 0 ? 0 : Math.min(...rows.map(({ losses }) => losses.length));

/** That the libraries compute the same, in a sentence; null where they do not, or nothing was measured. */
export function agreement({ workload, rows, disagreements: problems }: WorkloadReport): string | null {
  if (rows.length === 0 || problems.length > 0) return null;
  const { all } = resultOf(workload.work);
  const compared = rows.filter(({ differs }) => differs === null).length;
  if (compared < 2) return 'There is no other here to compare its results with.';
  return compared === rows.length ? all : `${all.replace(/^All/, 'All others')}`;
}

/** Each row's losses against those of the first row, step by step. `what` is compared: "loss". */
export function disagreements(rows: readonly Row[], what = 'loss'): string[] {
  const problems: string[] = [];
  const [first, ...others] = rows.filter(({ differs }) => differs === null);
  for (const row of rows)
    if (!row.losses.every(Number.isFinite))
      problems.push(`${row.variant.name}: the ${what} of a step is not a number.`);
  if (!first || problems.length > 0) return problems;
  for (const { variant, losses } of others) {
    const at = losses.findIndex((loss, step) => {
      const wanted = first.losses[step];
      const tolerance = step === 0 ? FIRST_TOLERANCE : LATER_TOLERANCE;
      return wanted !== undefined && relativeDifference(loss, wanted) > tolerance;
    });
    if (at >= 0)
      problems.push(
        `The ${what} of step ${at + 1} is ${losses[at]} with ${variant.name} and ${first.losses[at]} with ${first.variant.name}.`,
      );
  }
  return problems;
}
