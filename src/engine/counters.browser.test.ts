import * as tf from '@tensorflow/tfjs-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startCounting } from './counters.ts';
import { chooseDevice, resetDevice, submitWork } from './device.ts';
import { matMulKernel } from './webgpu/matmul.ts';

beforeAll(async () => {
  await chooseDevice('webgpu');
});
afterAll(resetDevice);

it('counts our dispatches, those of TensorFlow.js and submits, and nothing after the end', () => {
  const own = Object.getOwnPropertyDescriptor(GPUQueue.prototype, 'submit')?.value as unknown;
  tf.tidy(() => {
    // Small ones TensorFlow.js would compute on the processor.
    const a = tf.ones([1, 40, 40]);
    const outer = startCounting();
    tf.add(a, a);
    const inner = startCounting();
    matMulKernel(a, a, false, true);
    submitWork();
    expect(inner.stop()).toEqual({ dispatches: 1, submits: 1 });
    tf.neg(a);
    expect(outer.stop()).toEqual({ dispatches: 3, submits: 1 });
    tf.neg(a);
  });
  expect(Object.getOwnPropertyDescriptor(GPUQueue.prototype, 'submit')?.value).toBe(own);
});
