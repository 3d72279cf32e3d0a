import { beforeEach, describe, expect, test, vi } from 'vitest';
import type { Question } from '../exercises/questions.ts';
import type { Exercise } from '../exercises/types.ts';
import type { FakeNotes } from '../storage/notes.fixture.ts';

/** What is kept of progress, and what another load or another tab of the page makes of it. */

const { storage } = vi.hoisted(() => ({ storage: {} as FakeNotes }));
vi.mock('../storage/store.ts', () => storage);

const { fakeNotes } = await import('../storage/notes.fixture.ts');
beforeEach(() => void Object.assign(storage, fakeNotes()));

const exercise = { id: 'rnn/step', starter: 'return x' } as Exercise;
const other = { id: 'rnn/other', starter: 'return x' } as Exercise;
const free: Question = { kind: 'free', id: 'rnn/free', text: '?', points: 0 };

/** The page as it is after it was loaded: modules of its own over the same storage. */
async function tab() {
  vi.resetModules();
  const [progress, saved] = await Promise.all([import('./progress.ts'), import('./saved.ts')]);
  await progress.openProgress();
  const { exercises, answers } = progress.useProgress.getState();
  return { ...progress, useSaved: saved.useSaved, exercises, answers };
}

test('the saved sign waits from the first keystroke until all that was typed is stored', async () => {
  const { setCode, flushProgress, useSaved } = await tab();
  const pending = (): number => useSaved.getState().pending;
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
  expect(storage.writes).toEqual([['progress/exercise/rnn/step'], ['progress/exercise/rnn/step']]);
  expect((await tab()).exercises['rnn/step']).toMatchObject({ code: 'return z' });
});

describe('what is kept', () => {
  test('comes back though some of it is longer than the fields take', async () => {
    const first = await tab();
    first.setCode(exercise, 'return 1');
    first.setCode(other, 'x'.repeat(first.MOST_CODE + 1));
    first.answer(free, 'x'.repeat(first.MOST_WORDS + 1));
    await first.flushProgress();
    // More than can be typed today, as an older version may have kept it.
    const long = { tries: 1, points: 0, right: true, at: 5, given: 'x'.repeat(30_000) };
    await storage.keepNote('progress/answer/rnn/free', long);
    const { exercises, answers } = await tab();
    expect(Object.keys(exercises)).toEqual(['rnn/step']);
    expect(answers['rnn/free']).toEqual(long);
  });

  test('of one exercise that cannot be read is put aside and said, and takes nothing with it', async () => {
    const first = await tab();
    first.setCode(exercise, 'return 1');
    await first.flushProgress();
    await storage.keepNote('progress/exercise/rnn/other', { code: 5 });
    const second = await tab();
    expect(second.exercises).toHaveProperty(['rnn/step', 'code'], 'return 1');
    const [said] = Object.values(second.useSaved.getState().failed);
    expect(said?.message).toMatch(/kept of rnn\/other cannot be read/);
    second.setCode(other, 'new');
    await second.flushProgress();
    expect(storage.notes.get('unreadable/progress/exercise/rnn/other')).toEqual({ code: 5 });
    const third = await tab();
    expect(Object.keys(third.exercises).sort()).toEqual(['rnn/other', 'rnn/step']);
    expect(third.useSaved.getState().failed).toEqual({});
  });

  test('by an older version in one note is read, each record by itself', async () => {
    const record = { code: 'return 1', best: 2, tries: 1, honest: [], solvedAt: null, opened: null };
    const old = { version: 1, exercises: { 'rnn/step': record, 'rnn/other': { ...record, best: -1 } } };
    await storage.keepNote('progress', { ...old, answers: {} });
    expect((await tab()).exercises).toEqual({ 'rnn/step': { ...record, earlier: [], at: 0 } });
    expect([...storage.notes.keys()].sort()).toEqual([
      'progress/exercise/rnn/step',
      'unreadable/progress/exercise/rnn/other',
    ]);
    expect((await tab()).exercises).toHaveProperty(['rnn/step', 'best'], 2);
  });

  test('and a write that fails is made good by the next', async () => {
    const first = await tab();
    const { changeNotes } = storage;
    storage.changeNotes = async () => Promise.reject(new Error('no room'));
    first.setCode(exercise, 'return 1');
    await first.flushProgress();
    expect(first.useSaved.getState().failed).toHaveProperty('your code and answers');
    storage.changeNotes = changeNotes;
    first.setCode(other, 'return 2');
    await first.flushProgress();
    expect(first.useSaved.getState().failed).toEqual({});
    expect(Object.keys((await tab()).exercises).sort()).toEqual(['rnn/other', 'rnn/step']);
  });
});

test('what the last checks said is still there after a reload, and of which code', async () => {
  const first = await tab();
  const evidence = [{ what: 'your value', value: '2' }];
  const failed = { id: 'a', state: 'failed', points: 0, reason: 'Too large.', evidence } as const;
  const outcomes = [{ ...failed, milliseconds: 3 }];
  const lines = Array.from({ length: 200 }, (_, i) => `line ${i}`);
  const report = { outcomes, points: 0, of: 6, console: lines, dropped: 7, problem: null };
  first.setCode(exercise, 'wrong');
  first.recordTry(exercise, 'wrong', report);
  // Of checks that were stopped nothing is kept.
  first.setReport(other, 'x', report);
  await first.flushProgress();
  const second = await tab();
  const kept = second.useProgress.getState();
  expect(Object.keys(kept.reports)).toEqual(['rnn/step']);
  const short = { ...report, console: lines.slice(0, 50), dropped: 157 };
  expect(kept.reports['rnn/step']).toMatchObject({ code: 'wrong', report: short });
  expect(second.isOutdated('rnn/step', kept)).toBe(false);
  second.setCode(exercise, 'other');
  await second.flushProgress();
  const third = (await tab()).useProgress.getState();
  expect(second.isOutdated('rnn/step', third)).toBe(true);
});

test('a page that goes writes at once what waits and what is being written', async () => {
  const leave: (() => void)[] = [];
  vi.stubGlobal('addEventListener', (type: string, f: () => void) => {
    if (type === 'pagehide') leave.push(f);
  });
  const page = await tab();
  vi.unstubAllGlobals();
  // The page is gone before what it asks for is read.
  storage.changeNotes = () => new Promise(() => undefined);
  page.setCode(exercise, 'being written');
  void page.flushProgress();
  page.setCode(other, 'typed last');
  for (const f of leave) f();
  await Promise.resolve();
  const codes = (await tab()).exercises;
  expect(codes['rnn/step']?.code).toBe('being written');
  expect(codes['rnn/other']?.code).toBe('typed last');
});

describe('two tabs', () => {
  const soon = { timeout: 2000, interval: 10 };

  test('keep what was written in each of them', async () => {
    const [one, two] = [await tab(), await tab()];
    two.setCode(exercise, 'of two');
    await two.flushProgress();
    one.setCode(other, 'of one');
    await one.flushProgress();
    const { exercises } = await tab();
    expect(exercises).toMatchObject({ 'rnn/step': { code: 'of two' }, 'rnn/other': { code: 'of one' } });
  });

  test('hear of each other', async () => {
    const [one, two] = [await tab(), await tab()];
    one.setCode(exercise, 'of one');
    await one.flushProgress();
    await vi.waitFor(() => expect(two.progressOf(exercise).code).toBe('of one'), soon);
    two.answer(free, 'words');
    await two.flushProgress();
    await vi.waitFor(() => expect(one.useProgress.getState().answers['rnn/free']?.given).toBe('words'), soon);
  });

  test('in one question, the right answer stands, whichever is newer', async () => {
    const question: Question = {
      ...{ kind: 'number', id: 'rnn/number', text: '?', points: 2 },
      ...{ answer: 5, tolerance: 0, unit: '', why: '', mistakes: [] },
    };
    const [one, two] = [await tab(), await tab()];
    one.answer(question, '5');
    await new Promise((done) => setTimeout(done, 5));
    two.answer(question, '7');
    await one.flushProgress();
    await two.flushProgress();
    expect((await tab()).answers['rnn/number']).toMatchObject({ given: '5', points: 2, right: true });
  });

  test('in one exercise, the newest code stands there with all that was reached', async () => {
    const [one, two] = [await tab(), await tab()];
    const outcomes = { outcomes: [], of: 6, console: [], dropped: 0, problem: null };
    one.setCode(exercise, 'right');
    one.recordTry(exercise, 'right', { ...outcomes, points: 6 });
    await new Promise((done) => setTimeout(done, 5));
    two.setCode(exercise, 'newest');
    // The older is written last.
    await two.flushProgress();
    await one.flushProgress();
    for (const { progressOf } of [one, await tab()])
      expect(progressOf(exercise)).toMatchObject({ code: 'newest', best: 6, tries: 1 });
  });
});
