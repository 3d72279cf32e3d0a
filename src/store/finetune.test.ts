import { beforeEach, expect, test, vi } from 'vitest';
import type { FakeNotes } from '../storage/notes.fixture.ts';

const { storage } = vi.hoisted(() => ({ storage: {} as FakeNotes }));
vi.mock('../storage/store.ts', () => storage);

const { fakeNotes } = await import('../storage/notes.fixture.ts');
beforeEach(() => void Object.assign(storage, fakeNotes()));

/** The page as it is after it was loaded. */
async function page() {
  vi.resetModules();
  const own = await import('./finetune.ts');
  await own.openFinetune('bert');
  return own;
}

test('what a set of fine-tunings is to be is there again after a reload, for each lesson its own', async () => {
  const before = await page();
  before.chooseFinetune({ settings: { 'data.trainLimit': 100, 'training.epochs': 2 }, seeds: 3 });
  before.chooseFinetune({ question: 'epochs', pretraining: 'abc' });
  const after = await page();
  expect(after.useFinetune.getState()).toEqual({
    lesson: 'bert',
    pretraining: 'abc',
    question: 'epochs',
    seeds: 3,
    settings: { 'data.trainLimit': 100, 'training.epochs': 2 },
  });
  await after.openFinetune('other');
  expect(after.useFinetune.getState()).toMatchObject({ lesson: 'other', seeds: 1, settings: {} });
});

test('what is chosen while it is being read wins', async () => {
  const before = await page();
  before.chooseFinetune({ seeds: 3 });
  vi.resetModules();
  const own = await import('./finetune.ts');
  const read = own.openFinetune('bert');
  own.chooseFinetune({ question: 'ways' });
  await read;
  expect(own.useFinetune.getState()).toMatchObject({ question: 'ways', seeds: 1 });
});
