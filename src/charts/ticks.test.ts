import { expect, it } from 'vitest';
import { niceTicks } from './ticks.ts';

it('puts round numbers on an axis', () => {
  expect(niceTicks(0, 1750, 5)).toEqual([0, 500, 1000, 1500]);
  expect(niceTicks(0.13, 0.72, 5)).toEqual([0.2, 0.4, 0.6]);
  expect(niceTicks(-0.3, 0.3, 6)).toEqual([-0.3, -0.2, -0.1, 0, 0.1, 0.2, 0.3]);
});

it('has nothing to say of an axis without a span', () => {
  expect(niceTicks(1, 1, 5)).toEqual([]);
  expect(niceTicks(0, Infinity, 5)).toEqual([]);
  expect(niceTicks(NaN, 1, 5)).toEqual([]);
});
