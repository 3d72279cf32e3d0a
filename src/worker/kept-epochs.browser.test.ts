import { afterAll, beforeAll, expect, it } from 'vitest';
import { LabError } from '../base/errors.ts';
import { Random } from '../base/random.ts';
import { PretrainTask } from '../train/pretrain-task.ts';
import { packed } from '../train/checkpoint.ts';
import { readBundle } from '../formats/bundle.ts';
import { readSafetensors } from '../formats/safetensors.ts';
import type { Recipe } from '../recipe/recipe.ts';
import { resetDevice } from '../engine/device.ts';
import type { CheckpointKind, RunEvent } from '../runs/types.ts';
import { dropRun, keptCheckpoint, keptEpochsOf } from '../storage/store.ts';
import type { CheckpointRecord } from '../storage/types.ts';
import { CheckpointStore } from '../train/checkpoint-store.ts';
import { classifierFor } from '../train/classifier.ts';
import { circleData, circleRecipe } from '../train/testing-bert.ts';
import { MemoryStorage, ofType } from '../train/testing.ts';
import { backboneOf, withWeights } from './backbone.ts';
import { Lab } from './lab.ts';
import type { Result } from './protocol.ts';

/** Weights after chosen epochs of a pretraining, through the browser's storage, on WASM, where a run gives the same bits. */

function value<T>(result: Result<T>): T {
  if (!result.ok) throw LabError.fromData(result.error);
  return result.value;
}

const ROWS = 32;
const data = () => circleData(ROWS);
const pretraining = (training: Parameters<typeof circleRecipe>[1] = {}): Recipe =>
  circleRecipe('pretrain', { epochs: 2, keepEpochs: [1], ...training }, { initializerRange: 0.3 });

const valuesOf = (weights: Uint8Array) =>
  new Map(readSafetensors(weights).tensors.map(({ name, data }) => [name, Array.from(data as Float32Array)]));

const lab = new Lab();
const events: RunEvent[] = [];
const run = (
  runId: string,
  recipe: Recipe,
  resume = false,
  on: (event: RunEvent) => void = () => undefined,
) =>
  lab.run({ runId, recipe, data: data(), resume }, (batch) => {
    events.push(...batch);
    batch.forEach(on);
  });
const weightsOf = async (runId: string, kind: CheckpointKind): Promise<Uint8Array> =>
  (await keptCheckpoint(runId, kind))!.weights;

beforeAll(async () => {
  value(await lab.device('wasm'));
  value(await run('whole', pretraining()));
});
afterAll(() => resetDevice());

it('keeps the weights after an epoch: those of a run that ends there, without optimizer', async () => {
  expect(await keptEpochsOf('whole')).toEqual([1]);
  const kept = (await keptCheckpoint('whole', 'epoch-1'))!;
  const stepsPerEpoch = ROWS / 8;
  expect(kept).toMatchObject({ step: stepsPerEpoch, optimizer: null });
  expect(ofType(events, 'checkpoint')).toContainEqual(
    expect.objectContaining({ kind: 'epoch-1', step: stepsPerEpoch }),
  );
  value(await run('short', pretraining({ epochs: 1, keepEpochs: [] })));
  expect(kept.weights).toEqual(await weightsOf('short', 'last'));
  expect(kept.weights).not.toEqual(await weightsOf('whole', 'last'));
  expect(await keptEpochsOf('short')).toEqual([]);
});

it('goes home as a run that ended there, with the curves until then and nothing of what came after', async () => {
  const zip = value(await lab.exportRun('whole', null, 1));
  const { weights, history, result, recipe } = readBundle(new Uint8Array(await zip.arrayBuffer()));
  expect(valuesOf(weights)).toEqual(valuesOf(await weightsOf('whole', 'epoch-1')));
  expect(history.step.at(-1)).toBe(ROWS / 8);
  expect(history.evaluations.every(({ step }) => step <= ROWS / 8)).toBe(true);
  expect(result).toBeNull();
  expect(recipe).toEqual(pretraining());
  const whole = readBundle(new Uint8Array(await value(await lab.exportRun('whole')).arrayBuffer()));
  expect(whole.history.step.at(-1)).toBe((2 * ROWS) / 8);
  expect((await lab.exportRun('whole', null, 2)).ok).toBe(false);
});

it('begins a fine-tuning with exactly these, and refuses an epoch that is not kept', async () => {
  const recipe = (epoch: number | null) =>
    circleRecipe('classify', {}, { init: { kind: 'run', id: 'whole', epoch }, initializerRange: 0.3 });
  const first = async (epoch: number | null) => {
    const { weights: pretrained, vocabulary } = (await backboneOf(recipe(epoch), ''))!;
    expect(vocabulary).toEqual(data().vocabulary);
    const { data: prepared } = await withWeights({
      ...circleData(ROWS, ['first', 'second']),
      pretrained: pretrained as Uint8Array,
    });
    const random = new Random(0);
    const model = classifierFor(recipe(epoch), prepared, random, random);
    const found = (await model.stateDict()).filter(({ name }) => name.startsWith('bert.'));
    model.dispose();
    return new Map(found.map(({ name, data }) => [name, Array.from(data)]));
  };
  const [early, best] = [await first(1), await first(null)];
  const kept = valuesOf(await weightsOf('whole', 'epoch-1'));
  expect(early.size).toBeGreaterThan(10);
  for (const [name, values] of early) expect(values, name).toEqual(kept.get(name));
  expect([...early]).not.toEqual([...best]);
  await expect(backboneOf(recipe(2), '')).rejects.toMatchObject({
    code: 'model/missing-epoch',
    message:
      'The weights of this run after 2 epochs are not kept in this browser. It kept those after epoch 1.',
  });
});

it('fills masks as of an epoch and as it began, while the run goes on as well', async () => {
  const text = 'word1 [MASK] word3 word4';
  const guesses = async (epoch: number) =>
    value(await lab.fillMasks({ run: 'live', epoch }, text)).masks[0]!.best.map(
      ({ probability }) => probability,
    );
  let asked: Promise<number[][]> | null = null;
  value(
    await run('live', pretraining({ epochs: 40, keepEpochs: [1, 3] }), false, (event) => {
      if (event.type !== 'checkpoint' || event.kind !== 'epoch-3') return;
      asked = Promise.all([0, 1, 3].map(guesses)).finally(() => lab.stop());
    }),
  );
  expect(ofType(events, 'status').at(-1)).toMatchObject({ status: 'stopped' });
  const found = await asked!;
  expect(new Set(found.map(String)).size).toBe(3);
  // What it began with is drawn again, not kept.
  const task = new PretrainTask(pretraining(), data(), new Random(4, 'weights'), new Random(4, 'dropout'));
  const drawn = (await packed(task.model.namedParameters(), (promise) => promise))!;
  task.dispose();
  const other = new MemoryStorage();
  const { trainer: _, ...record } = (await keptCheckpoint('live', 'epoch-1'))!;
  await other.write({ ...record, trainer: null, runId: 'drawn', kind: 'best', weights: drawn });
  const reader = new Lab(new CheckpointStore(other));
  const again = value(await reader.fillMasks('drawn', text)).masks[0]!.best;
  expect(again.map(({ probability }) => probability)).toEqual(found[0]);
  expect(await lab.fillMasks({ run: 'live', epoch: 2 }, text)).toMatchObject({
    ok: false,
    error: { code: 'model/missing-epoch' },
  });
});

it('is stopped and resumed without losing them', async () => {
  const recipe = pretraining({ epochs: 3, keepEpochs: [1, 2] });
  value(await run('uncut', recipe));
  value(
    await run('cut', recipe, false, (event) => {
      if (event.type === 'steps' && event.step.at(-1)! >= 5) void lab.stop();
    }),
  );
  value(await run('cut', recipe, true));
  expect(await keptEpochsOf('cut')).toEqual([1, 2]);
  for (const kind of ['epoch-1', 'epoch-2'] as const)
    expect(await weightsOf('cut', kind)).toEqual(await weightsOf('uncut', kind));
});

it('keeps them when it goes on just after the epoch, cut off before they were written', async () => {
  const storage = new MemoryStorage();
  const other = new Lab(new CheckpointStore(storage));
  const [recipe, runId] = [pretraining(), 'edge'];
  value(
    await other.run({ runId, recipe, data: data(), resume: false }, (batch) => {
      for (const event of batch) {
        if (event.type === 'status' && event.status === 'running') void other.finishEpoch();
        if (event.type === 'status' && event.status === 'paused') void other.stop();
      }
    }),
  );
  expect(storage.records.get('edge/last')!.step).toBe(4);
  storage.records.delete('edge/epoch-1');
  value(await other.run({ runId, recipe, data: data(), resume: true }, () => undefined));
  expect(storage.records.get('edge/epoch-1')!.weights).toEqual(await weightsOf('whole', 'epoch-1'));
});

it('are dropped with their run, and with no other', async () => {
  await dropRun('uncut');
  for (const kind of ['last', 'best', 'epoch-1', 'epoch-2'] as const)
    expect(await keptCheckpoint('uncut', kind)).toBeUndefined();
  expect(await keptEpochsOf('cut')).toEqual([1, 2]);
  for (const id of ['whole', 'short', 'live', 'cut']) await dropRun(id);
});

/** Has no room for what is kept after epochs. */
class NearlyFull extends MemoryStorage {
  override async write(record: CheckpointRecord): Promise<void> {
    if (record.kind.startsWith('epoch'))
      throw new LabError('storage/full', 'There is no room left.', 'Remove runs.');
    await super.write(record);
  }
}

it('says that there was no room for them, and loses nothing else', async () => {
  const storage = new NearlyFull();
  const full = new Lab(new CheckpointStore(storage));
  const told: RunEvent[] = [];
  value(
    await full.run({ runId: 'full', recipe: pretraining(), data: data(), resume: false }, (batch) => {
      told.push(...batch);
    }),
  );
  expect(ofType(told, 'status').at(-1)).toEqual({ type: 'status', status: 'done' });
  expect(ofType(told, 'note').map(({ message }) => message)).toEqual([
    'The weights after 1 epoch could not be kept in this browser, so no other run can begin with them. The training goes on, and nothing else is lost. There is no room left. Remove runs.',
  ]);
  expect([...storage.records.keys()].sort()).toEqual(['full/best', 'full/last']);
  expect(ofType(told, 'checkpoint').map(({ kind }) => kind)).not.toContain('epoch-1');
});
