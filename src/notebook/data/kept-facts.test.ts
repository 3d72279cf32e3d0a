import { expect, test } from 'vitest';
import type { DatasetInfo } from '../../data/types.ts';
import { keptFacts } from './SourceSelect.tsx';

const source = { kind: 'file', name: 'comma.csv', testName: null } as const;
const kept = (rows: number, day: number): DatasetInfo =>
  ({ source, table: { rows }, testTable: null, addedAt: Date.UTC(2026, 0, day) }) as DatasetInfo;

test('of two kept sets of one name the newest, which opens, says its rows and its day', () => {
  const facts = keptFacts(source, [kept(1200, 9), kept(7, 3)]);
  expect(facts).toMatch(/^1,200 rows · .*9/);
  expect(keptFacts(source, [kept(1200, 3), kept(7, 9)])).toMatch(/^7 rows · /);
  expect(keptFacts({ ...source, name: 'other.csv' }, [kept(1, 1)])).toBeNull();
});
