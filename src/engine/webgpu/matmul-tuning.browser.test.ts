import { deleteDB } from 'idb';
import * as tf from '@tensorflow/tfjs-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { chooseDevice } from '../device.ts';
import { startCounting } from '../counters.ts';
import { CANDIDATES, setWay, type ShapeClass } from './matmul-choice.ts';
import { tuneMatMul } from './matmul-tuning.ts';

const forget = async () => {
  await deleteDB('seqlab-engine');
  for (const shapes of Object.keys(CANDIDATES) as ShapeClass[]) setWay(shapes, null);
};

beforeAll(async () => {
  await forget();
  await chooseDevice('webgpu');
});
afterAll(forget);

it('measures products once an adapter, leaves nothing behind, and keeps the outcome', async () => {
  const before = tf.memory().numTensors;
  const choices = await tuneMatMul('adapter one', 300);
  expect(tf.memory().numTensors).toBe(before);
  for (const [shapes, place] of Object.entries(choices))
    expect(CANDIDATES[shapes as ShapeClass][place]).toBeDefined();
  const counter = startCounting();
  expect(await tuneMatMul('adapter one')).toEqual(choices);
  expect(counter.stop().dispatches).toBe(0);
  const other = startCounting();
  await tuneMatMul('adapter two', 1);
  expect(other.stop().dispatches).toBeGreaterThan(0);
});
