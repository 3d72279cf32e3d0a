import { expect, it } from 'vitest';
import { reportOf, rowOf } from '../bench/report.ts';
import { variant } from '../bench/variants.ts';
import { type Workload, WORKLOADS } from '../bench/workloads.ts';
import { toCsv } from '../charts/table.ts';
import { reportTable } from './bench-table.ts';

it('the numbers of the bench are saved rounded, with their units and their spread', () => {
  const workload = WORKLOADS[0] as Workload;
  const readings = (ms: number) =>
    [99, ms, ms + 0.000000074506, ms + 10].map((time) => ({
      ...{ ms: time, recordMs: 3, submitMs: 1.25, loss: 1, dispatches: 22, submits: 1 },
    }));
  const memory = { gpu: 12_345_678, wasm: 1e6 };
  const report = reportOf(
    workload,
    [
      rowOf(variant('seqlab', 'webgpu'), workload, readings(37.705), memory, null),
      rowOf(variant('stock', 'wasm'), workload, readings(100), null, null),
    ],
    [],
  );
  const [head, ours, stock] = toCsv(reportTable(report)).split('\r\n');
  expect(head).toMatch(
    /^library,"time of a step, median \(ms\)",lower quartile \(ms\),.*peak memory \(MB\)$/,
  );
  expect(ours).toBe('"SeqLab, WebGPU",37.71,37.71,42.71,3,,33948,22,1,1.75,1.25,12.35');
  expect(stock).toBe('"TensorFlow.js, WASM",100,100,105,3,,12800,,,,,');
});
