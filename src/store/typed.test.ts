import { beforeEach, expect, test, vi } from 'vitest';
import { openTyped, setTyped, useTyped } from './typed.ts';

const notes = vi.hoisted(() => new Map<string, unknown>());
vi.mock('../storage/store.ts', () => ({
  keptNote: async (key: string) => notes.get(key),
  keepNote: async (key: string, value: unknown) => void notes.set(key, value),
}));

beforeEach(() => {
  vi.useFakeTimers();
  notes.clear();
  useTyped.setState({}, true);
});

test('what is typed is kept once the person stops, and is there again after a reload', async () => {
  setTyped('attention', 'ein');
  setTyped('attention', 'ein hund');
  expect(notes.size).toBe(0);
  await vi.runAllTimersAsync();
  useTyped.setState({}, true);
  await openTyped('attention');
  expect(useTyped.getState()).toEqual({ attention: 'ein hund' });
});

test('what was typed before the kept text is read stays', async () => {
  notes.set('typed/attention', 'old');
  const opening = openTyped('attention');
  setTyped('attention', 'new');
  await opening;
  expect(useTyped.getState()['attention']).toBe('new');
});
