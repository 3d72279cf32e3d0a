import type { WorkloadReport } from '../src/bench/report.ts';
import { runBench } from '../src/bench/runner.ts';
import type { BenchClient, Measured } from '../src/bench/subject.ts';
import type { Variant } from '../src/bench/variants.ts';
import { type Work, WORKLOADS } from '../src/bench/workloads.ts';
import { benchClient } from '../src/worker/bench-client.ts';
import { checkGrowth, type GrowthReport } from './growth.ts';
import type { Plan } from './plan.ts';

/** The bench for the command line: all libraries in one page, each in a worker; PyTorch through whoever opened it. */
export interface BenchRequest {
  /** Of workloads. */
  names: string[];
  variants: Variant[];
  seconds: number;
  /** Devices on which it is looked how time and memory grow. */
  growth: Plan['growth'];
}

export interface BenchOutcome {
  agent: string;
  threads: number;
  reports: WorkloadReport[];
  growth: GrowthReport | null;
}

declare global {
  interface Window {
    seqlabBench(request: BenchRequest): Promise<void>;
    benchProgress(text: string): void;
    benchReport(report: WorkloadReport): void;
    benchGrowth(report: GrowthReport): void;
    benchTorch(request: { load: Work } | { run: number } | { end: true }): Promise<unknown>;
  }
}

const spawn = (): Worker =>
  new Worker(new URL('./bench.worker.ts', import.meta.url), { type: 'module', name: 'bench' });

const torchClient = (): BenchClient => ({
  load: (work) => window.benchTorch({ load: work }) as ReturnType<BenchClient['load']>,
  run: (steps) => window.benchTorch({ run: steps }) as Promise<Measured>,
  end: () => void window.benchTorch({ end: true }),
});

window.seqlabBench = async ({ names, variants, seconds, growth }) => {
  await runBench({
    workloads: WORKLOADS.filter(({ name }) => names.includes(name)),
    variants,
    seconds,
    connect: (chosen) => (chosen.library === 'torch' ? torchClient() : benchClient(chosen, spawn)),
    onProgress: ({ share, workload, variant: { name }, doing }) =>
      window.benchProgress(`${Math.round(100 * share)} % · ${workload.title} · ${name}: ${doing}`),
    onReport: (report) => window.benchReport(report),
    signal: new AbortController().signal,
  });
  if (growth.length > 0)
    window.benchGrowth(await checkGrowth(growth, spawn, (text) => window.benchProgress(text)));
};
