import * as tf from '@tensorflow/tfjs-core';
import { expect, it } from 'vitest';
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
    const counts = new Map<number, number>();
    await runTiny({
      recipe: tinyRecipe(
        { epochs: 3, batchSize: 1, sortByLength: false, clipNorm: 1 },
        { hidden: 2, embedding: 2 },
      ),
      data: tinyData(170),
      device,
      onEvent(event) {
        if (event.type === 'progress') counts.set(event.progress.step, event.progress.tensors);
      },
    });
    const after = (step: number) => [...counts].find(([at]) => at >= step)![1];
    // A reading that is under way may hold tensors of its own.
    expect(Math.abs(after(500) - after(5))).toBeLessThanOrEqual(2);
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
    expect(ofType(second.events, 'started')[0]!.fromStep).toBe(resume.step);
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
