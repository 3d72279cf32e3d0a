import { expect, it } from 'vitest';
import { unreadInWords } from './unread.ts';

it('says which tokens of a long text the model was not given', () => {
  expect(unreadInWords({ before: 0, after: 0, masks: 0 }, 12)).toBeNull();
  expect(unreadInWords({ before: 13, after: 0, masks: 0 }, 50)).toBe(
    'This text is too long: the model reads 48 tokens at most, so the first 13 of it were left out.',
  );
  expect(unreadInWords({ before: 2, after: 30, masks: 1 }, 50)).toBe(
    'This text is too long: the model reads 48 tokens at most, so the first 2 and the last 30 of it were left out, 1 [MASK] among them.',
  );
});
