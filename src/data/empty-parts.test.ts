import { describe, expect, it } from 'vitest';
import { drawnWords, emptyParts } from './empty-parts.ts';

describe('emptyParts', () => {
  it('says what follows from parts without rows', () => {
    expect(emptyParts({ train: 2, validation: 0, test: 0 })).toMatch(
      /^Validation and test are empty: all 2 rows are in train.* no score/,
    );
    expect(emptyParts({ train: 1, validation: 0, test: 0 })).toContain('the only row is in train');
    expect(emptyParts({ train: 5, validation: 0, test: 1 })).toMatch(/^Validation is empty/);
    expect(emptyParts({ train: 5, validation: 1, test: 0 })).toMatch(/^Test is empty/);
    expect(emptyParts({ train: 8, validation: 1, test: 1 })).toBeNull();
  });
});

describe('drawnWords', () => {
  it('names the parts that a split column has no rows of', () => {
    expect(drawnWords([])).toBe('');
    expect(drawnWords(['validation', 'test'])).toBe(
      '; it has no validation and no test rows, so they were drawn from train',
    );
    expect(drawnWords(['test'])).toContain('it has no test rows');
  });
});
