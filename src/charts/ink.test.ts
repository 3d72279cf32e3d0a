import { expect, test } from 'vitest';
import {
  colourBetween,
  contrast,
  DARK_INK,
  extent,
  flatRange,
  inkOn,
  LIGHT_INK,
  SCALES,
  stepOf,
} from './ink.ts';

test('a number can be read on every colour of every scale', () => {
  for (const scale of Object.values(SCALES))
    for (const colour of scale) expect(contrast(colour, inkOn(colour)), colour).toBeGreaterThanOrEqual(4.5);
  expect([inkOn('#00204c'), inkOn('#ffe945')]).toEqual([LIGHT_INK, DARK_INK]);
  expect(contrast('#000000', '#ffffff')).toBeCloseTo(21, 5);
});

test('a number can be read on every colour between the steps', () => {
  for (const scale of Object.values(SCALES))
    for (let share = 0; share <= 1; share += 1 / 512) {
      const colour = colourBetween(scale, share);
      expect(contrast(colour, inkOn(colour)), colour).toBeGreaterThanOrEqual(4.5);
    }
  expect([0, 1 / 8, 1, 7, -1].map((share) => colourBetween(SCALES.cividis, share))).toEqual([
    ...['#00204c', '#123570', '#ffe945', '#ffe945', '#00204c'],
  ]);
  expect(colourBetween(['#000000', '#ff8000'], 0.5)).toBe('#804000');
});

test('values fall on the steps of a scale', () => {
  expect([0, 0.5, 1, 7].map((value) => stepOf(value, [0, 1], 9))).toEqual([0, 4, 8, 8]);
  expect(stepOf(NaN, [0, 1], 9)).toBe(0);
  expect(stepOf(3, [3, 3], 9)).toBe(0);
  expect([
    extent([
      [1, NaN],
      [5, -2],
    ]),
    extent([[]]),
  ]).toEqual([
    [-2, 5],
    [0, 1],
  ]);
});

test('an axis of one value goes around it, and not below zero', () => {
  expect(flatRange([[0.25], [0.25, NaN]])).toEqual([0.125, 0.375]);
  expect(flatRange([[0, 0]])).toEqual([0, 1]);
  expect(flatRange([[-2]])).toEqual([-3, -1]);
  expect(flatRange([[0.25, 0.5]])).toBeNull();
  expect(flatRange([[]])).toBeNull();
});
