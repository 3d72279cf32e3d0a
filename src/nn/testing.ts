import * as tf from '@tensorflow/tfjs-core';
import { afterAll, beforeAll, describe, expect } from 'vitest';
import { chooseDevice } from '../engine/device.ts';
import { failOnDeviceErrors } from '../engine/testing.ts';
import type { DeviceKind } from '../runs/types.ts';

/** Help for numeric tests, which run in a browser on every device that trains. */

const TESTED_DEVICES: readonly DeviceKind[] = ['wasm', 'webgpu'];

/** The same tests on WASM and on WebGPU, where an error that the GPU reports fails its test. */
export function forEachBackend(name: string, suite: (device: DeviceKind) => void): void {
  for (const device of TESTED_DEVICES) {
    describe(`${name} on ${device}`, () => {
      let before = 0;
      beforeAll(async () => {
        await chooseDevice(device);
        before = tf.memory().numTensors;
      });
      failOnDeviceErrors();
      suite(device);
      // A leak of any test shows here, whatever the test itself looked at.
      afterAll(() => expect(tf.memory().numTensors, 'tensors left behind').toBe(before));
    });
  }
}

/**
 * Runs a composition in ordinary operations on WASM, whatever the device of the test: as an oracle it is worth the same
 * there, and WebGPU need not build a shader for each of its operations, which is what takes the time.
 */
export async function onWasm<T>(work: () => Promise<T>): Promise<T> {
  const own = tf.getBackend();
  if (own === 'wasm') return work();
  await chooseDevice('wasm');
  try {
    return await work();
  } finally {
    // It runs already: nothing is to be asked of the adapter.
    await tf.setBackend(own);
  }
}

type Values = tf.Tensor | ArrayLike<number>;

async function valuesOf(values: Values): Promise<ArrayLike<number>> {
  return values instanceof tf.Tensor ? values.data() : values;
}

/**
 * Fails unless |actual − expected| ≤ atol + rtol · scale everywhere, where scale is the greatest |expected|: a
 * relative error over the whole array, as elements near zero are sums of greater ones that cancel.
 */
export async function expectClose(
  actual: Values,
  expected: Values,
  { rtol = 1e-4, atol = 1e-6, what = 'values' }: { rtol?: number; atol?: number; what?: string } = {},
): Promise<void> {
  const [got, wanted] = await Promise.all([valuesOf(actual), valuesOf(expected)]);
  expect(got.length, `${what}: how many`).toBe(wanted.length);
  let scale = 0;
  for (let i = 0; i < wanted.length; i++) scale = Math.max(scale, Math.abs(wanted[i] as number) || 0);
  const tolerance = atol + rtol * scale;
  for (let i = 0; i < wanted.length; i++) {
    const [a, b] = [got[i] as number, wanted[i] as number];
    const near = Number.isNaN(b) ? Number.isNaN(a) : Math.abs(a - b) <= tolerance;
    if (!near) expect.fail(`${what}: element ${i} is ${a}, should be ${b} ± ${tolerance}`);
  }
}
