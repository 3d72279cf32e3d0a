import { expect, it } from 'vitest';
import { windowAround } from './window.ts';

it('a text is read from its beginning, unless a mask would be left out', () => {
  expect(windowAround(5, [4], 48)).toEqual({ start: 0, end: 5 });
  expect(windowAround(60, [], 48)).toEqual({ start: 0, end: 48 });
  expect(windowAround(60, [3, 47], 48)).toEqual({ start: 0, end: 48 });
  // Masks and what lies around them.
  expect(windowAround(61, [60], 48)).toEqual({ start: 13, end: 61 });
  expect(windowAround(100, [60], 11)).toEqual({ start: 55, end: 66 });
  expect(windowAround(100, [2, 10], 10)).toEqual({ start: 2, end: 12 });
  // Too far apart: the first and what follows.
  expect(windowAround(100, [20, 90], 48)).toEqual({ start: 20, end: 68 });
  expect(windowAround(100, [70, 71, 99], 10)).toEqual({ start: 70, end: 80 });
});
