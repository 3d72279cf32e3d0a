import { beforeEach, expect, test, vi } from 'vitest';
import { keepNote, keptNote } from '../../storage/store.ts';
import { edit, withSize, withWords } from './changes.ts';
import { FIRST, LECTURE, wordsOf } from './steps.ts';

vi.mock('../../storage/store.ts', async () => (await import('../../storage/notes.fixture.ts')).fakeNotes());

const load = () => import('./kept.ts');
let kept: Awaited<ReturnType<typeof load>>;

beforeEach(async () => {
  await keepNote('self-attention', undefined);
  vi.resetModules();
  kept = await load();
  await kept.openByHand();
});

/** The page once more. */
async function reload(): Promise<void> {
  await kept.flushByHand();
  vi.resetModules();
  kept = await load();
  await kept.openByHand();
}

const now = () => kept.useByHand.getState();
const type = (text: string): void =>
  kept.change((before) => withWords(before, wordsOf(text)), 'sentence', text);

test('sentence, numbers of one’s own, mode and word are there after a reload; masked scores too', async () => {
  type('two words');
  kept.change((before) => edit({ ...before, causal: true }, 'masked', 1, 0, 3));
  kept.setMode('hand');
  kept.setWord(1);
  const { settings } = now();
  await reload();
  expect(now()).toMatchObject({ settings, sentence: 'two words', mode: 'hand', word: 1, loaded: true });
  kept.takeLecture();
  await reload();
  expect(now().settings).toEqual(LECTURE);
});

test('what is kept and does not fit is not taken', async () => {
  kept.change((before) => edit(before, 'scores', 0, 0, 3));
  await kept.flushByHand();
  const note = (await keptNote('self-attention')) as { settings: object };
  await keepNote('self-attention', { ...note, settings: { ...note.settings, words: ['one'] } });
  await reload();
  expect(now().settings).toEqual(FIRST);
});

test('each change can be undone; typing is one change, and typed back nothing is lost', () => {
  kept.change((before) => edit(before, 'scores', 0, 0, 5), 'scores 0 0');
  kept.change((before) => edit(before, 'scores', 0, 0, 50), 'scores 0 0');
  const own = now().settings;
  expect(now().past).toHaveLength(1);
  type('the dog chased the ca');
  expect(now().gone).toEqual(['scores']);
  type('the dog chased the cat');
  expect(now()).toMatchObject({ settings: own, gone: [] });
  kept.change((before) => withSize(before, 3));
  expect(now().gone).toEqual(['scores']);
  kept.undo();
  expect(now()).toMatchObject({ settings: own, gone: [] });
  kept.undo();
  kept.undo();
  expect(now()).toMatchObject({ settings: FIRST, sentence: 'the dog chased the cat', past: [] });
});
