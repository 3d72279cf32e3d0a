import { expect, it } from 'vitest';
import { olderThan } from './older-than.ts';

it('says which choices are newer than a classifier', () => {
  const result = { C: 1, folds: [0.8, 0.9, 0.8, 0.7, 0.9] };
  expect(olderThan(result, { C: 1, folds: 5 })).toBeNull();
  expect(olderThan(result, { C: 1, folds: 0 })).toBe('Fitted with 5 folds: run the cell again for no folds.');
  expect(olderThan(result, { C: 2, folds: 0 })).toBe(
    'Fitted with C 1 and 5 folds: run the cell again for C 2 and no folds.',
  );
});
