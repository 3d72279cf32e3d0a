import { expect, test } from 'vitest';
import { Recent } from './recent.ts';

test('keeps what was wanted last and gives the rest back', () => {
  const gone: number[] = [];
  let made = 0;
  const recent = new Recent<number>(2, (thing) => gone.push(thing));
  const get = (key: string) => recent.get(key, () => ++made);
  expect([get('a'), get('b'), get('a')]).toEqual([1, 2, 1]);
  // b was not wanted for longer than a.
  expect(get('c')).toBe(3);
  expect(gone).toEqual([2]);
  expect([get('a'), get('b')]).toEqual([1, 4]);
  expect(gone).toEqual([2, 3]);
});
