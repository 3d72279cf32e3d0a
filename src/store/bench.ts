import { create } from 'zustand';
import { type LabErrorData, toErrorData } from '../base/errors.ts';
import type { WorkloadReport } from '../bench/report.ts';
import { type BenchProgress, runBench } from '../bench/runner.ts';
import { PAGE_VARIANTS } from '../bench/variants.ts';
import { WORKLOADS } from '../bench/workloads.ts';
import { benchClient } from '../worker/bench-client.ts';

export interface BenchWish {
  /** Names of workloads. */
  names: readonly string[];
  seconds: number;
  /** Null: as the device suggests. */
  webgpu: boolean | null;
}

/** A measurement of this machine: goes on while the person looks at other pages. */
export interface BenchState {
  /** What the form says; of a measurement under way, what is measured. */
  wish: BenchWish;
  progress: BenchProgress | null;
  reports: WorkloadReport[];
  error: LabErrorData | null;
  /** How far the last measurement was when the person cancelled it. */
  cancelledAt: BenchProgress | null;
}

/** What of a measurement is told on the page. */
const NOTHING = { progress: null, reports: [], error: null, cancelledAt: null };

export const useBench = create<BenchState>(() => ({
  wish: { names: ['L', 'optimizer', 'encode'], seconds: 5, webgpu: null },
  ...NOTHING,
}));

let stop: AbortController | null = null;

export function wishBench(change: Partial<BenchWish>): void {
  useBench.setState(({ wish }) => ({ wish: { ...wish, ...change } }));
}

/** Measures anew what is wished; what was measured before is gone. */
export async function startBench(
  webgpu: boolean,
  connect: typeof benchClient = (variant) => benchClient(variant),
): Promise<void> {
  stop?.abort();
  const mine = new AbortController();
  stop = mine;
  wishBench({ webgpu });
  useBench.setState(NOTHING);
  const { names, seconds } = useBench.getState().wish;
  const current = (change: () => void): void => {
    if (stop === mine) change();
  };
  try {
    await runBench({
      workloads: WORKLOADS.filter(({ name }) => names.includes(name)),
      variants: PAGE_VARIANTS.filter(({ device }) => webgpu || device !== 'webgpu'),
      seconds,
      connect,
      onProgress: (progress) => current(() => useBench.setState({ progress })),
      onReport: (report) =>
        current(() => useBench.setState(({ reports }) => ({ reports: [...reports, report] }))),
      signal: mine.signal,
    });
  } catch (error) {
    current(() =>
      useBench.setState(({ progress }) =>
        mine.signal.aborted ? { cancelledAt: progress } : { error: toErrorData(error) },
      ),
    );
  } finally {
    current(() => useBench.setState({ progress: null }));
  }
}

/** Ends the workers at once; what was measured stays on the page. */
export function cancelBench(): void {
  stop?.abort();
}
