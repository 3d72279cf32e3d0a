import { beforeEach, expect, test, vi } from 'vitest';
import type { FakeNotes } from '../storage/notes.fixture.ts';

/** What is chosen or typed in a question is still there after a reload, until it is answered. */

const { storage } = vi.hoisted(() => ({ storage: {} as FakeNotes }));
vi.mock('../storage/store.ts', () => storage);

const { fakeNotes } = await import('../storage/notes.fixture.ts');
beforeEach(() => void Object.assign(storage, fakeNotes()));

/** The page as it is after it was loaded. */
async function load() {
  vi.resetModules();
  const page = await import('./drafts.ts');
  await page.openDrafts();
  return page;
}

test('a choice and a number not yet answered come back after a reload, and go when they are answered', async () => {
  const first = await load();
  first.setDraft('rnn/one', [2, 0]);
  first.setDraft('rnn/two', '0.');
  first.setDraft('rnn/two', '0.5');
  const second = await load();
  expect(second.useDrafts.getState()).toEqual({
    loaded: true,
    drafts: { 'rnn/one': [2, 0], 'rnn/two': '0.5' },
  });
  second.setDraft('rnn/one', null);
  expect((await load()).useDrafts.getState().drafts).toEqual({ 'rnn/two': '0.5' });
});

test('what cannot be read is as if it were not there', async () => {
  await storage.keepNote('draft/rnn/one', { given: [{}] });
  await storage.keepNote('draft/rnn/two', { given: '7' });
  const { useDrafts } = await load();
  expect(useDrafts.getState()).toEqual({ loaded: true, drafts: { 'rnn/two': '7' } });
});
