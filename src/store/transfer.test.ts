import { expect, it, vi } from 'vitest';

const notes = new Map<string, unknown>([
  ['choices/transfer', { folds: 0, C: -1, ways: ['all', 2], compared: ['run'], reading: 'mean', unknown: 1 }],
]);
vi.mock('../storage/store.ts', () => ({
  keepNote: async (key: string, value: unknown) => void notes.set(key, value),
  keptNote: async (key: string) => notes.get(key),
}));

const { openTransfer, readChoices, useTransfer } = await import('./transfer.ts');

it('comes back as it was left, but for what cannot be read or was changed meanwhile, and is kept', async () => {
  const opening = openTransfer();
  useTransfer.setState({ reading: 'cls', headRate: 0.5 });
  await opening;
  expect(useTransfer.getState()).toMatchObject({ folds: 0, C: 1, ways: ['all', 2], compared: ['run'] });
  expect(useTransfer.getState().headRate).toBe(0.5);
  useTransfer.setState({ alsoWith: ['published:a/b'], folds: 5 });
  await vi.waitFor(() => expect(notes.get('choices/transfer')).toEqual(useTransfer.getState()));
  expect(readChoices(notes.get('choices/transfer'))).toEqual(useTransfer.getState());
  expect(readChoices('nothing of the kind')).toEqual({});
});
