import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { variant } from '../src/bench/variants.ts';
import { reportOf, rowOf } from '../src/bench/report.ts';
import { type Workload, WORKLOADS } from '../src/bench/workloads.ts';
import { type Command, NAMES, parseArguments } from './arguments.ts';
import { JsonFile } from './json-file.ts';
import { type Plan, planOf } from './plan.ts';
import { aligned, digits, reportText } from './table.ts';

const thrown = (work: () => unknown): string => {
  try {
    work();
  } catch (error) {
    return (error as Error).message;
  }
  return '';
};
const problem = (argv: string[]): string => thrown(() => parseArguments(argv));
const plan = (argv: string[], torch = true): Plan =>
  planOf((parseArguments(argv) as Extract<Command, { kind: 'bench' }>).bench, torch);

describe('the arguments of the bench', () => {
  it('run everything by default', () => {
    expect(parseArguments([])).toEqual({
      kind: 'bench',
      bench: { names: null, libraries: [], devices: [], seconds: 6, json: null, growth: true },
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
    for (const argv of [['--only', 'memory'], ['--only=memory']])
      expect(parseArguments(argv)).toMatchObject({ bench: { names: [], growth: true } });
    expect(NAMES).toContain('memory');
  });

  it('refuse what there is not', () => {
    expect(problem(['--only', 'gruu'])).toBe('There is no workload gruu; the nearest is gru.');
    expect(problem(['--libraries', 'numpy'])).toMatch(/no library numpy/);
    expect(problem(['--devices', 'tpu'])).toMatch(/no device tpu; it may be webgpu/);
    expect(problem(['--seconds', '0'])).toMatch(/above 0/);
    expect(problem(['--seconds', '-3'])).toBe('--seconds is -3; it is a number above 0.');
    expect(problem(['--seconds', '1e999'])).toMatch(/above 0/);
    expect(problem(['--json', '--list'])).toBe("Option '--json' argument is ambiguous.");
    expect(problem(['--oly', 'L'])).toMatch(/--oly/);
  });
});

describe('the plan', () => {
  it('is everything by default', () => {
    const { workloads, growth, left } = plan([]);
    expect([workloads.length, growth, left]).toEqual([WORKLOADS.length, ['webgpu', 'wasm'], []]);
    expect(plan([], false).variants.map(({ library }) => library)).not.toContain('torch');
  });

  it('keeps to what was chosen, growth too', () => {
    const { workloads, variants, growth } = plan(['--only', 'memory', '--devices', 'wasm']);
    expect([workloads, growth]).toEqual([[], ['wasm']]);
    expect(new Set(variants.map(({ device }) => device))).toEqual(new Set(['wasm']));
    expect(plan(['--libraries', 'jax']).growth).toEqual([]);
    const { workloads: some, left } = plan(['--only', 'L', '--only', 'encode', '--devices', 'wasm']);
    expect(some.map(({ name }) => name)).toEqual(['L']);
    expect(left).toEqual(['With --devices wasm nothing runs encode; it runs on seqlab (js), split (js).']);
  });

  it('refuses where nothing is left, and names what there is', () => {
    expect(thrown(() => plan(['--only', 'L', '--libraries', 'torch', '--devices', 'wasm']))).toMatch(
      /^With --libraries torch --devices wasm nothing runs L; it runs on seqlab \(webgpu, wasm\), .*torch \(cpu\)\.$/,
    );
    expect(thrown(() => plan(['--only', 'B', '--libraries', 'layers']))).toMatch(/nothing runs B; /);
    expect(thrown(() => plan(['--only', 'encode', '--libraries', 'torch']))).toMatch(/nothing runs encode/);
    expect(thrown(() => plan(['--only', 'memory', '--libraries', 'jax']))).toMatch(/memory is not looked at/);
    expect(thrown(() => plan(['--libraries', 'torch'], false))).toMatch(/nothing is left to measure/);
  });
});

describe('the file of numbers', () => {
  const folder = mkdtempSync(join(tmpdir(), 'seqlab-bench-test-'));
  afterAll(() => rmSync(folder, { recursive: true }));

  it('is refused before anything is measured where it could not be written', () => {
    mkdirSync(join(folder, 'taken'));
    expect(thrown(() => new JsonFile(join(folder, 'none', 'x.json')))).toMatch(
      /there is no folder .*none\.$/,
    );
    expect(thrown(() => new JsonFile(join(folder, 'taken')))).toMatch(/it is a folder\.$/);
  });

  it('is whole after each part, with nothing left beside it', () => {
    const path = join(folder, 'x.json');
    const file = new JsonFile(path);
    expect(readdirSync(folder)).not.toContain('x.json');
    for (const reports of [[1], [1, 2]]) {
      file.write({ reports });
      expect(JSON.parse(readFileSync(path, 'utf8'))).toEqual({ reports });
    }
    expect(readdirSync(folder).filter((name) => name.startsWith('x.json'))).toEqual(['x.json']);
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
    const text = (loss: number, steps = 3) =>
      reportText(
        reportOf(
          workload,
          [
            rowOf(variant('seqlab', 'webgpu'), workload, readings(10, 1), { gpu: 2e7, wasm: 0 }, null),
            rowOf(
              variant('stock', 'webgpu'),
              workload,
              readings(120, loss).slice(0, steps),
              { gpu: 9e7, wasm: 0 },
              null,
            ),
          ],
          [],
        ),
      );
    expect(text(1)).toMatch(/TensorFlow.js, WebGPU +120 .* 12\.0 ×/);
    expect(text(1)).toMatch(/All compute the same losses/);
    expect(text(2)).toMatch(/DIFFERENT: The loss of step 1/);
    expect(text(1)).toMatch(/loss, step 1 +loss, step 3 +time \/ SeqLab's\n/);
    // The losses of one step stand below each other, whoever took more.
    expect(text(1, 2)).toMatch(/loss, step 1 +loss, step 2 /);
  });

  it('claims nothing where nothing was measured', () => {
    const left = [{ variant: variant('stock', 'webgpu'), why: 'There is none.' }];
    const text = reportText(reportOf(WORKLOADS[0] as Workload, [], left));
    expect(text).toMatch(
      /Nothing could be measured.\n {2}TensorFlow.js, WebGPU is left out. There is none.$/,
    );
  });
});
