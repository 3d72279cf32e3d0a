import * as tf from '@tensorflow/tfjs-core';
import { expect, it } from 'vitest';
import { readHeadText } from '../data/head-tasks.ts';
import { forEachBackend } from '../nn/testing.ts';
import { type HeadTrainingProgress, HeadTrainer } from './head-trainer.ts';

const watched = readHeadText('ab(ca)[d]');

forEachBackend('heads to be watched', (device) => {
  it('learns, tells, switches heads off, and leaves no tensor behind', async () => {
    const before = tf.memory().numTensors;
    const steps = device === 'wasm' ? 240 : 8;
    const trainer = new HeadTrainer({ layers: 1, heads: 2, width: 32, steps, seed: 3 });
    const weights = tf.memory().numTensors;
    const told: HeadTrainingProgress[] = [];
    await trainer.train(watched, 4, (progress) => told.push(progress));
    expect(tf.memory().numTensors).toBe(weights);
    expect(told.map(({ step }) => step)).toEqual(Array.from({ length: steps / 4 }, (_, i) => 4 * (i + 1)));
    const { maps, losses } = told.at(-1)!;
    expect(maps).toHaveLength(1 * 2 * watched.length ** 2);
    // Each place looks with a weight of one in all.
    for (let row = 0; row < 2 * watched.length; row++) {
      const weights = maps.subarray(row * watched.length, (row + 1) * watched.length);
      expect(weights.reduce((a, b) => a + b)).toBeCloseTo(1, 4);
    }
    const sum = (of: HeadTrainingProgress['losses']) => of.previous + of.bracket + of.count;
    expect(sum(losses)).toBeLessThan(sum(told[0]!.losses));

    const whole = await trainer.score();
    expect((await trainer.score([0, 1])).losses).not.toEqual(whole.losses);
    // Shaders take long to build here: what only counts numbers is shown on one device.
    if (device === 'wasm') {
      const without = await trainer.score([0, 1]);
      expect(await trainer.score()).toEqual(whole);
      expect(without.losses.previous).toBeGreaterThan(whole.losses.previous);
      expect(whole.accuracies.previous).toBeGreaterThan(0.95);
      expect(whole.accuracies.bracket).toBeGreaterThan(0.9);
      expect(without.accuracies.previous).toBeLessThan(0.4);
      const profiles = await trainer.profiles();
      expect(profiles).toHaveLength(2);
      expect(Math.max(...profiles.map(({ previous }) => previous))).toBeGreaterThan(0.3);
    }

    // The same weights elsewhere say the same.
    const other = new HeadTrainer({ layers: 1, heads: 2, width: 32, steps, seed: 3 });
    other.load(await trainer.model.stateDict());
    expect(await other.score()).toEqual(whole);
    other.dispose();
    trainer.dispose();
    expect(tf.memory().numTensors).toBe(before);
  });
});
