import { beforeEach, expect, test, vi } from 'vitest';

const notes = new Map<string, unknown>();
/** Answers of the storage that are still to come. */
const waiting: (() => void)[] = [];
vi.mock('../storage/store.ts', () => ({
  keepNote: async (key: string, value: unknown) => void notes.set(key, value),
  keptNote: (key: string) =>
    new Promise((resolve) => {
      waiting.push(() => resolve(notes.get(key)));
    }),
}));

const { flushReport, openReport, setConclusions, setThresholds, useReport } = await import('./report.ts');
const { flushPins, openPins, pin, setWords, usePins } = await import('./pins.ts');

const answered = async (opened: Promise<void>): Promise<void> => {
  await vi.waitFor(() => expect(waiting.length).toBeGreaterThan(0));
  waiting.splice(0).forEach((answer) => answer());
  await opened;
};

beforeEach(() => {
  notes.clear();
  useReport.setState({ lesson: null, loaded: false });
  usePins.setState({ lesson: null, loaded: false });
});

test('what is typed while the report is read does not write over what is kept', async () => {
  notes.set('report/rnn', { conclusions: 'an hour of work', thresholds: [0.5] });
  const opened = openReport('rnn');
  setConclusions('x');
  setThresholds(null);
  await flushReport();
  await answered(opened);
  await flushReport();
  expect(useReport.getState()).toMatchObject({
    conclusions: 'an hour of work',
    thresholds: [0.5],
    loaded: true,
  });
  expect(notes.get('report/rnn')).toEqual({ conclusions: 'an hour of work', thresholds: [0.5] });
  setConclusions('an hour of work, and more');
  await flushReport();
  expect(notes.get('report/rnn')).toEqual({ conclusions: 'an hour of work, and more', thresholds: [0.5] });
});

test('a lesson that is opened while another is read has its own words', async () => {
  notes.set('report/a', { conclusions: 'of a', thresholds: null });
  notes.set('report/b', { conclusions: 'of b', thresholds: null });
  const first = openReport('a');
  const second = openReport('b');
  await vi.waitFor(() => expect(waiting).toHaveLength(2));
  await answered(Promise.all([first, second]).then(() => undefined));
  expect(useReport.getState()).toMatchObject({ lesson: 'b', conclusions: 'of b', loaded: true });
});

test('what is pinned while the interpretation is read stands behind what is kept', async () => {
  const map = { title: 'old', text: '', tokens: [], values: [], signed: false };
  notes.set('pins/heads', { pins: [{ ...map, id: '1', note: 'mine' }], words: 'kept' });
  const opened = openPins('heads');
  pin({ ...map, title: 'new' });
  setWords('x');
  await answered(opened);
  await flushPins();
  expect(usePins.getState().words).toBe('kept');
  expect(notes.get('pins/heads')).toMatchObject({
    words: 'kept',
    pins: [{ title: 'old' }, { title: 'new' }],
  });
});
