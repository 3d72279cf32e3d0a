import { getKernel, type KernelFunc, registerKernel, unregisterKernel } from '@tensorflow/tfjs-core';
import { batchMatMul } from './batch-matmul.ts';
import { einsum } from './einsum.ts';
import { unsortedSegmentSum } from './segment-sum.ts';

/** The kernels that TensorFlow.js' WASM backend lacks or has only in a slow form. Call once, before it starts. */
export function registerMissingKernels(): void {
  const stock = getKernel('BatchMatMul', 'wasm');
  unregisterKernel('BatchMatMul', 'wasm');
  registerKernel({ ...stock, kernelFunc: batchMatMul(stock.kernelFunc) });
  for (const [kernelName, kernelFunc] of Object.entries({
    Einsum: einsum as unknown as KernelFunc,
    UnsortedSegmentSum: unsortedSegmentSum as unknown as KernelFunc,
  })) {
    registerKernel({ kernelName, backendName: 'wasm', kernelFunc });
  }
}
