import { expect, test } from 'vitest';
import { isolationWords, threadsOf } from './threads.ts';

test('no threads are promised that the cores do not give', () => {
  expect([1, 2, 3, 4, 16].map(threadsOf)).toEqual([1, 1, 1, 2, 8]);
  for (const cores of [1, 2, 3]) expect(isolationWords(cores, true)).not.toMatch(/Reload|several/);
  expect(isolationWords(8, true)).toMatch(/one thread instead of 4\. Reload the page/);
  expect(isolationWords(8, false)).toMatch(/COOP and COEP/);
});
