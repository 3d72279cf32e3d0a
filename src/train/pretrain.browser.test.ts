import { describe, expect, it } from 'vitest';
import { Random } from '../base/random.ts';
import { unigramEntropy, ORDINARY } from '../data/pretraining.ts';
import type { PreparedData } from '../data/types.ts';
import { readSafetensors } from '../formats/safetensors.ts';
import { forEachBackend } from '../nn/testing.ts';
import { parameterTable, storedWeights } from '../recipe/size.ts';
import type { DeviceKind } from '../runs/types.ts';
import { classifierFor } from './classifier.ts';
import { PretrainTask } from './pretrain-task.ts';
import { circleData, circleRecipe } from './testing-bert.ts';
import { MemoryStorage, ofType, runTiny } from './testing.ts';

/** The weights of a short pretraining, as its checkpoint has them. */
async function pretrained(device: DeviceKind): Promise<Uint8Array> {
  const storage = new MemoryStorage();
  await runTiny({
    recipe: circleRecipe('pretrain', { epochs: 1 }),
    data: circleData(16),
    device,
    storage,
  });
  return storage.records.get('tiny/last')!.weights;
}

const valuesOf = (weights: Uint8Array) =>
  new Map(readSafetensors(weights).tensors.map(({ name, data }) => [name, Array.from(data as Float32Array)]));

forEachBackend('pretraining', (device) => {
  it('asks for masked words and the order of halves; what a step tells adds up to its loss', async () => {
    const told = await runTiny({
      recipe: circleRecipe('pretrain', { epochs: 1 }),
      data: circleData(32),
      device,
    });
    const steps = ofType(told.events, 'steps');
    const measured = (name: string) => steps.flatMap(({ measures }) => measures![name]!);
    const names = ['maskedLoss', 'maskedAccuracy', 'orderLoss', 'orderAccuracy', 'tokensPerSecond'];
    expect(Object.keys(steps[0]!.measures!)).toEqual(names);
    const sums = measured('maskedLoss').map((loss, i) => loss + measured('orderLoss')[i]!);
    expect(sums).toHaveLength(4);
    expect(Math.min(...measured('tokensPerSecond'))).toBeGreaterThan(0);
    [...told.losses.values()].forEach((loss, i) => expect(loss).toBeCloseTo(sums[i]!, 4));
    // 11 words and 2 orders, of which nothing is known yet.
    expect(sums[0]).toBeCloseTo(Math.log(11) + Math.log(2), 1);
    const { loss, pretraining } = told.evaluations.at(-1)!;
    expect(loss).toBeCloseTo(pretraining!.maskedLoss + pretraining!.orderLoss, 5);
  });

  it('begins a classifier with the encoder of a pretraining, and keeps it where that is asked', async () => {
    const weights = await pretrained(device);
    const data: PreparedData = { ...circleData(16, ['first', 'second']), pretrained: weights };
    const trained = valuesOf(weights);
    for (const freeze of [false, true]) {
      const recipe = circleRecipe(
        'classify',
        { epochs: 1 },
        { init: { kind: 'file', name: 'a.zip', freeze } },
      );
      const random = new Random(0);
      const model = classifierFor(recipe, data, random, random);
      for (const { name, data } of await model.stateDict())
        if (name.startsWith('bert.')) expect([...data], name).toEqual(trained.get(name));
      model.dispose();
      const storage = new MemoryStorage();
      await runTiny({ recipe, data, device, storage });
      const after = valuesOf(storage.records.get('tiny/last')!.weights);
      const query = 'bert.encoder.layer.0.attention.self.query.weight';
      if (freeze) expect(after.get(query)).toEqual(trained.get(query));
      else expect(after.get(query)).not.toEqual(trained.get(query));
      const pooler = 'bert.pooler.dense.weight';
      expect(after.get(pooler)!.join() === trained.get(pooler)!.join()).toBe(freeze);
      expect(new Set(after.get('classifier.bias')).size).toBe(2);
    }
  });
});

describe('pretraining', () => {
  it('tells masked words better than their frequencies do', async () => {
    const data = circleData(96);
    const told = await runTiny({
      recipe: circleRecipe('pretrain', { epochs: 40, batchSize: 32 }, { hidden: 16, initializerRange: 0.2 }),
      data,
      device: 'wasm',
    });
    const entropy = unigramEntropy(data.splits.train.tokens, ORDINARY);
    expect(entropy).toBeCloseTo(Math.log(6), 2);
    const { maskedLoss, unigramEntropy: told0 } = told.evaluations.at(-1)!.pretraining!;
    expect(told0).toBe(entropy);
    expect(maskedLoss).toBeLessThan(0.8 * entropy);
  });

  it('has the weights of the table, under the names of BertForPreTraining, and keeps them so', async () => {
    const weights = await pretrained('wasm');
    const { model } = circleRecipe('pretrain');
    const table = storedWeights(parameterTable(model, 11, 2, 8, 'pretrain'));
    const found = readSafetensors(weights).tensors.map(({ name, shape }) => ({ name, shape }));
    const byName = (a: { name: string }, b: { name: string }) => (a.name < b.name ? -1 : 1);
    expect(found.sort(byName)).toEqual(table.sort(byName));
    // The words' own weight stands once: the head has a bias only.
    expect(found.map(({ name }) => name)).not.toContain('cls.predictions.decoder.weight');
  });

  it('goes on after a stop as if there had been none: the same bits on WASM, dropout and masks as well', async () => {
    const recipe = circleRecipe(
      'pretrain',
      { epochs: 3, accumulate: 2 },
      { dropout: 0.1, attentionDropout: 0.1 },
    );
    const data = circleData(48);
    const whole = await runTiny({ recipe, data, device: 'wasm' });
    const storage = new MemoryStorage();
    const first = await runTiny({
      ...{ recipe, data, device: 'wasm', storage },
      onEvent(event, control) {
        if (event.type === 'steps' && event.step[0]! >= 4) control.stop();
      },
    });
    const resume = storage.records.get('tiny/last')!;
    expect(resume.step).toBeLessThan(9);
    const second = await runTiny({ recipe, data, device: 'wasm', storage, resume });
    const before = [...first.losses].filter(([step]) => step <= resume.step);
    expect([...before, ...second.losses]).toEqual([...whole.losses]);
    expect(second.evaluations.at(-1)).toEqual(whole.evaluations.at(-1));
  });

  it('holds as many tensors after 300 steps as after 5', async () => {
    const marks = [5, 300];
    const counts: number[] = [];
    let tensors = 0;
    await runTiny({
      recipe: circleRecipe('pretrain', { epochs: 3, batchSize: 1, sortByLength: false }, { dropout: 0.1 }),
      data: circleData(110),
      device: 'wasm',
      onEvent(event, control) {
        if (event.type === 'steps' && event.step[0]! >= marks[0]!) {
          marks.shift();
          control.pause();
        }
        if (event.type === 'progress') tensors = event.progress.tensors;
        if (event.type === 'status' && event.status === 'paused') {
          counts.push(tensors);
          control.resume();
        }
      },
    });
    expect(counts).toHaveLength(2);
    expect(counts[1]).toBe(counts[0]);
  });

  it('refuses texts of which no token can be asked for', () => {
    const random = new Random(0);
    const recipe = circleRecipe('pretrain', { pretraining: { minLength: 20 } });
    expect(() => new PretrainTask(recipe, circleData(8), random, random)).toThrow(
      /No text of train is long enough/,
    );
  });
});
