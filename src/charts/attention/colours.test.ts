import { expect, test } from 'vitest';
import { contrast, inkOn } from '../ink.ts';
import { cellText } from '../table.ts';
import { colourAt, hex, position, valueAt } from './colours.ts';

test('numbers on every colour of both scales can be read', () => {
  for (const scale of ['weight', 'signed'] as const)
    for (let i = 0; i <= 255; i++) {
      const colour = hex(colourAt(scale, i / 255));
      expect(contrast(colour, inkOn(colour)), `${scale} ${colour}`).toBeGreaterThanOrEqual(4.5);
    }
});

test('the strip has each value where its colour is', () => {
  for (const at of [0, 0.2, 0.5, 0.9, 1]) {
    expect(position('weight', valueAt('weight', at, 0.4), 0.4)).toBeCloseTo(at, 12);
    expect(position('signed', valueAt('signed', at, 0.4), 0.4)).toBeCloseTo(at, 12);
  }
  expect(valueAt('weight', 0.5, 1)).toBe(0.25);
  expect(valueAt('signed', 0.25, 1)).toBe(-0.25);
});

test('a table of weights has as many digits everywhere', () => {
  expect([4.22e-5, 0.5, 1].map((value) => cellText(value, 3))).toEqual(['0.000', '0.500', '1.000']);
  expect(cellText(4.22e-5)).toBe('4.22e-5');
  expect([cellText('dog', 3), cellText(null, 3)]).toEqual(['dog', '']);
});
