import { expect, test } from 'vitest';
import { type CostLine, fitOf } from './attention-cost.ts';

test('the line that is drawn is the power law through the points it was fitted to', () => {
  const points = [16, 32, 64, 128, 256, 512].map((length) => ({
    length,
    // Short ones cost what any call costs.
    ms: length < 128 ? 5 : 0.01 * length ** 1.5,
    bytes: 100 * length ** 2,
  }));
  const line: CostLine = { name: 'x', points, exponent: NaN, memoryExponent: NaN, stopped: null };
  const fit = fitOf(line, ({ ms }) => ms);
  expect(fit?.exponent).toBeCloseTo(1.5, 9);
  expect(fit?.x).toEqual([128, 256, 512]);
  fit?.y.forEach((value, i) => expect(value).toBeCloseTo(0.01 * (fit.x[i] as number) ** 1.5, 6));
  expect(fit?.off).toBeCloseTo(0, 9);
  const uneven = points.map((point) => ({ ...point, ms: point.length === 256 ? 1.5 * point.ms : point.ms }));
  const off = fitOf({ ...line, points: uneven }, ({ ms }) => ms)?.off;
  // The exponent stays; the line rises by the cube root of 1.5, and the middle point is that much squared above it.
  expect(off).toBeCloseTo(1.5 ** (2 / 3) - 1, 9);
  expect(fitOf({ ...line, points: points.slice(0, 5) }, ({ ms }) => ms)).toBeNull();
});
