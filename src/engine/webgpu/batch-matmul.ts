import {
  getKernel,
  type KernelFunc,
  registerKernel,
  type TensorInfo,
  unregisterKernel,
  util,
} from '@tensorflow/tfjs-core';
import { webgpuBackend } from './dispatch.ts';
import { product } from './matmul.ts';

interface MatMulArgs {
  inputs: { a: TensorInfo; b: TensorInfo };
  attrs: { transposeA: boolean; transposeB: boolean };
}

let replaced = false;

/** Puts our matrix product in the place of TensorFlow.js' one, whose way of batching differs only in nested batches. */
export function replaceMatMul(): void {
  if (replaced) return;
  replaced = true;
  const stock = getKernel('BatchMatMul', 'webgpu');
  unregisterKernel('BatchMatMul', 'webgpu');
  const kernelFunc: KernelFunc = (args) => {
    const { inputs, attrs } = args as unknown as MatMulArgs;
    const { a, b } = inputs;
    if (a.shape.at(attrs.transposeA ? -2 : -1) !== b.shape.at(attrs.transposeB ? -1 : -2))
      throw new Error(`matMul: ${a.shape.join('×')} and ${b.shape.join('×')} do not fit`);
    return multiply(inputs.a, inputs.b, attrs.transposeA, attrs.transposeB) ?? stock.kernelFunc(args);
  };
  registerKernel({ ...stock, kernelFunc });
}

/** The product, or null where the batches broadcast in a way that one stride does not say. */
function multiply(a: TensorInfo, b: TensorInfo, transposeA: boolean, transposeB: boolean): TensorInfo | null {
  const batchA = util.sizeFromShape(a.shape.slice(0, -2));
  const batchB = util.sizeFromShape(b.shape.slice(0, -2));
  const flat = ({ dataId, dtype, shape }: TensorInfo, batch: number): TensorInfo => ({
    dataId,
    dtype,
    shape: [batch, ...shape.slice(-2)],
  });
  const sameBatch = a.shape.slice(0, -2).join() === b.shape.slice(0, -2).join();
  if (!sameBatch && batchA !== 1 && batchB !== 1) return null;
  const outer = batchA >= batchB && a.shape.length >= b.shape.length ? a.shape : b.shape;
  const matrices = { a: flat(a, batchA), b: flat(b, batchB), transposeA, transposeB };
  return product(matrices, (shape) =>
    webgpuBackend().makeTensorInfo([...outer.slice(0, -2), ...shape.slice(1)], 'float32'),
  ).result;
}
