import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { forEachBackend } from '../nn/testing.ts';
import { MemoryStorage, ofType, runTiny, tinyData, tinyRecipe, type Told } from './testing.ts';

const steps = (told: Told) => [...told.losses.keys()];

/** Stops the run once so many steps have been reported. */
const stopAfter = (count: number) => (event: { type: string; step?: unknown }, control: { stop(): void }) => {
  if (event.type === 'steps' && (event.step as number[])[0]! >= count) control.stop();
};

forEachBackend('a run', (device) => {
  it('learns, reports every step, and scores the best weights at the end', async () => {
    const told = await runTiny({
      recipe: tinyRecipe({
        epochs: 6,
        optimizer: { kind: 'adam', lr: 0.1 },
        clipNorm: 1,
        schedule: { kind: 'linear', warmup: 0.1 },
      }),
      data: tinyData(64),
      device,
    });
    expect(told.statuses).toEqual(['running', 'done']);
    expect(steps(told)).toEqual(Array.from({ length: 48 }, (_, i) => i + 1));
    expect(told.evaluations.map(({ step }) => step)).toEqual([8, 16, 24, 32, 40, 48]);
    const [result] = ofType(told.events, 'finished').map(({ result }) => result);
    expect(result!.test.accuracy).toBeGreaterThan(0.8);
    const best = told.evaluations.reduce((a, b) => (b.accuracy > a.accuracy ? b : a));
    expect(result!.best).toEqual(best);
    expect(result!.validation.accuracy).toBe(best.accuracy);
    expect(result!.steps).toBe(48);
    const [started] = ofType(told.events, 'started');
    expect(started).toMatchObject({ totalSteps: 48, fromStep: 0, trainRows: 64, vocabularySize: 12 });
    const flow = ofType(told.events, 'gradients');
    expect(flow).toHaveLength(48);
    expect(flow[0]!.point.mean).toHaveLength(started!.weights.length);
    flow[0]!.point.max.forEach((max, i) => expect(max).toBeGreaterThanOrEqual(flow[0]!.point.mean[i]!));
  });

  it('holds as many tensors after 500 steps as after 5', async () => {
    const marks = [5, 500];
    const counts: number[] = [];
    let tensors = 0;
    await runTiny({
      recipe: tinyRecipe(
        { epochs: 3, batchSize: 1, sortByLength: false, clipNorm: 1 },
        { hidden: 2, embedding: 2 },
      ),
      data: tinyData(170),
      device,
      onEvent(event, control) {
        if (event.type === 'steps' && event.step[0]! >= marks[0]!) {
          marks.shift();
          control.pause();
        }
        if (event.type === 'progress') tensors = event.progress.tensors;
        // In a pause nothing is on its way, so the counts can be compared exactly.
        if (event.type === 'status' && event.status === 'paused') {
          counts.push(tensors);
          control.resume();
        }
      },
    });
    expect(counts).toHaveLength(2);
    expect(counts[1]).toBe(counts[0]);
  });

  it('stops on a loss that is no number, names step, rate and norm, and keeps the last good weights', async () => {
    const storage = new MemoryStorage();
    const told = await runTiny({
      recipe: tinyRecipe({ epochs: 4, optimizer: { kind: 'sgd', lr: 10, momentum: 0, weightDecay: 1e6 } }),
      data: tinyData(64),
      device,
      storage,
    });
    expect(told.statuses.at(-1)).toBe('failed');
    const { error } = ofType(told.events, 'status').at(-1)!;
    expect(error!.code).toBe('train/not-finite');
    expect(error!.message).toMatch(/step \d+.*learning rate of 10.*gradient norm/);
    for (const loss of told.losses.values()) expect(Number.isFinite(loss)).toBe(true);
    const { weights } = storage.records.get('tiny/last')!;
    expect(weights.byteLength).toBeGreaterThan(0);
  });

  it('goes on from a checkpoint', async () => {
    const storage = new MemoryStorage();
    const recipe = tinyRecipe({ epochs: 3, evaluateEvery: 5, accumulate: 2 });
    const data = tinyData(64);
    const whole = await runTiny({ recipe, data, device });
    const first = await runTiny({ recipe, data, device, storage, onEvent: stopAfter(6) });
    expect(first.statuses).toEqual(['running', 'stopped']);
    const resume = storage.records.get('tiny/last')!;
    expect(resume.step).toBeLessThan(12);
    const second = await runTiny({ recipe, data, device, storage, resume });
    const { fromStep, recent } = ofType(second.events, 'started')[0]!;
    expect(fromStep).toBe(resume.step);
    // A page that heard of nothing before it was closed hears of it now.
    expect(recent!.steps.step).toEqual([...first.losses.keys()].filter((step) => step <= fromStep));
    expect(recent!.steps.loss).toEqual(recent!.steps.step.map((step) => first.losses.get(step)));
    const told = ofType(first.events, 'evaluation');
    expect(recent!.points.filter(({ type }) => type === 'evaluation')).toEqual(told);
    expect(steps(second)[0]).toBe(resume.step + 1);
    const joined = new Map(
      [...first.losses].filter(([step]) => step <= resume.step).concat([...second.losses]),
    );
    const exact = device === 'wasm';
    for (const [step, loss] of whole.losses)
      if (exact) expect(joined.get(step), `loss of step ${step}`).toBe(loss);
      else expect(joined.get(step), `loss of step ${step}`).toBeCloseTo(loss, 3);
    const [a, b] = [whole, second].map((told) => ofType(told.events, 'finished')[0]!.result);
    if (exact) expect(b!.test).toEqual(a!.test);
    expect(b!.best!.step).toBe(a!.best!.step);
  });

  it('many small batches equal a large one', async () => {
    const data = tinyData(60);
    const model = { head: { hidden: 6, dropout: 0 } };
    const common = { sortByLength: false, epochs: 2, balancedLoss: true, clipNorm: 0.5 };
    const large = await runTiny({ recipe: tinyRecipe({ ...common, batchSize: 16 }, model), data, device });
    const small = await runTiny({
      recipe: tinyRecipe({ ...common, batchSize: 4, accumulate: 4 }, model),
      data,
      device,
    });
    expect(steps(small)).toEqual(steps(large));
    for (const [step, loss] of large.losses) expect(small.losses.get(step)).toBeCloseTo(loss, 4);
  });

  it('frees everything it made', async () => {
    const before = tf.memory().numTensors;
    await runTiny({ recipe: tinyRecipe({ epochs: 1 }), data: tinyData(16), device });
    await runTiny({ recipe: tinyRecipe({ epochs: 9 }), data: tinyData(16), device, onEvent: stopAfter(2) });
    expect(tf.memory().numTensors).toBe(before);
  });
});

describe('a run', () => {
  const device = 'wasm';

  it('stops early, and the best weights are those that are scored', async () => {
    const storage = new MemoryStorage();
    const told = await runTiny({
      // A rate that overshoots: the first evaluations are not the last word.
      recipe: tinyRecipe({
        epochs: 50,
        optimizer: { kind: 'adam', lr: 0.1 },
        earlyStopping: 3,
        monitor: 'loss',
      }),
      data: tinyData(64),
      device,
      storage,
    });
    const best = told.evaluations.findIndex((point) =>
      told.evaluations.every((other) => point.loss <= other.loss),
    );
    expect(told.evaluations).toHaveLength(best + 4);
    expect(ofType(told.events, 'note')[0]!.message).toMatch(/Stopped early .* 3 evaluations .* loss/);
    const [result] = ofType(told.events, 'finished').map(({ result }) => result);
    expect(result!.validation.loss).toBe(told.evaluations[best]!.loss);
    expect(result!.last).toEqual(told.evaluations.at(-1));
    expect(storage.records.get('tiny/best')!.step).toBe(told.evaluations[best]!.step);
  });

  it('pauses at the end of the epoch when asked to finish it, and goes on', async () => {
    const told = await runTiny({
      recipe: tinyRecipe({ epochs: 3 }),
      data: tinyData(64),
      device,
      onEvent(event, control) {
        if (event.type === 'steps' && event.step[0] === 3) control.finishEpoch();
        if (event.type === 'status' && event.status === 'paused') setTimeout(() => control.resume(), 20);
      },
    });
    expect(told.statuses).toEqual(['running', 'finishing', 'paused', 'running', 'done']);
    const paused = told.events.findIndex((event) => event.type === 'status' && event.status === 'paused');
    const before = ofType(told.events.slice(0, paused), 'steps').map(({ step }) => step[0]);
    expect(before.at(-1)).toBe(8);
  });

  it('stops in the middle of an evaluation and makes it up when it goes on', async () => {
    const storage = new MemoryStorage();
    const recipe = tinyRecipe({ epochs: 2, batchSize: 16 });
    // Enough validation texts for several batches.
    const data = { ...tinyData(32) };
    data.splits = { ...data.splits, validation: tinyData(600).splits.train };
    const whole = await runTiny({ recipe, data, device });
    const told = await runTiny({ recipe, data, device, storage, onEvent: stopAfter(2) });
    expect(told.evaluations).toEqual([]);
    expect(storage.records.get('tiny/last')!.step).toBe(2);
    const second = await runTiny({
      recipe,
      data,
      device,
      storage,
      resume: storage.records.get('tiny/last')!,
    });
    expect(second.evaluations).toEqual(whole.evaluations);
  });

  it('does without validation texts', async () => {
    const data = tinyData(16);
    const none = {
      rows: new Uint32Array(),
      offsets: new Uint32Array(1),
      tokens: new Int32Array(),
      labels: new Int32Array(),
    };
    const storage = new MemoryStorage();
    const told = await runTiny({
      recipe: tinyRecipe(),
      data: { ...data, splits: { ...data.splits, validation: none } },
      device,
      storage,
    });
    expect(told.statuses.at(-1)).toBe('done');
    const [result] = ofType(told.events, 'finished').map(({ result }) => result);
    expect(result).toMatchObject({ best: null, last: null, validation: { accuracy: 0, wrong: [] } });
    expect(result!.test.confusion.flat().reduce((a, b) => a + b)).toBe(30);
    expect(storage.records.has('tiny/best')).toBe(true);
    expect(ofType(told.events, 'note')).toHaveLength(1);
  });

  it('reads padding as text when it is not masked, whatever the batch', async () => {
    const model = { maskPadding: false, pooling: 'mean', head: { hidden: 6, dropout: 0 } } as const;
    const common = { epochs: 1, sortByLength: false };
    const [one, two] = await Promise.all(
      [1, 4].map((accumulate) =>
        runTiny({
          recipe: tinyRecipe({ ...common, batchSize: 16 / accumulate, accumulate }, model),
          data: tinyData(32),
          device,
        }),
      ),
    );
    for (const [step, loss] of one!.losses) expect(two!.losses.get(step)).toBeCloseTo(loss, 5);
  });

  it('refuses a checkpoint of another model with a sentence', async () => {
    const storage = new MemoryStorage();
    const data = tinyData(16);
    await runTiny({ recipe: tinyRecipe({ epochs: 1 }), data, device, storage });
    const told = await runTiny({
      recipe: tinyRecipe({ epochs: 1 }, { cell: 'gru' }),
      data,
      device,
      resume: storage.records.get('tiny/last')!,
    });
    expect(told.statuses).toEqual(['failed']);
    expect(ofType(told.events, 'status')[0]!.error!.code).toBe('weights/mismatch');
  });
});
