import { expect, test } from 'vitest';
import type { RunStatus } from '../../runs/types.ts';
import { trainedBaselineOf } from './use-runs.ts';

const device = { kind: 'wasm' } as never;
const run = (number: number, status: RunStatus, parent: string | null = null) => ({
  number,
  status,
  parent,
  device,
});

test('variants follow the last baseline that trained, not one that failed after it', () => {
  const runs = [run(1, 'done'), run(2, 'done'), run(3, 'done', 'a'), run(4, 'failed'), run(5, 'interrupted')];
  expect(trainedBaselineOf(runs)?.number).toBe(2);
  expect(trainedBaselineOf([...runs, run(6, 'running')])?.number).toBe(6);
  expect(trainedBaselineOf([run(1, 'failed'), run(2, 'stopped')])?.number).toBe(2);
  expect(trainedBaselineOf([run(3, 'done', 'a')])).toBeUndefined();
  // One that came out of a zip has no data here.
  expect(trainedBaselineOf([run(1, 'done'), { ...run(2, 'done'), device: null as never }])?.number).toBe(1);
});
