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

it('ends even where the values differ by rounding only', () => {
  const above = 1 + Number.EPSILON;
  expect(niceTicks(1, above, 5)).toEqual([]);
  expect(niceTicks(-above, -1, 5)).toEqual([]);
  expect(niceTicks(1e300, 1e300 * above, 5)).toEqual([]);
  expect(niceTicks(0, 5e-324, 5).length).toBeLessThan(20);
  expect(niceTicks(0, Number.MAX_VALUE, 5).length).toBeLessThan(20);
});
