import { expect, test } from 'vitest';
import { OutputLines, reportHeard } from './limits.ts';
import type { CheckOutcome, CheckReport } from './types.ts';

const exercise = {
  checks: [
    { id: 'a', title: 'A', points: 2 },
    { id: 'b', title: 'B', points: 3 },
  ],
};
const outcome: CheckOutcome = {
  id: 'a',
  state: 'passed',
  points: 2,
  reason: null,
  evidence: [],
  milliseconds: 1,
};
const report: CheckReport = { outcomes: [outcome], points: 2, of: 5, console: [], dropped: 0, problem: null };
const long = 'x'.repeat(100_000);

test('a report that the sandbox should never send is cut to what a person can read', () => {
  const evidence = Array.from({ length: 1000 }, () => ({ what: long, value: long }));
  const taken = reportHeard(exercise, {
    ...report,
    outcomes: Array.from({ length: 1000 }, () => ({ ...outcome, reason: long, evidence })),
    console: Array.from({ length: 1000 }, () => long),
    problem: { message: long, line: 1, column: null },
  });
  expect(JSON.stringify(taken).length).toBeLessThan(100_000);
  expect(taken.outcomes[0]?.reason).toMatch(/… \(100,000 characters in all\)$/);
  expect(taken.problem?.message).toMatch(/^x+… \(100,000 characters in all\)$/);
});

test('neither points nor checks that there are not', () => {
  const taken = reportHeard(exercise, {
    ...report,
    points: 99,
    of: 99,
    outcomes: [
      { ...outcome, points: 99 },
      { ...outcome, id: 'c', points: 9 },
      { ...outcome, id: 'b', state: 'failed', points: 3, reason: 5 as never },
    ],
  });
  expect(taken).toMatchObject({ points: 2, of: 5 });
  expect(taken.outcomes.map(({ id, points }) => [id, points])).toEqual([
    ['a', 2],
    ['b', 0],
  ]);
  expect(reportHeard(exercise, { ...report, outcomes: null as never }).outcomes).toHaveLength(2);
});

test('lines are taken as long as there is room, and those left out are counted', () => {
  const output = new OutputLines();
  for (let i = 0; i < 250; i++) output.add('short');
  expect([output.lines.length, output.dropped]).toEqual([200, 50]);
  const wide = new OutputLines();
  for (let i = 0; i < 100; i++) wide.add(long);
  expect(wide.lines.join('').length).toBeLessThan(60_000);
  expect(wide.lines.length + wide.dropped).toBe(100);
});
