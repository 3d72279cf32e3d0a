import { describe, expect, it } from 'vitest';
import { variant } from '../src/bench/variants.ts';
import { reportOf, rowOf } from '../src/bench/report.ts';
import { type Workload, WORKLOADS } from '../src/bench/workloads.ts';
import { parseArguments } from './arguments.ts';
import { aligned, digits, reportText } from './table.ts';

const problem = (argv: string[]): string => {
  try {
    parseArguments(argv);
  } catch (error) {
    return (error as Error).message;
  }
  return '';
};

describe('the arguments of the bench', () => {
  it('run everything by default', () => {
    expect(parseArguments([])).toEqual({
      kind: 'bench',
      bench: { names: [], libraries: [], devices: [], seconds: 6, json: null, growth: true },
    });
  });

  it('choose workloads, libraries and time', () => {
    const argv = ['--only', 'L', '--only', 'attention', '--libraries', 'seqlab,jax', '--seconds', '2'];
    argv.push('--devices', 'wasm');
    expect(parseArguments([...argv, '--json', 'out.json'])).toMatchObject({
      bench: {
        names: ['L', 'attention'],
        libraries: ['seqlab', 'jax'],
        devices: ['wasm'],
        seconds: 2,
        json: 'out.json',
        growth: false,
      },
    });
    expect(parseArguments(['--only', 'memory'])).toMatchObject({ bench: { names: [], growth: true } });
  });

  it('refuse what there is not', () => {
    expect(problem(['--only', 'gruu'])).toBe('There is no workload gruu; the nearest is gru.');
    expect(problem(['--libraries', 'numpy'])).toMatch(/no library numpy/);
    expect(problem(['--devices', 'tpu'])).toMatch(/no device tpu; it may be webgpu/);
    expect(problem(['--seconds', '0'])).toMatch(/above 0/);
    expect(problem(['--oly', 'L'])).toMatch(/--oly/);
  });
});

describe('the table', () => {
  it('aligns columns and keeps three digits', () => {
    expect(
      aligned([
        ['a', '1'],
        ['bb', '10'],
      ]),
    ).toBe('a    1\nbb  10');
    expect([1234.5, 12.34, 1.234, NaN].map(digits)).toEqual(['1,235', '12.3', '1.23', '–']);
  });

  it('says who is faster and whether losses differ', () => {
    const readings = (ms: number, loss: number) =>
      [1, 2, 3].map(() => ({ ms, recordMs: 1, submitMs: 0, loss, dispatches: 29, submits: 1 }));
    const workload = WORKLOADS[0] as Workload;
    const text = (loss: number) =>
      reportText(
        reportOf(
          workload,
          [
            rowOf(variant('seqlab', 'webgpu'), workload, readings(10, 1), { gpu: 2e7, wasm: 0 }, null),
            rowOf(variant('stock', 'webgpu'), workload, readings(120, loss), { gpu: 9e7, wasm: 0 }, null),
          ],
          [],
        ),
      );
    expect(text(1)).toMatch(/TensorFlow.js, WebGPU +120 .* 12\.0 ×/);
    expect(text(1)).toMatch(/All compute the same losses/);
    expect(text(2)).toMatch(/DIFFERENT: The loss of step 1/);
  });
});
