import { expect, test, vi } from 'vitest';
import type { Exercise } from '../exercises/types.ts';
import { flushProgress, setCode } from './progress.ts';
import { useSaved } from './saved.ts';

const kept = vi.hoisted(() => ({ writes: [] as unknown[] }));

vi.mock('../storage/store.ts', () => ({
  keepNote: async (_key: string, value: unknown) => void kept.writes.push(structuredClone(value)),
  keptNote: async () => undefined,
}));

const exercise = { id: 'rnn/step', starter: 'return x' } as Exercise;
const pending = (): number => useSaved.getState().pending;

test('the saved sign waits from the first keystroke until all that was typed is stored', async () => {
  useSaved.setState({ savedAt: 1 });
  setCode(exercise, 'return y');
  expect(pending()).toBe(1);
  const write = flushProgress();
  // Typed while the former is written: that one's end is not the end.
  setCode(exercise, 'return z');
  await write;
  expect(pending()).toBe(1);
  await flushProgress();
  expect(pending()).toBe(0);
  expect(kept.writes).toHaveLength(2);
  expect(kept.writes.at(-1)).toMatchObject({ exercises: { 'rnn/step': { code: 'return z' } } });
});
