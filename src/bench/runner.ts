import { rowOf, reportOf, type WorkloadReport } from './report.ts';
import type { BenchClient, Measured, StepReading } from './subject.ts';
import { fits, type Variant } from './variants.ts';
import type { Workload } from './workloads.ts';

export interface BenchOptions {
  workloads: readonly Workload[];
  variants: readonly Variant[];
  /** Seconds of steps that each library gets for each workload; a few steps are run whatever they take. */
  seconds: number;
  connect(variant: Variant): BenchClient;
  onProgress(progress: BenchProgress): void;
  onReport(report: WorkloadReport): void;
  signal: AbortSignal;
}

export interface BenchProgress {
  /** How far, in [0, 1]. */
  share: number;
  workload: Workload;
  variant: Variant;
  /** What goes on: "starts", "step 12". */
  doing: string;
}

/** Steps that are run whatever they take: the first compiles, of the three others the median is told. */
const LEAST_STEPS = 4;
/** Of steps that take longer than `LONG_MS`: one that compiles, one that is timed. */
const LEAST_LONG_STEPS = 2;
const LONG_MS = 30_000;
const MOST_STEPS = 400;
/** Where they take no longer than `WARM_MS` together, at least so many: JavaScript is compiled within its first dozens of calls. */
const WARM_STEPS = 30;
const WARM_MS = 25_000;
/** Libraries take turns of about so long, so that all see the same machine, its warm and its busy moments. */
const TURN_MS = 700;
/** Steps of a turn that are run in a row where all of them take no longer than this: a step of a training comes after another. */
const ROW = 5;
const ROW_MS = 6000;

interface Contestant {
  variant: Variant;
  client: BenchClient;
  differs: string | null;
  readings: StepReading[];
  memory: Measured['memory'] | null;
  spentMs: number;
  done: boolean;
}

/**
 * Runs workload after workload; within one, the libraries in turns.
 * @throws the signal's reason when cancelled, after a report of what the workload under way had measured by then
 */
export async function runBench(options: BenchOptions): Promise<WorkloadReport[]> {
  const reports: WorkloadReport[] = [];
  for (const [index, workload] of options.workloads.entries()) {
    const report = await runWorkload(options, workload, index);
    if (report.rows.length > 0 || !report.cancelled) options.onReport(report);
    if (report.cancelled) options.signal.throwIfAborted();
    reports.push(report);
  }
  return reports;
}

async function runWorkload(
  options: BenchOptions,
  workload: Workload,
  index: number,
): Promise<WorkloadReport> {
  const { variants, seconds, signal } = options;
  const left: WorkloadReport['left'] = [];
  const contestants: Contestant[] = [];
  const meant = variants.filter((variant) => fits(workload.work.kind, variant));
  const tell = (variant: Variant, doing: string): void => {
    const spent = contestants.reduce(
      (sum, { spentMs, done }) => sum + (done ? 1 : spentMs / 1000 / seconds),
      0,
    );
    const share = Math.min(1, spent / Math.max(1, meant.length));
    options.onProgress({ share: (index + share) / options.workloads.length, workload, variant, doing });
  };
  const end = (): void => contestants.forEach(({ client }) => client.end());
  signal.addEventListener('abort', end);
  try {
    for (const variant of meant) {
      signal.throwIfAborted();
      tell(variant, 'starts');
      const client = options.connect(variant);
      const contestant: Contestant = {
        variant,
        client,
        differs: null,
        readings: [],
        memory: null,
        spentMs: 0,
        done: false,
      };
      contestants.push(contestant);
      try {
        const { able, differs } = await client.load(workload.work);
        contestant.differs = differs;
        if (!able) throw new Error('It cannot do this, or not in this bench.');
      } catch (error) {
        signal.throwIfAborted();
        leave(contestant, error);
      }
    }
    while (contestants.some(({ done }) => !done)) {
      for (const contestant of contestants) {
        if (contestant.done) continue;
        tell(contestant.variant, `step ${contestant.readings.length + 1}`);
        signal.throwIfAborted();
        try {
          await turn(contestant, seconds);
        } catch (error) {
          signal.throwIfAborted();
          leave(contestant, error);
        }
      }
    }
  } catch (error) {
    if (!signal.aborted) throw error;
  } finally {
    signal.removeEventListener('abort', end);
    end();
  }
  const rows = contestants
    .filter(({ readings }) => readings.length >= (signal.aborted ? LEAST_STEPS : LEAST_LONG_STEPS))
    .map(({ variant, readings, memory, differs }) => rowOf(variant, workload, readings, memory, differs));
  const report = reportOf(workload, rows, left);
  return contestants.length === meant.length && contestants.every(({ done }) => done)
    ? report
    : { ...report, cancelled: true };

  function leave(contestant: Contestant, error: unknown): void {
    contestant.done = true;
    contestant.readings = [];
    contestant.client.end();
    left.push({ variant: contestant.variant, why: sentence(error) });
  }
}

/** What failed, as a sentence. */
function sentence(error: unknown): string {
  const text = (error instanceof Error ? error.message : String(error)).trim();
  return `${text.charAt(0).toUpperCase()}${text.slice(1).replace(/\.$/, '')}.`;
}

async function turn(contestant: Contestant, seconds: number): Promise<void> {
  const { client, readings } = contestant;
  const last = readings.at(-1)?.ms;
  const budget = Math.max(1000 * seconds, WARM_MS) - contestant.spentMs;
  // The first step, which compiles, is not counted as spent.
  const turnMs = last !== undefined && ROW * last <= ROW_MS ? Math.max(TURN_MS, ROW * last) : TURN_MS;
  const wanted = last === undefined ? 1 : Math.floor(Math.min(turnMs, budget) / Math.max(last, 0.01));
  const { steps, memory } = await client.run(Math.max(1, Math.min(50, wanted)));
  readings.push(...steps);
  contestant.memory = memory;
  if (last !== undefined) contestant.spentMs += steps.reduce((sum, { ms }) => sum + ms, 0);
  const warm =
    readings.length >= WARM_STEPS || contestant.spentMs >= WARM_MS || WARM_STEPS * (last ?? 0) > WARM_MS;
  const enough = (contestant.spentMs >= 1000 * seconds && warm) || readings.length > MOST_STEPS;
  const long = Math.min(...readings.slice(1).map(({ ms }) => ms)) > LONG_MS;
  contestant.done = enough && readings.length >= (long ? LEAST_LONG_STEPS : LEAST_STEPS);
  if (contestant.done) client.end();
}
