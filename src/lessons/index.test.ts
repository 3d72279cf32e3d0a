import { expect, test } from 'vitest';
import { LESSONS } from './index.ts';

test('lessons are numbered in their order, each with a number of its own', () => {
  expect(LESSONS.map(({ number }) => number)).toEqual(LESSONS.map((_, i) => i + 1));
});
