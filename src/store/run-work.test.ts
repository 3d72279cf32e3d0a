import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { LabError } from '../base/errors.ts';
import { recipeSchema } from '../recipe/recipe.ts';
import type { RunEvent, RunRecord } from '../runs/types.ts';
import type { StartRequest } from '../worker/protocol.ts';

/** A lab worker that does what the test says. */
type Script = (request: StartRequest, tell: (events: RunEvent[]) => void) => Promise<void>;

const fake = vi.hoisted(() => ({
  scripts: [] as unknown[],
  requests: [] as unknown[],
  kept: new Map<string, unknown>(),
  notes: new Map<string, unknown>(),
  prepared: [] as string[],
  known: new Set(['d']),
  opens: 'reopened',
  checkpoints: new Map<string, { step: number; savedAt: number }>(),
  stops: 0,
  writeMs: 0,
}));

vi.mock('../worker/client.ts', () => ({
  dataClient: () => ({
    async prepare(_job: string, dataset: string) {
      fake.prepared.push(dataset);
      if (!fake.known.has(dataset)) throw new LabError('data/unknown-set', 'It is gone.');
      return { splits: {} };
    },
    async open() {
      fake.known.add(fake.opens);
      return { id: fake.opens, title: 'The set' };
    },
    async texts(dataset: string, _spec: unknown, rows: number[]) {
      if (!fake.known.has(dataset)) throw new LabError('data/unknown-set', 'It is gone.');
      return rows.map((row) => `${dataset} ${row}`);
    },
    cancel: async () => undefined,
  }),
  labClient: () => ({
    async run(request: StartRequest, tell: (events: RunEvent[]) => void) {
      fake.requests.push(request);
      const script = fake.scripts.shift() as Script | undefined;
      if (!script) throw new Error('The worker was asked once too often.');
      await script(request, tell);
    },
    stop: async () => void fake.stops++,
    pause: async () => undefined,
    resume: async () => undefined,
  }),
  endLab: () => undefined,
}));

vi.mock('../storage/store.ts', () => ({
  async keepRun(record: RunRecord) {
    const written = structuredClone(record);
    if (fake.writeMs > 0) await new Promise((resolve) => setTimeout(resolve, fake.writeMs));
    fake.kept.set(record.id, written);
  },
  keptRun: async (id: string) => structuredClone(fake.kept.get(id)),
  keptRuns: async () => [...fake.kept.values()].map((record) => structuredClone(record)),
  dropRun: async (id: string) => void fake.kept.delete(id),
  keepNote: async (key: string, value: unknown) => void fake.notes.set(key, value),
  keptNote: async (key: string) => fake.notes.get(key),
  keptCheckpoint: async (id: string) => fake.checkpoints.get(id),
  keptEpochsOf: async () => [],
}));

const { startRun, startRuns, whenEnded } = await import('./run-work.ts');
const { loadRuns } = await import('./run-keep.ts');
const { deleteRun, renameRun, resumeRun, stopRun, undoDelete } = await import('./run-actions.ts');
const { textsOfRun } = await import('./run-data.ts');
const { historyOf, runOf, useRuns } = await import('./runs.ts');

const recipe = recipeSchema.parse({ name: 'A run' });
const begin = (name = 'A run') =>
  startRun({ lesson: 'rnn', recipe: { ...recipe, name }, datasetId: 'd', parent: null });

const checkpoint = (step: number): RunEvent => ({ type: 'checkpoint', kind: 'last', step, savedAt: 1 });
const status = (word: 'running' | 'done' | 'stopped' | 'failed'): RunEvent => ({
  type: 'status',
  status: word,
});
const steps = (...step: number[]): RunEvent => ({
  type: 'steps',
  step,
  loss: step,
  lr: step,
  gradNorm: step,
});
const succeed: Script = async (_, tell) => tell([status('running'), steps(1, 2), status('done')]);
const script = (...given: Script[]): void => void fake.scripts.push(...given);

beforeEach(() => {
  fake.requests.length = 0;
  fake.prepared.length = 0;
  fake.known = new Set(['d']);
  fake.opens = 'reopened';
});
afterEach(() => expect(fake.scripts).toHaveLength(0));

test('a run is numbered, trained, and kept with its curves', async () => {
  script(succeed);
  const id = await begin();
  const ended = await whenEnded(id);
  expect(ended.status).toBe('done');
  expect(historyOf(id).step).toEqual([1, 2]);
  await vi.waitFor(() => expect(fake.kept.get(id)).toMatchObject({ status: 'done' }));
  expect((fake.kept.get(id) as RunRecord).history.step).toEqual([1, 2]);
  script(succeed);
  const next = await begin();
  expect(runOf(next).number).toBe(ended.number + 1);
  await whenEnded(next);
});

test('runs wait for each other, and one that waits can be taken out', async () => {
  let finish = (): void => undefined;
  script(async (_, tell) => {
    tell([status('running')]);
    await new Promise<void>((resolve) => (finish = resolve));
    tell([status('done')]);
  }, succeed);
  const first = await begin('first');
  const second = await begin('second');
  const third = await begin('third');
  await vi.waitFor(() => expect(runOf(first).status).toBe('running'));
  expect(useRuns.getState().queue).toEqual([second, third]);
  const gone = whenEnded(second);
  stopRun(second);
  expect((await gone).status).toBe('stopped');
  const last = whenEnded(third);
  finish();
  expect((await last).status).toBe('done');
  expect(fake.requests).toHaveLength(2);
});

test('a run that was taken out of the queue and put back runs once', async () => {
  let finish = (): void => undefined;
  script(async (_, tell) => {
    tell([status('running')]);
    await new Promise<void>((resolve) => (finish = resolve));
    tell([status('done')]);
  }, succeed);
  const first = await begin('first');
  const second = await begin('second');
  await vi.waitFor(() => expect(runOf(first).status).toBe('running'));
  stopRun(second);
  resumeRun(second);
  const ended = whenEnded(second);
  finish();
  expect((await ended).status).toBe('done');
});

test('a worker that dies is replaced as long as the run gets further each time', async () => {
  const die: (step: number) => Script = (step) => async (_, tell) => {
    tell([status('running'), checkpoint(step)]);
    throw new LabError('worker/silent', 'The training worker did not answer.');
  };
  script(die(10), die(20), die(20));
  const id = await begin();
  const ended = await whenEnded(id);
  expect(ended.status).toBe('interrupted');
  expect(ended.error?.code).toBe('worker/silent');
  expect(ended.notes).toHaveLength(2);
  expect(fake.requests.map((request) => (request as StartRequest).resume)).toEqual([false, true, true]);
  script(succeed);
  const again = whenEnded(id);
  resumeRun(id);
  expect((await again).status).toBe('done');
  expect((fake.requests.at(-1) as StartRequest).resume).toBe(true);
});

test('a worker that dies before the first checkpoint leaves an interrupted run that begins anew', async () => {
  script(async () => {
    throw new LabError('worker/crashed', 'The training worker broke down.');
  });
  const id = await begin();
  expect(await whenEnded(id)).toMatchObject({ status: 'interrupted', checkpoint: null });
});

test('what fails says why; a worker that says nothing at the end is told from one that finished', async () => {
  script(async () => {
    throw new LabError('train/no-rows', 'There are no texts to train on.');
  });
  expect(await whenEnded(await begin())).toMatchObject({
    status: 'failed',
    error: { code: 'train/no-rows' },
  });
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  script(async (_, tell) => tell([status('running')]));
  const ended = whenEnded(await begin());
  await vi.advanceTimersByTimeAsync(4000);
  expect((await ended).error?.code).toBe('worker/mute');
  vi.useRealTimers();
});

test('events that arrive after the call returned still count', async () => {
  script(async (_, tell) => {
    tell([status('running')]);
    setTimeout(() => tell([steps(1), status('done')]), 20);
  });
  const id = await begin();
  expect((await whenEnded(id)).status).toBe('done');
  expect(historyOf(id).step).toEqual([1]);
});

test('data that is gone is opened again, unless a run goes on from a checkpoint of other data', async () => {
  fake.known.clear();
  script(async (_, tell) => tell([status('running'), checkpoint(5), status('stopped')]));
  const id = await begin();
  await whenEnded(id);
  expect(fake.prepared).toEqual(['d', 'reopened']);
  expect(runOf(id).datasetId).toBe('reopened');
  fake.known.clear();
  useRuns.setState(({ runs }) => ({ runs: { ...runs, [id]: { ...runOf(id), datasetId: 'other' } } }));
  const again = whenEnded(id);
  resumeRun(id);
  expect(await again).toMatchObject({ status: 'failed', error: { code: 'run/other-data' } });
});

test('a deleted run is out of the list until it is had back; a name is kept', async () => {
  script(succeed);
  const id = await begin();
  await whenEnded(id);
  deleteRun(id);
  expect(useRuns.getState().order).not.toContain(id);
  undoDelete(id);
  expect(useRuns.getState().order).toContain(id);
  renameRun(id, '  ');
  expect(runOf(id).recipe.name).toBe('A run');
  renameRun(id, ' Better ');
  expect(runOf(id).recipe.name).toBe('Better');
});

test('runs of a closed page come back as interrupted', async () => {
  script(succeed);
  const id = await begin();
  await whenEnded(id);
  await vi.waitFor(() => expect(fake.kept.get(id)).toMatchObject({ status: 'done' }));
  const left = { ...(fake.kept.get(id) as RunRecord), id: 'left', status: 'running' as const };
  fake.kept.set('left', { ...left, checkpoint: { step: 40, savedAt: 1 } });
  // The page was closed before its record heard of this checkpoint.
  fake.checkpoints.set('left', { step: 77, savedAt: 5 });
  const strange = { ...left, id: 'strange', number: 9, recipe: { ...left.recipe, future: true } };
  fake.kept.set('strange', strange);
  vi.stubGlobal('document', { addEventListener: () => undefined });
  await loadRuns();
  // What this version cannot read is said, and stays kept.
  expect(useRuns.getState().notice?.message).toMatch(/^Run 9 was kept by another version of the lab/);
  expect(useRuns.getState().order).not.toContain('strange');
  expect(fake.kept.get('strange')).toBe(strange);
  await vi.waitFor(() => expect(runOf('left').status).toBe('interrupted'));
  expect(runOf('left').checkpoint).toEqual({ step: 77, savedAt: 5 });
  expect(runOf('left').error?.hint).toMatch(/go on from step 77/);
  expect(runOf(id).status).toBe('done');
});

test('the texts of a run come from its source again where the worker has not read it since the reload', async () => {
  const run = { id: 'r', datasetId: 'd', recipe };
  expect(await textsOfRun(run, [3])).toEqual(['d 3']);
  fake.known.clear();
  fake.opens = 'd';
  expect(await textsOfRun(run, [3, 4])).toEqual(['d 3', 'd 4']);
  fake.known.clear();
  fake.opens = 'other';
  await expect(textsOfRun(run, [3])).rejects.toThrow(/has changed since/);
});

test('a set of runs is kept whole before the first of them begins, and numbered in a row', async () => {
  fake.writeMs = 20;
  let keptAtStart: unknown[] = [];
  const ids: string[] = [];
  const look: Script = async (request, tell) => {
    if (keptAtStart.length === 0)
      keptAtStart = ids.map((id) => (fake.kept.get(id) as RunRecord | undefined)?.number);
    await succeed(request, tell);
  };
  script(look, succeed, succeed);
  const first = crypto.randomUUID();
  const options = (name: string) => ({ lesson: 'bert', recipe: { ...recipe, name }, datasetId: 'd' });
  ids.push(
    ...(await startRuns([
      { ...options('a'), id: first, parent: null },
      { ...options('b'), parent: first },
      { ...options('c'), parent: first },
    ])),
  );
  expect(ids[0]).toBe(first);
  const numbers = ids.map((id) => runOf(id).number);
  expect(numbers).toEqual([0, 1, 2].map((i) => (numbers[0] as number) + i));
  await Promise.all(ids.map(whenEnded));
  expect(keptAtStart).toEqual(numbers);
  expect(fake.requests.map((request) => (request as StartRequest).runId)).toEqual(ids);
  fake.writeMs = 0;
  expect(await startRuns([])).toEqual([]);
  script(succeed);
  const next = await begin();
  expect(runOf(next).number).toBe((numbers[2] as number) + 1);
  await whenEnded(next);
});
