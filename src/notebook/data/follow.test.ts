import { expect, it } from 'vitest';
import { followed, type FollowedNow } from './follow.ts';

const now = (over: Partial<FollowedNow>): FollowedNow => ({
  settings: 'b',
  state: 'stale',
  busy: false,
  doubt: false,
  ...over,
});

it('runs a cell again for other settings, once nothing runs and the columns are clear', () => {
  const before = { settings: 'a', state: 'done' as const };
  expect(followed(before, now({})).runs).toBe(true);
  expect(followed(before, now({ settings: 'a' })).runs).toBe(false);
  expect(followed(before, now({ busy: true })).runs).toBe(false);
  expect(followed(before, now({ doubt: true })).runs).toBe(false);
  expect(followed(before, now({ state: 'never-run' })).runs).toBe(false);
});

it('leaves a cell that was interrupted alone, though settings changed while it ran', () => {
  const running = followed({ settings: 'a', state: 'stale' }, now({ state: 'running', busy: true })).seen;
  const stopped = followed(running, now({ state: 'interrupted' }));
  expect(stopped.runs).toBe(false);
  const still = followed(stopped.seen, now({ state: 'interrupted' }));
  expect(still.runs).toBe(false);
  expect(followed(still.seen, now({ state: 'interrupted', settings: 'c' })).runs).toBe(true);
});
