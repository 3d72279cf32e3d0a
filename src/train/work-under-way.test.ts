import { expect, it } from 'vitest';
import { WorkUnderWay } from './work-under-way.ts';

it('tells of what takes long, how far it is and when it is done', () => {
  let now = 0;
  const work = new WorkUnderWay(() => now);
  const at = (ms: number, done: number, what = 'texts') => {
    now = ms;
    return work.at({ what, done, total: 8 });
  };
  expect(at(500, 1)).toBeNull();
  expect(at(2000, 2)).toEqual({ what: 'texts', done: 2, total: 8, secondsLeft: 6 });
  // Another thing began where this one was heard of last.
  expect(at(6000, 2, 'pieces')).toEqual({ what: 'pieces', done: 2, total: 8, secondsLeft: 12 });
  expect(at(9000, 8, 'pieces')).toBeNull();
  expect(work.at(null)).toBeNull();
  expect(at(9500, 1)).toBeNull();
});
