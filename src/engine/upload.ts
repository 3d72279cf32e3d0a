import { backend, engine, type Tensor } from '@tensorflow/tfjs-core';
import type { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';

/**
 * Moves the values of a new tensor to the device at once. WebGPU's backend otherwise keeps them in JavaScript's memory
 * until a kernel asks for them: a model that is loaded weight by weight would stand there whole.
 */
export function uploaded<T extends Tensor>(tensor: T): T {
  if (engine().backendName === 'webgpu') (backend() as WebGPUBackend).uploadToGPU(tensor.dataId);
  return tensor;
}
