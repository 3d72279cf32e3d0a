import * as tf from '@tensorflow/tfjs-core';
import { afterEach, beforeEach, expect } from 'vitest';
import { onDeviceError, submitWork } from './device.ts';

/**
 * Errors that the GPU reports beside the calls fail the test that caused them: a kernel that is not valid writes nothing,
 * and its result may be right by chance, from a buffer used before.
 */
export function failOnDeviceErrors(): void {
  const messages: string[] = [];
  let stop = (): void => undefined;
  beforeEach(() => {
    stop = onDeviceError(({ message }) => messages.push(message));
  });
  afterEach(async () => {
    if (tf.getBackend() === 'webgpu') {
      submitWork();
      const { device } = tf.backend() as unknown as { device: GPUDevice };
      await device.queue.onSubmittedWorkDone();
      // The work's end is told before its last errors; the end of a scope comes in order behind them.
      device.pushErrorScope('validation');
      await device.popErrorScope();
    }
    stop();
    expect(messages.splice(0), 'errors of the GPU').toEqual([]);
  });
}
