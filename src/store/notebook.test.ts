import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { LabError } from '../base/errors.ts';
import { recipeSchema } from '../recipe/recipe.ts';
import type { CellPlan, RunContext } from './cells.ts';

const notes = new Map<string, unknown>();
let storageFails: LabError | null = null;
vi.mock('../storage/store.ts', () => ({
  keepNote: async (key: string, value: unknown) => {
    if (storageFails) throw storageFails;
    notes.set(key, structuredClone(value));
  },
  keptNote: async (key: string) => notes.get(key),
}));

type Work = (context: RunContext) => Promise<unknown>;
const recipe = recipeSchema.parse({});

/** Of the class that the modules of the page under test know. */
async function labError(code: string, message: string, hint?: string): Promise<LabError> {
  const errors = await import('../base/errors.ts');
  return new errors.LabError(code, message, hint);
}

/** What pages that are left open still have to write: it must not come in the middle of the next test. */
const leftOpen: (() => Promise<void>)[] = [];
afterEach(async () => {
  await Promise.all(leftOpen.splice(0).map((flush) => flush()));
});

/** A fresh page: the modules forget what they held, the browser keeps its notes. */
async function open(work: Record<string, Work> = {}, sufficient = false, more: readonly string[] = []) {
  vi.resetModules();
  const notebook = { ...(await import('./notebook.ts')), ...(await import('./notebook-run.ts')) };
  const { useRecipe } = await import('./recipe.ts');
  await useRecipe.getState().init('rnn', recipe);
  const { useSaved } = await import('./saved.ts');
  const order: string[] = [];
  const cell = (id: string, dependsOn: string[], reads: CellPlan['reads']): CellPlan => ({
    id,
    dependsOn,
    reads,
    runner: async () => ({
      run: async (context) => {
        order.push(id);
        return work[id]?.(context) ?? { ran: id };
      },
      ...(id === 'report' && { suffices: async () => sufficient }),
    }),
  });
  const plans: CellPlan[] = [
    { id: 'read', dependsOn: [], reads: [] },
    cell('data', [], ['data']),
    cell('train', ['data'], ['model']),
    cell('report', ['train'], []),
    ...more.map((id) => ({ ...cell(id, [], []), byHand: true, again: true, beside: true })),
  ];
  await notebook.openNotebook('rnn', plans, recipe);
  const lesson = () => notebook.useNotebooks.getState()['rnn']!;
  const states = () => plans.map(({ id }) => notebook.cellStateOf(lesson(), id));
  leftOpen.push(() => notebook.flushNotebook('rnn'));
  return { ...notebook, useRecipe, useSaved, order, lesson, states };
}

/** Work that ends only when it is told to. */
function gate() {
  let release = () => {};
  const opened = new Promise<void>((resolve) => (release = resolve));
  return { opened, release: () => release() };
}

const untilAborted = ({ signal }: RunContext) =>
  new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)));

beforeEach(() => {
  notes.clear();
  storageFails = null;
  vi.useRealTimers();
});

describe('running', () => {
  it('runs a cell that says so once more where it is asked for while it runs', async () => {
    const held = gate();
    const { runCell, order, states, lesson } = await open({ exercise: () => held.opened }, false, [
      'exercise',
    ]);
    const done = runCell('rnn', 'exercise');
    void runCell('rnn', 'exercise');
    void runCell('rnn', 'exercise');
    expect(states().at(-1)).toBe('running');
    expect(lesson().queue).toHaveLength(1);
    held.release();
    await done;
    expect(order).toEqual(['exercise', 'exercise']);
    expect(states().at(-1)).toBe('done');
  });

  it('runs a cell alone where what is there suffices and nothing above was ever run', async () => {
    const { runCell, order, states, useRecipe } = await open({}, true);
    await runCell('rnn', 'report');
    expect(order).toEqual(['report']);
    expect(states()).toEqual(['never-run', 'never-run', 'never-run', 'done']);
    await runCell('rnn', 'train');
    useRecipe.getState().update('model.hidden', 12);
    await runCell('rnn', 'report');
    expect(order).toEqual(['report', 'data', 'train', 'train', 'report']);
  });

  it('forgets what cells that read data failed with when other data is opened', async () => {
    let fails = true;
    const { runCell, forgetDataErrors, states, lesson } = await open({
      data: async () => {
        if (fails) throw await labError('data/one-class', 'Every row has the same label (oneclass.csv).');
        return { rows: 3 };
      },
    });
    await runCell('rnn', 'data');
    expect(states()).toEqual(['never-run', 'failed', 'never-run', 'never-run']);
    forgetDataErrors('rnn');
    expect(states()).toEqual(['never-run', 'never-run', 'never-run', 'never-run']);
    expect(lesson().records['data']).toBeUndefined();
    fails = false;
    await runCell('rnn', 'data');
    fails = true;
    await runCell('rnn', 'data');
    expect(states()[1]).toBe('failed');
    forgetDataErrors('rnn');
    // It had an outcome before that, which is of other data.
    expect(states()[1]).toBe('stale');
    expect(lesson().records['data']).toMatchObject({ error: null, result: { rows: 3 } });
    forgetDataErrors('never-opened');
  });

  it('runs the whole lesson in order, and then nothing is due', async () => {
    const { runLesson, order, states } = await open();
    await runLesson('rnn', 'due');
    expect(order).toEqual(['data', 'train', 'report']);
    expect(states()).toEqual(['done', 'done', 'done', 'done']);
    await runLesson('rnn', 'due');
    expect(order).toHaveLength(3);
    await runLesson('rnn', 'all');
    expect(order).toHaveLength(6);
  });

  it('checks code beside a training, one exercise after the other, and each is stopped by itself', async () => {
    const training = gate();
    const { runCell, interrupt, lesson, states, order } = await open(
      { train: () => training.opened, first: untilAborted },
      false,
      ['first', 'second'],
    );
    const trained = runCell('rnn', 'train');
    await vi.waitFor(() => expect(lesson().running).toBe('train'));
    const first = runCell('rnn', 'first');
    void runCell('rnn', 'second');
    await vi.waitFor(() => expect(lesson().beside).toBe('first'));
    expect(states().slice(2)).toEqual(['running', 'never-run', 'running', 'queued']);
    interrupt('rnn', 'first');
    await first;
    // An interrupt empties the queue of where it runs, and the training goes on.
    expect(states().slice(2)).toEqual(['running', 'never-run', 'interrupted', 'never-run']);
    void runCell('rnn', 'second');
    await vi.waitFor(() => expect(states()[5]).toBe('done'));
    expect(lesson().running).toBe('train');
    training.release();
    await trained;
    expect(order).toEqual(['data', 'train', 'first', 'second']);
    expect(states().slice(2)).toEqual(['done', 'never-run', 'interrupted', 'done']);
  });

  it('all is stopped together where no cell is named', async () => {
    const { runCell, interrupt, lesson, states } = await open(
      { train: untilAborted, first: untilAborted },
      false,
      ['first'],
    );
    const all = [runCell('rnn', 'train'), runCell('rnn', 'first')];
    await vi.waitFor(() => expect([lesson().running, lesson().beside]).toEqual(['train', 'first']));
    interrupt('rnn');
    await Promise.all(all);
    expect(states().slice(2)).toEqual(['interrupted', 'never-run', 'interrupted']);
    expect(lesson()).toMatchObject({ running: null, beside: null, queue: [] });
  });

  it('a choice outside the recipe makes the cell stale and what builds on it, and keeps their outcomes', async () => {
    const { runLesson, runCell, order, states, lesson, goStale } = await open();
    await runLesson('rnn', 'all');
    goStale('rnn', 'data');
    expect(states()).toEqual(['done', 'stale', 'stale', 'stale']);
    expect(lesson().records['data']?.outcome).toBe('done');
    await runCell('rnn', 'train');
    expect(order.slice(3)).toEqual(['data', 'train']);
    expect(states()).toEqual(['done', 'done', 'done', 'stale']);
  });

  it('stops at the first failure and keeps what went before', async () => {
    const { runLesson, order, states, lesson } = await open({
      train: async () => {
        throw await labError('train/not-finite', 'The loss is not a number.', 'Lower the learning rate.');
      },
    });
    await runLesson('rnn', 'due');
    expect(order).toEqual(['data', 'train']);
    expect(states()).toEqual(['done', 'done', 'failed', 'never-run']);
    expect(lesson().records['train']?.error?.hint).toBe('Lower the learning rate.');
    expect(lesson().running).toBeNull();
  });

  it('hands a cell what others returned, and tells it when it is part of the whole', async () => {
    const seen: unknown[] = [];
    const { runLesson, runCell } = await open({
      data: async () => ({ rows: 3 }),
      train: async ({ result, whole }) => void seen.push(result('data'), whole),
    });
    await runLesson('rnn', 'due');
    await runCell('rnn', 'train');
    expect(seen).toEqual([{ rows: 3 }, true, { rows: 3 }, false]);
  });

  it('runs one at a time: a second wish waits', async () => {
    const first = gate();
    const { runCell, order, states } = await open({ data: () => first.opened });
    const a = runCell('rnn', 'data');
    const b = runCell('rnn', 'train');
    expect(states()).toEqual(['never-run', 'running', 'queued', 'never-run']);
    first.release();
    await Promise.all([a, b]);
    await vi.waitFor(() => expect(states()[2]).toBe('done'));
    expect(order).toEqual(['data', 'train']);
  });

  it('runs a dependency again that went stale while it waited', async () => {
    const first = gate();
    const { runLesson, order, useRecipe, states } = await open({ data: () => first.opened });
    const running = runLesson('rnn', 'due');
    await vi.waitFor(() => expect(order).toEqual(['data']));
    useRecipe.getState().update('data.limit', 100);
    first.release();
    await running;
    expect(order).toEqual(['data', 'data', 'train', 'report']);
    expect(states()).toEqual(['done', 'done', 'done', 'done']);
  });
});

describe('interrupting', () => {
  it('stops the cell that runs and lets none of the later ones begin', async () => {
    const { runLesson, interrupt, order, states } = await open({ data: untilAborted });
    const running = runLesson('rnn', 'due');
    await vi.waitFor(() => expect(states()).toEqual(['done', 'running', 'queued', 'queued']));
    interrupt('rnn');
    await running;
    expect(order).toEqual(['data']);
    expect(states()).toEqual(['done', 'interrupted', 'never-run', 'never-run']);
  });

  it('goes on without a runner that does not obey, and does not heed what it says afterwards', async () => {
    vi.useFakeTimers();
    const late = gate();
    const { runCell, interrupt, states, lesson } = await open({
      data: async ({ report }) => {
        await late.opened;
        report({ phase: 'still here', done: 1, total: 2 });
        return { late: true };
      },
    });
    const running = runCell('rnn', 'data');
    interrupt('rnn');
    expect(lesson().interrupting).toBe(true);
    await vi.advanceTimersByTimeAsync(8000);
    await running;
    late.release();
    await vi.advanceTimersByTimeAsync(0);
    expect(states()[1]).toBe('interrupted');
    expect(lesson().progress).toBeNull();
    expect(lesson().records['data']?.result).toBeNull();
  });

  it('counts a stop by other means as an interrupt, not as a failure', async () => {
    const { runLesson, states } = await open({
      train: async () => {
        throw await labError('cancelled', 'Stopped.');
      },
    });
    await runLesson('rnn', 'due');
    expect(states()).toEqual(['done', 'done', 'interrupted', 'never-run']);
  });

  it('keeps the last result while a cell runs again', async () => {
    const second = gate();
    let times = 0;
    const { runCell, lesson } = await open({ data: async () => (times++ === 0 ? { n: 1 } : second.opened) });
    await runCell('rnn', 'data');
    const again = runCell('rnn', 'data');
    expect(lesson().records['data']?.result).toEqual({ n: 1 });
    second.release();
    await again;
  });
});

describe('keeping', () => {
  it('brings everything back after a reload, with what ran then as interrupted', async () => {
    const first = await open({ train: untilAborted });
    void first.runLesson('rnn', 'due');
    await vi.waitFor(() => expect(first.states()[2]).toBe('running'));
    first.setDetail('rnn', 'data', '34,962 rows');
    await first.flushNotebook('rnn');
    const second = await open();
    expect(second.states()).toEqual(['done', 'done', 'interrupted', 'never-run']);
    expect(second.lesson().details['data']).toBe('34,962 rows');
    expect(second.lesson().records['data']?.result).toEqual({ ran: 'data' });
  });

  it('is announced from the moment there is something to write', async () => {
    const first = await open();
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    await first.runCell('rnn', 'data');
    expect(first.useSaved.getState().pending).toBeGreaterThan(0);
    expect((await open()).states()[1]).toBe('never-run');
    await vi.advanceTimersByTimeAsync(250);
    expect(first.useSaved.getState().pending).toBe(0);
    expect((await open()).states()[1]).toBe('done');
  });

  it('shows as stale after a reload what was run before the settings changed', async () => {
    const first = await open();
    await first.runLesson('rnn', 'due');
    first.useRecipe.getState().update('model.hidden', 64);
    await first.flushNotebook('rnn');
    const second = await open();
    expect(second.states()).toEqual(['done', 'done', 'stale', 'stale']);
  });

  it('says so when what is kept cannot be read, and starts afresh', async () => {
    notes.set('notebook/rnn', { version: 0, cells: 'of another time' });
    const { lesson, states } = await open();
    expect(lesson().notice).toMatch(/another version/);
    expect(states()[1]).toBe('never-run');
  });

  it('shows a full disk in the saved sign, and takes it back when there is room again', async () => {
    const { setDetail, flushNotebook, useSaved } = await open();
    storageFails = await labError('storage/full', 'There is no room left.');
    setDetail('rnn', 'data', 'x');
    await flushNotebook('rnn');
    expect(Object.values(useSaved.getState().failed)).toEqual([
      expect.objectContaining({ code: 'storage/full' }),
    ]);
    storageFails = null;
    await flushNotebook('rnn');
    expect(useSaved.getState()).toMatchObject({ failed: {}, pending: 0 });
    expect(useSaved.getState().savedAt).not.toBeNull();
  });
});
