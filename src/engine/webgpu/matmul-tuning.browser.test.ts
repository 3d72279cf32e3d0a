import { deleteDB } from 'idb';
import * as tf from '@tensorflow/tfjs-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { chooseDevice } from '../device.ts';
import { startCounting } from '../counters.ts';
import { CANDIDATES, setWay, type ShapeClass } from './matmul-choice.ts';
import { type Choices, tuneMatMul } from './matmul-tuning.ts';

const forget = async () => {
  await deleteDB('seqlab-engine');
  for (const shapes of Object.keys(CANDIDATES) as ShapeClass[]) setWay(shapes, null);
};

beforeAll(async () => {
  await forget();
  await chooseDevice('webgpu');
});
afterAll(forget);

/** Dispatches and the outcome of one start. */
async function start(adapter: string, budget: number): Promise<[dispatches: number, choices: Choices]> {
  const counter = startCounting();
  const choices = await tuneMatMul(adapter, budget);
  return [counter.stop().dispatches, choices];
}

it('measures products once an adapter, leaves nothing behind, and keeps the outcome', async () => {
  const before = tf.memory().numTensors;
  const [, choices] = await start('adapter one', 60_000);
  expect(tf.memory().numTensors).toBe(before);
  for (const shapes of Object.keys(CANDIDATES) as ShapeClass[])
    expect(CANDIDATES[shapes][choices[shapes]!]).toBeDefined();
  expect(await start('adapter one', 60_000)).toEqual([0, choices]);
});

it('measures at the next start what there was no time for, but not for ever', async () => {
  for (let tries = 0; tries < 3; tries++) {
    const [dispatches, choices] = await start('adapter two', 1);
    expect(dispatches).toBeGreaterThan(0);
    expect(choices).toEqual({});
  }
  expect(await start('adapter two', 1)).toEqual([0, {}]);
});
