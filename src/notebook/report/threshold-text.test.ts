import { expect, test } from 'vitest';
import { thresholdOf } from './threshold-text.ts';

test('a threshold is a number in reach of its score, or a sentence says why not', () => {
  const of = (text: string, most = 1) => thresholdOf(text, 'Threshold 1', most);
  expect([of('0.9'), of(' 0,85 '), of('0.87654321'), of('0'), of('1')]).toEqual([0.9, 0.85, 0.8765, 0, 1]);
  expect(of('60', 100)).toBe(60);
  expect(of(' ')).toBe('“Threshold 1” may not be empty.');
  expect(of('abc')).toBe('“abc” is not a number. Write it as 0.001 or 1e-3.');
  expect(of('5')).toBe('“Threshold 1” is 5; it may be a number from 0 to 1.');
  expect(of('-1', 100)).toBe('“Threshold 1” is -1; it may be a number from 0 to 100.');
});
