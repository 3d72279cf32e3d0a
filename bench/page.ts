import type { WorkloadReport } from '../src/bench/report.ts';
import { runBench } from '../src/bench/runner.ts';
import type { BenchClient, Device, Measured } from '../src/bench/subject.ts';
import { fits, type Library, PAGE_VARIANTS, variant, type Variant } from '../src/bench/variants.ts';
import { chosenWorkloads, type Work } from '../src/bench/workloads.ts';
import { benchClient } from '../src/worker/bench-client.ts';
import { checkGrowth, type GrowthReport } from './growth.ts';

/** The bench for the command line: all libraries in one page, each in a worker; PyTorch through whoever opened it. */
export interface BenchRequest {
  names: string[];
  seconds: number;
  /** Whether there is a PyTorch to ask. */
  torch: boolean;
  /** Libraries to run; empty: all. */
  libraries: Library[];
  /** The same of devices. */
  devices: Device[];
  /** Also look how time and memory grow. */
  growth: boolean;
}

export interface BenchOutcome {
  agent: string;
  threads: number;
  reports: WorkloadReport[];
  growth: GrowthReport | null;
}

declare global {
  interface Window {
    seqlabBench(request: BenchRequest): Promise<BenchOutcome>;
    benchProgress(text: string): void;
    benchReport(report: WorkloadReport): void;
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

window.seqlabBench = async ({ names, seconds, torch, libraries, devices, growth }) => {
  const variants: Variant[] = [
    ...PAGE_VARIANTS,
    ...(['layers', 'jax'] as const).flatMap((library) => [
      variant(library, 'webgpu'),
      variant(library, 'wasm'),
    ]),
    ...(torch ? [variant('torch', 'cpu')] : []),
  ].filter(
    ({ library, device }) =>
      (libraries.length === 0 || libraries.includes(library)) &&
      (devices.length === 0 || devices.includes(device)),
  );
  const reports = await runBench({
    workloads: chosenWorkloads(names),
    variants: variants.filter((one) => !(one.library === 'torch' && fits('encode', one))),
    seconds,
    connect: (chosen) => (chosen.library === 'torch' ? torchClient() : benchClient(chosen, spawn)),
    onProgress: ({ share, workload, variant: { name }, doing }) =>
      window.benchProgress(`${Math.round(100 * share)} % · ${workload.title} · ${name}: ${doing}`),
    onReport: (report) => window.benchReport(report),
    signal: new AbortController().signal,
  });
  return {
    agent: navigator.userAgent,
    threads: navigator.hardwareConcurrency,
    reports,
    growth: growth ? await checkGrowth(spawn, (text) => window.benchProgress(text)) : null,
  };
};
