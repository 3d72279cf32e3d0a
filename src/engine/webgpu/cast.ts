import {
  type DataType,
  getKernel,
  type KernelFunc,
  registerKernel,
  type TensorInfo,
  unregisterKernel,
} from '@tensorflow/tfjs-core';
import { webgpuBackend } from './dispatch.ts';

let replaced = false;

/**
 * TensorFlow.js casts integers and booleans to float32 by naming the same bytes anew: its own kernels look up what the
 * bytes are, ours take them for floats. Here such a cast writes floats.
 */
export function replaceCast(): void {
  if (replaced) return;
  replaced = true;
  const stock = getKernel('Cast', 'webgpu');
  const multiply = getKernel('Multiply', 'webgpu');
  unregisterKernel('Cast', 'webgpu');
  const kernelFunc: KernelFunc = (args) => {
    const out = stock.kernelFunc(args) as TensorInfo;
    const backend = webgpuBackend();
    const { dtype } = args.attrs as unknown as { dtype: DataType };
    if (dtype !== 'float32' || backend.tensorMap.get(out.dataId).dtype === 'float32') return out;
    const one = backend.makeTensorInfo([], 'float32', Float32Array.of(1));
    const floats = multiply.kernelFunc({ inputs: { a: out, b: one }, backend, attrs: {} });
    backend.disposeData(out.dataId);
    backend.disposeData(one.dataId);
    return floats;
  };
  registerKernel({ ...stock, kernelFunc });
}
