import * as tf from '@tensorflow/tfjs-core';

/** What the variants on TensorFlow.js share: nothing here starts or changes it. */

interface GpuBackend extends tf.KernelBackend {
  device: GPUDevice;
  /** Null where nothing has been recorded since the last submit. */
  commandEncoder: GPUCommandEncoder | null;
  endComputePassEncoder(): void;
  submitQueue(): void;
}

/** Resolves when the device has done all that was recorded. What has been submitted is not followed by an empty submit. */
export async function deviceDone(): Promise<void> {
  if (tf.getBackend() !== 'webgpu') return;
  const gpu = tf.backend() as GpuBackend;
  if (gpu.commandEncoder) {
    gpu.endComputePassEncoder();
    gpu.submitQueue();
  }
  await gpu.device.queue.onSubmittedWorkDone();
}

/** Of the engine, what tells of buffers: not among what it declares. */
interface Buffers {
  state: { tensorInfo: WeakMap<object, { bytes: number }> };
  trackTensor(tensor: tf.Tensor, backend: tf.KernelBackend): void;
  removeDataId(id: object, backend: tf.KernelBackend): void;
}

/**
 * Counts the bytes that tensors made from now on hold. Each buffer counts once, whatever shapes it is seen in (the engine's
 * own numBytes counts it for each); what a kernel takes and gives back within itself is not among them.
 * @returns the most that were held at any moment
 */
export function countTensorBytes(): () => number {
  const engine = tf.engine() as unknown as Buffers;
  const infos = engine.state.tensorInfo;
  const [track, remove] = [engine.trackTensor.bind(engine), engine.removeDataId.bind(engine)];
  let [now, peak] = [0, 0];
  const mine = new WeakSet<object>();
  engine.trackTensor = (tensor, backend) => {
    const fresh = !infos.has(tensor.dataId);
    track(tensor, backend);
    if (!fresh) return;
    mine.add(tensor.dataId);
    now += infos.get(tensor.dataId)?.bytes ?? 0;
    peak = Math.max(peak, now);
  };
  engine.removeDataId = (id, backend) => {
    const bytes = infos.get(id)?.bytes ?? 0;
    remove(id, backend);
    if (mine.has(id) && !infos.has(id)) now -= bytes;
  };
  return () => peak;
}

/** Σx² over all of them. (The sum of tf.addN over scalars comes out as zero on WebGPU.) */
export async function sumOfSquares(tensors: readonly tf.Tensor[]): Promise<number> {
  const sum = tf.tidy(() => tf.sum(tf.stack(tensors.map((x) => tf.sum(tf.square(x))))));
  const value = (await sum.data())[0] as number;
  sum.dispose();
  return value;
}
