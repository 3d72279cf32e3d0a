import { describe, expect, it } from 'vitest';
import { LabError } from '../base/errors.ts';
import { encodeTexts, weightsOf } from './inputs.ts';
import {
  agreement,
  disagreements,
  lastCommonStep,
  type Row,
  rowOf,
  reportOf,
  type WorkloadReport,
} from './report.ts';
import { runBench } from './runner.ts';
import { growth, median, quantile, relativeDifference } from './statistics.ts';
import type { BenchClient } from './subject.ts';
import { type Variant, variant } from './variants.ts';
import { bertShapes } from './shapes.ts';
import { chosenWorkloads, type ClassifierWork, type Workload, WORKLOADS } from './workloads.ts';

const workload = WORKLOADS[0] as Workload;

const row = (chosen: Variant, ms: number, losses: number[], differs: string | null = null): Row =>
  rowOf(
    chosen,
    workload,
    losses.map((loss, i) => ({
      ms: i === 0 ? 999 : ms,
      recordMs: 3,
      submitMs: 2,
      loss,
      dispatches: 30,
      submits: 1,
    })),
    null,
    differs,
  );

describe('statistics', () => {
  it('takes medians and quantiles as numpy does', () => {
    expect(median([3, 1, 2])).toBe(2);
    expect(median([4, 1, 2, 3])).toBe(2.5);
    expect(quantile([1, 2, 3, 4], 0.25)).toBe(1.75);
    expect(median([])).toBeNaN();
  });

  it('tells the power of a growth', () => {
    expect(growth([1, 2, 4], [3, 6, 12])).toBeCloseTo(1);
    expect(growth([1, 2, 4], [3, 12, 48])).toBeCloseTo(2);
    expect(relativeDifference(1, 2)).toBe(0.5);
  });
});

describe('inputs', () => {
  it('are the same every time, and each weight has its own numbers', () => {
    const work = { ...(workload.work as ClassifierWork), vocabulary: 9, embedding: 3, hidden: 4 };
    const [a, b] = [weightsOf(work), weightsOf(work)];
    expect(a).toEqual(b);
    expect(a.map(({ name }) => name)).toContain('rnn.weight_ih_l0');
    expect(a.find(({ name }) => name.includes('bias_hh'))?.data.every((value) => value === 0)).toBe(true);
  });

  it('have 41 variables for the optimizer', () => {
    expect(bertShapes({ vocabulary: 50, hidden: 8, layers: 2, length: 6 })).toHaveLength(41);
  });

  it('write as much text as was asked for', () => {
    const texts = encodeTexts({ kind: 'encode', bytes: 20_000, vocabulary: 100 });
    const bytes = texts.join('').length;
    expect(bytes).toBeGreaterThanOrEqual(20_000);
    expect(bytes).toBeLessThan(21_000);
    expect(texts[0]).toMatch(/^[A-Z][\w, ]+\.$/);
  });
});

describe('reports', () => {
  const seqlab = row(variant('seqlab', 'wasm'), 10, [1.4, 1.3, 1.2]);
  const stock = row(variant('stock', 'wasm'), 70, [1.4, 1.3, 1.2]);

  it('leave the first step out and compare with SeqLab on the same device', () => {
    const gpu = row(variant('stock', 'webgpu'), 500, [1.4, 1.3, 1.2]);
    const { rows, disagreements: none } = reportOf(workload, [seqlab, stock, gpu], []);
    expect(rows.map(({ ms }) => ms)).toEqual([10, 70, 500]);
    expect(rows.map(({ ratios }) => ratios)).toEqual([{}, { 'seqlab-wasm': 7 }, {}]);
    expect(rows.map(({ dispatches }) => dispatches)).toEqual([null, null, 30]);
    expect(rows.map(({ jsMs, submitMs }) => [jsMs, submitMs])).toEqual([
      [null, null],
      [null, null],
      [1, 2],
    ]);
    expect(none).toEqual([]);
  });

  it('say where losses differ, unless that is by design', () => {
    const wrong = row(variant('stock', 'wasm'), 70, [1.4, 1.3, 1.25]);
    expect(disagreements([seqlab, wrong])[0]).toMatch(/step 3 is 1.25 with TensorFlow.js, WASM and 1.2/);
    expect(disagreements([seqlab, row(wrong.variant, 70, [9], 'another cell')])).toEqual([]);
    expect(disagreements([seqlab, row(wrong.variant, 70, [NaN])])).toHaveLength(1);
  });
});

describe('agreement', () => {
  const named = (name: string): Workload => WORKLOADS.find((one) => one.name === name) as Workload;
  const of = (chosen: Workload, ...rows: Row[]) => agreement(reportOf(chosen, rows, []));
  const ours = row(variant('seqlab', 'wasm'), 10, [1.4, 1.3, 1.2]);
  const stock = row(variant('stock', 'wasm'), 70, [1.4, 1.3]);

  it('says what is the same, and nothing where nothing was measured or compared', () => {
    expect(of(workload, ours, stock)).toBe('All compute the same losses.');
    expect(of(named('encode'), ours, stock)).toMatch(/same word numbers/);
    expect(of(named('optimizer'), ours, stock)).toMatch(/same weights/);
    expect(of(workload, ours, stock, { ...stock, differs: 'another cell' })).toMatch(/^All others compute/);
    expect(of(workload)).toBeNull();
    expect(of(workload, ours)).toMatch(/no other/);
    expect(of(workload, ours, row(stock.variant, 70, [2, 2]))).toBeNull();
    const [problem] = reportOf(named('encode'), [ours, row(stock.variant, 70, [2, 2])], []).disagreements;
    expect(problem).toMatch(/^The mean word number of step 1 is 2 with/);
  });

  it('compares the last step that all have', () => {
    expect(lastCommonStep([ours, stock])).toBe(2);
    expect(lastCommonStep([])).toBe(0);
  });
});

describe('the names of workloads', () => {
  it('choose one, or all of a family', () => {
    expect(chosenWorkloads(['L']).map(({ name }) => name)).toEqual(['L']);
    expect(chosenWorkloads(['attention'])).toHaveLength(5);
    expect(chosenWorkloads(null)).toHaveLength(WORKLOADS.length);
    expect(chosenWorkloads([])).toEqual([]);
  });
});

describe('runBench', () => {
  const client = (ms: number, ended: string[], id: string, fails = false): BenchClient => ({
    load: async () => {
      if (fails) throw new Error('there is no such device');
      return { able: true, differs: null };
    },
    run: async (steps) => ({
      steps: Array.from({ length: steps }, () => ({
        ms,
        recordMs: ms,
        submitMs: 0,
        loss: 1,
        dispatches: 0,
        submits: 0,
      })),
      memory: null,
    }),
    end: () => void ended.push(id),
  });
  const variants = [variant('seqlab', 'wasm'), variant('stock', 'wasm'), variant('stock', 'webgpu')];

  it('runs libraries in turns until each has had its time, and leaves out what does not start', async () => {
    const ended: string[] = [];
    const shares: number[] = [];
    const [report] = await runBench({
      workloads: [workload],
      variants,
      seconds: 2,
      connect: ({ id, device }) => client(device === 'wasm' ? 100 : 1, ended, id, device === 'webgpu'),
      onProgress: ({ share }) => shares.push(share),
      onReport: () => undefined,
      signal: new AbortController().signal,
    });
    expect(report?.rows.map(({ variant: { id }, steps }) => [id, steps])).toEqual([
      ['seqlab-wasm', 35],
      ['stock-wasm', 35],
    ]);
    expect(report?.left).toEqual([{ variant: variants[2], why: 'There is no such device.' }]);
    expect(new Set(ended)).toEqual(new Set(variants.map(({ id }) => id)));
    expect([...shares].sort((a, b) => a - b)).toEqual(shares);
  });

  it('ends all workers when it is cancelled', async () => {
    const ended: string[] = [];
    const stop = new AbortController();
    const running = runBench({
      workloads: [workload],
      variants,
      seconds: 1e6,
      connect: ({ id }) => client(1, ended, id),
      onProgress: ({ doing }) => {
        if (doing !== 'starts') stop.abort(new LabError('cancelled', 'Stopped.'));
      },
      onReport: () => undefined,
      signal: stop.signal,
    });
    await expect(running).rejects.toThrow('Stopped.');
    expect(new Set(ended).size).toBe(3);
  });

  it('reports what was measured before it was cancelled', async () => {
    const stop = new AbortController();
    const reports: WorkloadReport[] = [];
    const running = runBench({
      workloads: [workload],
      variants: variants.slice(0, 2),
      seconds: 1e6,
      connect: ({ id }) => client(100, [], id),
      onProgress: ({ doing, variant: { library } }) => {
        if (library === 'stock' && doing === 'step 2') stop.abort(new LabError('cancelled', 'Stopped.'));
      },
      onReport: (report) => reports.push(report),
      signal: stop.signal,
    });
    await expect(running).rejects.toThrow('Stopped.');
    // The other one had only compiled.
    expect(reports.map(({ cancelled, rows }) => [cancelled, rows.map(({ variant: { id } }) => id)])).toEqual([
      [true, ['seqlab-wasm']],
    ]);
  });
});
