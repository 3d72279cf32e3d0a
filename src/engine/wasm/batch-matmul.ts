import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm';
import { getKernel, type KernelFunc, type TensorInfo } from '@tensorflow/tfjs-core';
import { allocate, floats } from './heap.ts';

/**
 * BatchMatMul that never takes the slow path of the stock kernel. That one is fast (XNNPACK) only for a single
 * product without transposes; so operands are transposed first, and a batch is multiplied one by one.
 */

interface MatMulArgs {
  inputs: { a: TensorInfo; b: TensorInfo };
  backend: BackendWasm;
  attrs: { transposeA: boolean; transposeB: boolean };
}

type Product = (a: TensorInfo, b: TensorInfo) => TensorInfo;

export function batchMatMul(stock: KernelFunc): (args: MatMulArgs) => TensorInfo {
  return ({ inputs, backend, attrs }) => {
    const product: Product = (a, b) =>
      call(stock, backend, { a, b }, { transposeA: false, transposeB: false });
    const a = attrs.transposeA ? swap(backend, asRank3(inputs.a)) : asRank3(inputs.a);
    const b = attrs.transposeB ? swap(backend, asRank3(inputs.b)) : asRank3(inputs.b);
    const [batchA = 1, rows = 0, inner = 0] = a.shape;
    const [batchB = 1, innerB = 0, columns = 0] = b.shape;
    if (inner !== innerB)
      throw new Error(
        `matMul: the inner sizes of ${inputs.a.shape.join('×')} and ${inputs.b.shape.join('×')} differ`,
      );
    const outer = (batchA >= batchB ? inputs.a : inputs.b).shape.slice(0, -2);
    // With one right-hand matrix for all, the rows of the whole batch are stacked into one product.
    const out =
      batchB === 1
        ? product({ ...a, shape: [1, batchA * rows, inner] }, b)
        : oneByOne(backend, product, a, b);
    if (attrs.transposeA) backend.disposeData(a.dataId);
    if (attrs.transposeB) backend.disposeData(b.dataId);
    return { ...out, shape: [...outer, rows, columns] };
  };
}

function call(
  kernel: KernelFunc,
  backend: BackendWasm,
  inputs: Record<string, TensorInfo>,
  attrs: Record<string, boolean | number[]>,
): TensorInfo {
  return kernel({ inputs, backend, attrs }) as TensorInfo;
}

/** x [n, r, c] → [n, c, r]. */
function swap(backend: BackendWasm, x: TensorInfo): TensorInfo {
  return call(getKernel('Transpose', 'wasm').kernelFunc, backend, { x }, { perm: [0, 2, 1] });
}

function asRank3(x: TensorInfo): TensorInfo {
  const [rows = 1, columns = 1] = x.shape.slice(-2);
  const batch = x.shape.slice(0, -2).reduce((product, n) => product * n, 1);
  return { ...x, shape: [batch, rows, columns] };
}

function oneByOne(backend: BackendWasm, product: Product, a: TensorInfo, b: TensorInfo): TensorInfo {
  const [batchA = 1, rows = 0] = a.shape;
  const [batch = 1, , columns = 0] = b.shape;
  const out = allocate(backend, [batch, rows, columns]);
  for (let i = 0; i < batch; i++) {
    const pieces = [copyOf(backend, a, batchA === 1 ? 0 : i), copyOf(backend, b, i)] as const;
    const result = product(...pieces);
    floats(backend, out).set(floats(backend, result), i * rows * columns);
    for (const piece of [...pieces, result]) backend.disposeData(piece.dataId);
  }
  return out;
}

/** Matrix i of a batch, copied. */
function copyOf(backend: BackendWasm, x: TensorInfo, i: number): TensorInfo {
  const [, rows = 0, columns = 0] = x.shape;
  const piece = allocate(backend, [1, rows, columns]);
  const size = rows * columns;
  floats(backend, piece).set(floats(backend, x).subarray(i * size, (i + 1) * size));
  return piece;
}
