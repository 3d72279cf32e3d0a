import type { Scalar, Tensor, TensorInfo } from '@tensorflow/tfjs-core';
import { emptyTensor, ownedData, webgpuBackend } from './dispatch.ts';

/** Values moved on the GPU by copies of the queue, which are no dispatches. */

/** The first of some values as a scalar. */
export function first(values: Tensor): Scalar {
  const out = emptyTensor([]) as Scalar;
  copy([{ from: values, start: 0, to: out, at: 0, size: 1 }]);
  return out;
}

/** Small integers, written by the queue: without a staging buffer that would be made and thrown away. */
export function uploaded(values: Int32Array<ArrayBuffer>): Tensor {
  const out = emptyTensor([values.length], 'int32');
  const gpu = webgpuBackend();
  gpu.uploadToGPU(out.dataId);
  gpu.queue.writeBuffer(bufferOf(out), 0, values);
  return out;
}

function bufferOf({ dataId }: TensorInfo): GPUBuffer {
  return webgpuBackend().tensorMap.get(dataId).resource as GPUBuffer;
}

export interface Copy {
  from: Tensor;
  start: number;
  to: Tensor;
  at: number;
  size: number;
}

/** Values of tensors into others, recorded in the queue. */
export function copy(copies: readonly Copy[]): void {
  const gpu = webgpuBackend();
  const owned = new Map<Tensor, ReturnType<typeof ownedData>>();
  const dataOf = (tensor: Tensor) => {
    let data = owned.get(tensor);
    if (!data) owned.set(tensor, (data = ownedData(gpu, tensor.dataId)));
    return data;
  };
  const places = copies.map(({ from, to }) => {
    const target = dataOf(to);
    // A value read back earlier would be stale after this.
    target.values = null as never;
    return [dataOf(from).resource as GPUBuffer, target.resource as GPUBuffer] as const;
  });
  // After the uploads, which may record copies of their own.
  gpu.ensureCommandEncoderReady();
  gpu.endComputePassEncoder();
  const encoder = gpu['commandEncoder'];
  copies.forEach(({ start, at, size }, i) => {
    const [source, target] = places[i] as (typeof places)[number];
    encoder.copyBufferToBuffer(source, start * 4, target, at * 4, size * 4);
  });
}
