import { expect, test } from 'vitest';
import { counted, sumOf } from './counted.ts';
import { EXERCISES } from './exercises.ts';
import type { CheckOutcome } from './types.ts';

const exercise = {
  checks: [
    { id: 'shape', title: 'Shape', points: 1, after: 'formula' },
    { id: 'formula', title: 'Formula', points: 2 },
    { id: 'memory', title: 'Memory', points: 1, after: 'formula' },
  ],
};
const outcome = (id: string, state: CheckOutcome['state'], points = 0): CheckOutcome => ({
  id,
  state,
  points,
  reason: state === 'failed' ? 'why' : null,
  evidence: [],
  milliseconds: 1,
});

test('what says something of right values only counts with them', () => {
  const wrong = counted(exercise, [
    outcome('shape', 'passed', 1),
    outcome('formula', 'failed'),
    outcome('memory', 'failed'),
  ]);
  expect(wrong.map(({ state }) => state)).toEqual(['uncounted', 'failed', 'failed']);
  expect(wrong[0]?.reason).toBe('Not counted until the values are right: “Formula”.');
  expect(wrong[2]?.reason).toBe('why');
  expect(sumOf(wrong)).toBe(0);
  // The check it waits for comes later: then it counts, whatever it was said to be before.
  const before = counted(exercise, [outcome('shape', 'passed', 1)]);
  expect(before[0]?.state).toBe('uncounted');
  const right = counted(exercise, [...before, outcome('formula', 'passed', 2)]);
  expect(right[0]).toMatchObject({ state: 'passed', points: 1, reason: null });
  expect(sumOf(right)).toBe(3);
});

test('each such check names another of its exercise, which waits for none', () => {
  for (const { id, checks } of EXERCISES)
    for (const { after } of checks) {
      if (after === undefined) continue;
      const needed = checks.find((check) => check.id === after);
      expect(needed, `${id}: ${after}`).toBeDefined();
      expect(needed?.after, `${id}: ${after}`).toBeUndefined();
    }
});
