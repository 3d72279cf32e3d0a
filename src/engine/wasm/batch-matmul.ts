import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm';
import type { KernelFunc, TensorInfo } from '@tensorflow/tfjs-core';
import { loadedSimd, type Simd } from '../simd/module.ts';

interface MatMulArgs {
  inputs: { a: TensorInfo; b: TensorInfo };
  backend: BackendWasm;
  attrs: { transposeA: boolean; transposeB: boolean };
}

/**
 * op(A)·op(B) for a batch of matrices by our SIMD product, which reads transposed operands as they lie; the stock
 * kernel takes a path ten times slower for transposes and for batches, and keeps packed copies of B that updates in
 * place would leave stale. Only a browser without SIMD still uses it.
 */
export function batchMatMul(stock: KernelFunc): KernelFunc {
  return (args) => {
    const kernels = loadedSimd();
    return kernels ? multiply(kernels, args as unknown as MatMulArgs) : stock(args);
  };
}

/** Stored rows, columns, and how many matrices. */
function sizesOf({ shape }: TensorInfo): [number, number, number] {
  const [rows = 1, columns = 1] = shape.slice(-2);
  return [rows, columns, shape.slice(0, -2).reduce((product, n) => product * n, 1)];
}

function multiply(simd: Simd, { inputs: { a, b }, backend, attrs }: MatMulArgs): TensorInfo {
  const [rowsA, columnsA, batchA] = sizesOf(a);
  const [rowsB, columnsB, batchB] = sizesOf(b);
  const [m, k, rowStrideA, columnStrideA] = attrs.transposeA
    ? [columnsA, rowsA, 1, columnsA]
    : [rowsA, columnsA, columnsA, 1];
  const [inner, n, rowStrideB, columnStrideB] = attrs.transposeB
    ? [columnsB, rowsB, 1, columnsB]
    : [rowsB, columnsB, columnsB, 1];
  if (k !== inner || (batchA !== batchB && batchA !== 1 && batchB !== 1))
    throw new Error(`matMul: ${a.shape.join('×')} and ${b.shape.join('×')} do not fit`);
  const batch = batchA === 1 ? batchB : batchA;
  const out = backend.makeOutput([...(batchA === 1 ? b : a).shape.slice(0, -2), m, n], 'float32');
  const [fromA, fromB, to] = [simd.pointer(a), simd.pointer(b), simd.pointer(out)];
  let packed = 0;
  for (let i = 0; i < batch; i++) {
    const at = fromA + (batchA === 1 ? 0 : i * rowsA * columnsA * 4);
    if (i === 0 || batchB > 1)
      packed = simd.packed('matmul', k, n, fromB + i * rowsB * columnsB * 4, rowStrideB, columnStrideB);
    const result = to + i * m * n * 4;
    simd.kernels.multiply(m, n, k, at, rowStrideA * 4, columnStrideA * 4, packed, result, n * 4, 0);
  }
  return out;
}
