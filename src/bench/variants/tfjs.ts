import * as tf from '@tensorflow/tfjs-core';

/** What the variants on TensorFlow.js share: nothing here starts or changes it. */

interface GpuBackend extends tf.KernelBackend {
  device: GPUDevice;
  ensureCommandEncoderReady(): void;
  endComputePassEncoder(): void;
  submitQueue(): void;
}

/** Resolves when the device has done all that was recorded. */
export async function deviceDone(): Promise<void> {
  if (tf.getBackend() !== 'webgpu') return;
  const gpu = tf.backend() as GpuBackend;
  gpu.ensureCommandEncoderReady();
  gpu.endComputePassEncoder();
  gpu.submitQueue();
  await gpu.device.queue.onSubmittedWorkDone();
}

/** Σx² over all of them. (The sum of tf.addN over scalars comes out as zero on WebGPU.) */
export async function sumOfSquares(tensors: readonly tf.Tensor[]): Promise<number> {
  const sum = tf.tidy(() => tf.sum(tf.stack(tensors.map((x) => tf.sum(tf.square(x))))));
  const value = (await sum.data())[0] as number;
  sum.dispose();
  return value;
}
