import { afterEach, describe, expect, it } from 'vitest';
import type { BenchClient } from '../bench/subject.ts';
import { cancelBench, startBench, useBench, wishBench } from './bench.ts';

const client = (): BenchClient => ({
  load: () => Promise.resolve({ able: true, differs: null }),
  run: async (steps) => {
    // The page has its turn between the calls of a worker.
    await new Promise((resolve) => setTimeout(resolve));
    const reading = { ms: 1000, recordMs: 1, submitMs: 0, loss: 1, dispatches: 0, submits: 0 };
    return { steps: Array.from({ length: steps }, () => reading), memory: null };
  },
  end: () => undefined,
});

describe('a measurement', () => {
  afterEach(() => useBench.setState(useBench.getInitialState(), true));

  it('is told by the wish of the form as long as it runs', async () => {
    wishBench({ names: ['optimizer'], seconds: 1 });
    const running = startBench(false, client);
    expect(useBench.getState().wish).toEqual({ names: ['optimizer'], seconds: 1, webgpu: false });
    expect(useBench.getState().progress?.workload.name).toBe('optimizer');
    await running;
    const { progress, cancelledAt, reports } = useBench.getState();
    expect([progress, cancelledAt, reports.map(({ rows }) => rows.length)]).toEqual([null, null, [2]]);
  });

  it('that is cancelled says where, and keeps what was measured', async () => {
    wishBench({ names: ['L', 'optimizer'], seconds: 1 });
    const stopAt = useBench.subscribe(({ progress }) => {
      if (
        progress?.workload.name === 'optimizer' &&
        progress.variant.library === 'stock' &&
        progress.doing === 'step 2'
      )
        cancelBench();
    });
    await startBench(false, client);
    stopAt();
    const { cancelledAt, progress, reports, error } = useBench.getState();
    expect([cancelledAt?.workload.name, progress, error]).toEqual(['optimizer', null, null]);
    expect(reports.map(({ workload, cancelled }) => [workload.name, cancelled])).toEqual([
      ['L', undefined],
      ['optimizer', true],
    ]);
  });
});
