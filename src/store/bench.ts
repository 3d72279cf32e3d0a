import { create } from 'zustand';
import { type LabErrorData, toErrorData } from '../base/errors.ts';
import type { WorkloadReport } from '../bench/report.ts';
import { type BenchProgress, runBench } from '../bench/runner.ts';
import { PAGE_VARIANTS } from '../bench/variants.ts';
import { WORKLOADS } from '../bench/workloads.ts';
import { benchClient } from '../worker/bench-client.ts';

/** A measurement of this machine: goes on while the person looks at other pages. */
export interface BenchState {
  progress: BenchProgress | null;
  reports: WorkloadReport[];
  error: LabErrorData | null;
}

export const useBench = create<BenchState>(() => ({ progress: null, reports: [], error: null }));

let stop: AbortController | null = null;

export interface BenchWish {
  /** Names of workloads. */
  names: readonly string[];
  seconds: number;
  webgpu: boolean;
}

/** Measures anew; what was measured before is gone. */
export async function startBench({ names, seconds, webgpu }: BenchWish): Promise<void> {
  stop?.abort();
  const mine = new AbortController();
  stop = mine;
  useBench.setState({ progress: null, reports: [], error: null });
  const current = (change: () => void): void => {
    if (stop === mine) change();
  };
  try {
    await runBench({
      workloads: WORKLOADS.filter(({ name }) => names.includes(name)),
      variants: PAGE_VARIANTS.filter(({ device }) => webgpu || device !== 'webgpu'),
      seconds,
      connect: (variant) => benchClient(variant),
      onProgress: (progress) => current(() => useBench.setState({ progress })),
      onReport: (report) =>
        current(() => useBench.setState(({ reports }) => ({ reports: [...reports, report] }))),
      signal: mine.signal,
    });
  } catch (error) {
    if (!mine.signal.aborted) current(() => useBench.setState({ error: toErrorData(error) }));
  } finally {
    current(() => useBench.setState({ progress: null }));
  }
}

/** Ends the workers at once; finished workloads stay on the page. */
export function cancelBench(): void {
  stop?.abort();
}
