import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { Random } from '../base/random.ts';
import { forEachBackend } from '../nn/testing.ts';
import type { Recipe, RecipeInput } from '../recipe/recipe.ts';
import { parameterTable } from '../recipe/size.ts';
import { pairRecipe as recipe, reversals, WORDS } from './testing-pairs.ts';
import { MemoryStorage, ofType, runTiny } from './testing.ts';
import { beam, greedy, mixedTarget } from './translate.ts';
import { PairBatches } from './pair-batches.ts';
import { TranslateTask } from './translate-task.ts';

const made = (training: RecipeInput['training'] = {}) => {
  const data = reversals(32);
  const task = new TranslateTask(recipe(training), data, new Random(1), new Random(2));
  return { data, task };
};
const MARKS = { sos: 2, eos: 3 };

forEachBackend('translating', (device) => {
  it('tells loss, perplexity, BLEU, AER and the first sentences, and frees all', async () => {
    const before = tf.memory().numTensors;
    // A translation asks the GPU a few times a word: one epoch shows the same.
    const epochs = device === 'wasm' ? 2 : 1;
    const told = await runTiny({
      recipe: recipe({ epochs, beam: { width: 2 } }),
      data: reversals(32),
      device,
    });
    expect(told.statuses).toEqual(['running', 'done']);
    expect(told.evaluations.every(({ translation }) => translation !== undefined)).toBe(true);
    const said = ofType(told.events, 'translations');
    expect(said).toHaveLength(epochs);
    expect(said[0]!.examples).toHaveLength(10);
    const { result } = ofType(told.events, 'finished')[0]!;
    expect(result.test.translation).toMatchObject({ sentences: 16, beam: { width: 2 } });
    const { perplexity, aer, byLength } = result.test.translation!;
    expect(perplexity).toBeCloseTo(Math.exp(result.test.loss), 8);
    expect(aer! >= 0 && aer! <= 1).toBe(true);
    expect(byLength).toHaveLength(4);
    if (device === 'wasm') expect(tf.memory().numTensors).toBe(before);
  });

  it('holds as many tensors after each step, translation and evaluation', async () => {
    const { data, task } = made({ coverage: 0.3, teacherForcing: { kind: 'constant', ratio: 0.5 } });
    const batches = new PairBatches(data, 'test', 4);
    const round = async (index: number) => {
      for (const part of await task.step(0, index)) {
        const { value, grads } = tf.variableGrads(() => part.loss());
        tf.dispose([value, grads]);
      }
      await task.evaluate('test', async () => undefined);
      const { tokens } = batches.gather(Uint32Array.of(0, 1));
      await greedy(task.model, tokens, MARKS, 6);
    };
    await round(0);
    const count = tf.memory().numTensors;
    await round(1);
    await round(0);
    expect(tf.memory().numTensors).toBe(count);
    task.dispose();
  });

  it('has the weights that its recipe says, with attention and in both directions', async () => {
    for (const attention of ['none', 'dot', 'general', 'additive'] as const)
      for (const bidirectional of [false, true]) {
        const given = recipe();
        const spec = { ...given, model: { ...given.model, layers: 2, attention, bidirectional } } as Recipe;
        const task = new TranslateTask(spec, reversals(8), new Random(1), new Random(2));
        const has = (await task.model.stateDict()).map(({ name, shape }) => `${name} ${shape.join('×')}`);
        const says = parameterTable(spec.model, WORDS.length, WORDS.length, 5);
        expect(has.sort()).toEqual(says.map(({ name, shape }) => `${name} ${shape.join('×')}`).sort());
        expect(Number.isFinite((await task.evaluate('test', async () => undefined)).loss)).toBe(true);
        task.dispose();
      }
  });

  it('never goes on for ever, and a beam of one says what greedy says', async () => {
    const { data, task } = made();
    task.model.eval();
    const batches = new PairBatches(data, 'test', 4);
    for (let i = 0; i < 3; i++) {
      const { tokens } = batches.gather(Uint32Array.of(i));
      const length = tokens.lengths[0]!;
      const one = { ids: tokens.ids.slice(0, length), rows: 1, length, lengths: tokens.lengths };
      const [words] = await greedy(task.model, one, MARKS, 7);
      expect(words!.length).toBeLessThanOrEqual(7);
      const [best] = await beam(task.model, one, MARKS, { width: 1, lengthPenalty: 0, maxLength: 7 });
      expect(best?.words).toEqual(words);
      // An <eos> that is never chosen: the limit ends it.
      expect((await greedy(task.model, one, { sos: 2, eos: 99 }, 7))[0]).toHaveLength(7);
    }
    task.dispose();
  });

  it('puts its own words where the coin says so, and the true ones elsewhere', async () => {
    const { data, task } = made();
    task.model.eval();
    const { source, target } = new PairBatches(data, 'train', 4).gatherPairs(Uint32Array.of(0, 1, 2, 3));
    const all = Array.from({ length: target.length }, () => true);
    expect(await mixedTarget(task.model, source, target, all)).toBe(target);
    const coins = all.map((_, t) => t !== 2);
    const mixed = await mixedTarget(task.model, source, target, coins);
    const logits = task.model.forward(source, target);
    const likeliest = tf.argMax(logits, 2);
    const best = (await likeliest.array()) as number[][];
    tf.dispose([logits, likeliest]);
    for (let row = 0; row < 4; row++)
      for (let t = 0; t < target.length; t++) {
        const at = row * target.length + t;
        expect(mixed.ids[at]).toBe(t === 2 ? best[row]![1] : target.ids[at]);
      }
    task.dispose();
  });
});

describe('on WASM', () => {
  it('gives the same bits twice, and goes on exactly from a checkpoint', async () => {
    const training = { teacherForcing: { kind: 'linear', from: 1, to: 0.2 } } as const;
    const start = () => ({
      recipe: recipe(training, 'additive'),
      data: reversals(48),
      device: 'wasm' as const,
    });
    const whole = await runTiny(start());
    const again = await runTiny(start());
    expect([...again.losses]).toEqual([...whole.losses]);
    const storage = new MemoryStorage();
    await runTiny({
      ...start(),
      storage,
      onEvent: (event, control) => {
        if (event.type === 'steps' && event.step[0]! >= 2) control.stop();
      },
    });
    const resumed = await runTiny({ ...start(), resume: storage.records.get('tiny/last')! });
    for (const [step, loss] of resumed.losses) expect(loss).toBe(whole.losses.get(step));
    expect(resumed.losses.size).toBeGreaterThan(0);
  });

  it('learns to write texts from the end with attention', async () => {
    const told = await runTiny({
      recipe: recipe({ epochs: 25, optimizer: { kind: 'adam', lr: 0.03 } }),
      data: reversals(256),
      device: 'wasm',
    });
    const { result } = ofType(told.events, 'finished')[0]!;
    expect(result.test.accuracy).toBeGreaterThan(0.8);
  });
});
