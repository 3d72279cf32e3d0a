import { expect, it } from 'vitest';
import { maskSvg, matrixSvg } from './pictures.ts';

it('a mask has a bar for each text, and a pale one for its padding', () => {
  const svg = maskSvg('Mask', [
    [3, 5],
    [2, 2],
  ]);
  expect(svg.match(/fill="#0072b2"/g)).toHaveLength(4);
  // Only the first text is shorter than its batch.
  expect(svg.match(/fill="#d0d7de"/g)).toHaveLength(1);
  expect(svg).toContain('x="18" y="0" width="12"');
});

it('a confusion matrix has its counts and shares of the true class', () => {
  const svg = matrixSvg('At 0.5', { tp: 3, fn: 1, fp: 0, tn: 0 }, 'good', 'bad');
  expect(svg).toContain('3 (75%)');
  expect(svg).toContain('1 (25%)');
  expect(svg).toContain('0 (0%)');
  expect(svg).toContain('called bad');
});
