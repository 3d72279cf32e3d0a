import * as tf from '@tensorflow/tfjs-core';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { LabError } from '../base/errors.ts';
import { resetDevice } from '../engine/device.ts';
import type { RunEvent, RunStatus } from '../runs/types.ts';
import type { CheckpointRecord } from '../storage/types.ts';
import { CheckpointStore, type CheckpointStorage } from '../train/checkpoint-store.ts';
import { MemoryStorage, ofType, tinyData, tinyRecipe } from '../train/testing.ts';
import { Lab } from './lab.ts';
import type { Result } from './protocol.ts';

const data = () => tinyData(64);
const statuses = (events: RunEvent[]): RunStatus[] => ofType(events, 'status').map(({ status }) => status);

function value<T>(result: Result<T>): T {
  if (!result.ok) throw LabError.fromData(result.error);
  return result.value;
}

function newLab(storage: CheckpointStorage = new MemoryStorage()) {
  const lab = new Lab(new CheckpointStore(storage));
  const events: RunEvent[] = [];
  const start = (runId: string, recipe = tinyRecipe(), resume = false, onEvent?: (event: RunEvent) => void) =>
    lab.run({ runId, recipe, data: data(), resume }, (batch) => {
      events.push(...batch);
      for (const event of batch) onEvent?.(event);
    });
  return { lab, events, start };
}

class Broken implements CheckpointStorage {
  async write(): Promise<void> {
    throw new LabError('storage/closed', 'This browser gives the page no storage.');
  }
  async read(): Promise<CheckpointRecord | undefined> {
    return undefined;
  }
}

describe('Lab', () => {
  afterEach(() => resetDevice());

  it('trains, predicts, exports, and opens the zip again with the same predictions', async () => {
    const { lab, events, start } = newLab();
    value(await lab.device('wasm'));
    value(await start('a'));
    expect(statuses(events)).toEqual(['running', 'done']);
    const texts = ['word0 word5', '', 'word1 word9 never seen', 'word2 '.repeat(40)];
    const before = value(await lab.predict('a', texts));
    expect(before.map(({ tokens }) => tokens.length)).toEqual([2, 0, 4, 6]);
    for (const { probabilities } of before) expect(probabilities.reduce((a, b) => a + b)).toBeCloseTo(1, 6);
    const zip = value(await lab.exportRun('a'));
    const opened = value(await lab.importBundle(zip));
    expect(opened.runId).not.toBe('a');
    expect(opened.history.loss).toHaveLength(16);
    expect(opened.result).toEqual(ofType(events, 'finished')[0]!.result);
    expect(value(await lab.predict(opened.runId, texts))).toEqual(before);
  });

  it('gives the same numbers on every run', async () => {
    const { lab, events, start } = newLab();
    value(await lab.device('wasm'));
    value(await start('a'));
    value(await start('b'));
    const [a, b] = ofType(events, 'finished').map(({ result }) => result);
    expect(b!.test).toEqual(a!.test);
    expect(b!.best).toEqual(a!.best);
  });

  it('pauses and resumes without leaving a tensor behind, finishes an epoch, stops', async () => {
    const { lab, events, start } = newLab();
    value(await lab.device('wasm'));
    const seen: number[] = [];
    const when = (status: RunStatus) =>
      expect.poll(() => statuses(events).at(-1), { timeout: 20_000, interval: 5 }).toBe(status);
    const running = start('a', tinyRecipe({ epochs: 1000 }));
    await when('running');
    for (let i = 0; i < 3; i++) {
      await lab.pause();
      await when('paused');
      seen.push((await lab.memory()).tensors);
      await lab.resume();
      await when('running');
    }
    expect(new Set(seen).size).toBe(1);
    await lab.finishEpoch();
    await when('paused');
    const { step } = ofType(events, 'progress').at(-1)!.progress;
    expect(step % 8).toBe(0);
    const asked = performance.now();
    await lab.stop();
    value(await running);
    expect(performance.now() - asked).toBeLessThan(1000);
    expect(statuses(events).at(-1)).toBe('stopped');
    expect(ofType(events, 'checkpoint').at(-1)).toMatchObject({ kind: 'last', step });
  });

  it('refuses a second run and another device while one is going on', async () => {
    const { lab, start } = newLab();
    value(await lab.device('wasm'));
    const running = start('a', tinyRecipe({ epochs: 500 }));
    expect(await start('b')).toMatchObject({ ok: false, error: { code: 'run/busy' } });
    expect(await lab.device('cpu')).toMatchObject({ ok: false, error: { code: 'device/busy' } });
    expect((await lab.device('wasm')).ok).toBe(true);
    await lab.stop();
    value(await running);
  });

  it('works without storage, and says that nothing is kept', async () => {
    const { lab, events, start } = newLab(new Broken());
    value(await lab.device('wasm'));
    value(
      await start('a', tinyRecipe({ epochs: 3 }), false, (event) => {
        if (event.type === 'steps' && event.step[0]! > 9) void lab.stop();
      }),
    );
    expect(ofType(events, 'note').map(({ message }) => message)).toEqual([
      expect.stringContaining('could not be kept'),
    ]);
    expect(ofType(events, 'checkpoint')).toEqual([]);
    const before = events.length;
    value(await start('a', tinyRecipe({ epochs: 3 })));
    expect(ofType(events.slice(before), 'started')[0]!.fromStep).toBeGreaterThan(0);
    expect(value(await lab.predict('a', ['word0']))).toHaveLength(1);
    expect(value(await lab.exportRun('a')).size).toBeGreaterThan(0);
  });

  it('says what is missing', async () => {
    const { lab, start } = newLab();
    value(await lab.device('wasm'));
    expect(await lab.memory()).toEqual({ tensors: 0, bytes: 0 });
    expect(await lab.predict('nobody', ['x'])).toMatchObject({ error: { code: 'run/no-weights' } });
    expect(await lab.importBundle(new Blob(['no zip']))).toMatchObject({ error: { code: 'bundle/invalid' } });
    const events: RunEvent[] = [];
    const empty = data();
    empty.splits.train = { ...empty.splits.train, labels: new Int32Array(), rows: new Uint32Array() };
    await lab.run({ runId: 'x', recipe: tinyRecipe(), data: empty, resume: false }, (e) => events.push(...e));
    expect(ofType(events, 'status').at(-1)).toMatchObject({
      status: 'failed',
      error: { code: 'train/no-rows' },
    });
    value(await start('a', tinyRecipe({ epochs: 1 }), true));
  });

  /** Destroys the GPU's device a few steps after each of the first starts. */
  const destroy = (times: number) => {
    let alive = false;
    return (event: RunEvent) => {
      if (event.type === 'started') alive = times > 0;
      if (event.type !== 'steps' || !alive) return;
      alive = false;
      times--;
      (tf.backend() as tf.KernelBackend & { device: GPUDevice }).device.destroy();
    };
  };
  const small = (epochs = 1) => tinyRecipe({ epochs, batchSize: 16 }, { hidden: 2, embedding: 2 });

  it('a lost GPU is started anew, and the run goes on from its last checkpoint', async () => {
    // The run that nothing happens to may be on WASM: the numbers are the same, and no shader has to be built for it.
    const whole = newLab();
    value(await whole.lab.device('wasm'));
    value(await whole.start('a', small(3)));
    resetDevice();
    const { lab, events, start } = newLab();
    value(await lab.device('webgpu'));
    value(await start('a', small(3), false, destroy(1)));
    expect(statuses(events)).toEqual(['running', 'running', 'done']);
    const [first, second] = ofType(events, 'started');
    expect(first!.fromStep).toBe(0);
    expect(second!.device.kind).toBe('webgpu');
    const [note] = ofType(events, 'note').map(({ message }) => message);
    expect(note).toContain('was lost');
    expect(note).toContain('started anew');
    const [a, b] = [whole.events, events].map((all) => ofType(all, 'finished')[0]!.result);
    expect(b!.steps).toBe(12);
    expect(b!.test.loss).toBeCloseTo(a!.test.loss, 3);
  });

  it('goes on on WASM where the GPU is gone', async () => {
    const { lab, events, start } = newLab();
    value(await lab.device('webgpu'));
    const once = destroy(1);
    const gone = vi.spyOn(navigator.gpu, 'requestAdapter');
    try {
      value(
        await start('a', small(2), false, (event) => {
          if (event.type === 'steps') gone.mockResolvedValue(null);
          once(event);
        }),
      );
    } finally {
      gone.mockRestore();
    }
    expect(statuses(events)).toEqual(['running', 'running', 'done']);
    expect(ofType(events, 'started').map(({ device }) => device.kind)).toEqual(['webgpu', 'wasm']);
    expect(ofType(events, 'note')[0]!.message).toContain('on WASM');
    expect(value(await lab.predict('a', ['word0']))).toHaveLength(1);
  });

  it('a GPU that is lost twice is not tried a third time', async () => {
    const { lab, events, start } = newLab();
    value(await lab.device('webgpu'));
    value(await start('a', small(30), false, destroy(2)));
    expect(ofType(events, 'started').map(({ device }) => device.kind)).toEqual(['webgpu', 'webgpu', 'wasm']);
    expect(statuses(events).at(-1)).toBe('done');
  });
});
