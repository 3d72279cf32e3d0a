import { expect, test } from 'vitest';
import { DASHES, seriesLook } from './palette.ts';

test.each(['light', 'dark'] as const)('49 series in a row look different, in %s', (scheme) => {
  const looks = Array.from({ length: 49 }, (_, i) => seriesLook(scheme, i));
  expect(new Set(looks.map(({ colour, dash }) => `${colour} ${dash}`)).size).toBe(49);
  expect(new Set(looks.map(({ colour, svgDash }) => `${colour} ${svgDash}`)).size).toBe(49);
  // The first seven are told apart by either.
  expect(new Set(looks.slice(0, 7).map(({ colour }) => colour)).size).toBe(7);
  expect(looks.slice(0, 7).map(({ dash }) => dash)).toEqual([...DASHES]);
});
