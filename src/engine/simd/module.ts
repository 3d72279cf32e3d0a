import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm';
import * as tf from '@tensorflow/tfjs-core';
import { kernelsInUse } from '../kernels.ts';
import type { NetKernels } from './net-kernels.ts';

/**
 * Our own SIMD kernels (assembly/) at work in the heap of TensorFlow.js' WASM backend: same memory, same tensors.
 *
 * What bites: an allocation may grow the heap, which leaves views of it dead, so views are taken anew each time;
 * pointers stay good.
 */

type Pointer = number;

/** The exports of assembly/index.ts. Sizes in values, strides in bytes. */
export interface Kernels extends NetKernels {
  packedBytes(k: number, n: number): number;
  pack(k: number, n: number, b: Pointer, brs: number, bcs: number, to: Pointer): void;
  multiply(
    ...args: [
      ...sizes: [m: number, n: number, k: number],
      ...a: [a: Pointer, ars: number, acs: number],
      packed: Pointer,
      ...c: [c: Pointer, crs: number, add: number],
    ]
  ): void;
  rnnForward(...args: [...Steps, z: Pointer, weights: Pointer]): void;
  rnnBackward(...args: [...Steps, h: Pointer, dh: Pointer, weights: Pointer]): void;
  lstmForward(...args: [...Steps, gates: Pointer, c: Pointer, h: Pointer, weights: Pointer]): void;
  lstmBackward(
    ...args: [...Steps, gates: Pointer, c: Pointer, dh: Pointer, dc: Pointer, weights: Pointer]
  ): void;
  gruForward(
    ...args: [
      ...Steps,
      gates: Pointer,
      hn: Pointer,
      h: Pointer,
      weights: Pointer,
      bias: Pointer,
      room: Pointer,
    ]
  ): void;
  gruBackward(
    ...args: [
      ...Steps,
      gates: Pointer,
      hn: Pointer,
      h: Pointer,
      dh: Pointer,
      weights: Pointer,
      weightsN: Pointer,
    ]
  ): void;
  gatherRows(count: number, width: number, index: Pointer, from: Pointer, to: Pointer): void;
  addRows(count: number, width: number, index: Pointer, from: Pointer, to: Pointer): void;
  fillRows(count: number, width: number, row: Pointer, to: Pointer): void;
  sumRows(count: number, width: number, from: Pointer, sums: Pointer): void;
  addTo(size: number, from: Pointer, to: Pointer): void;
  adam(
    ...args: [
      size: number,
      ...tensors: [param: Pointer, grad: Pointer, m: Pointer, v: Pointer],
      scale: number,
      ...betas: [beta1: number, beta2: number],
      eps: number,
      stepSize: number,
      root: number,
      l2: number,
      kept: number,
    ]
  ): void;
  sgd(
    ...args: [
      size: number,
      ...tensors: [param: Pointer, grad: Pointer, buffer: Pointer],
      scale: number,
      lr: number,
      momentum: number,
      fresh: number,
      nesterov: number,
      l2: number,
    ]
  ): void;
  sumOfSquares(size: number, x: Pointer): number;
  maxOverTime(
    ...args: [
      ...sizes: [rows: number, steps: number, size: number],
      ...[x: Pointer, lengths: Pointer, out: Pointer, place: Pointer],
    ]
  ): void;
  maxOverTimeBackward(
    ...args: [
      ...sizes: [rows: number, steps: number, size: number],
      ...[place: Pointer, dy: Pointer, dx: Pointer],
    ]
  ): void;
}

/** What Emscripten gives beyond what its types say. */
interface Heap {
  _malloc(bytes: number): Pointer;
  _free(pointer: Pointer): void;
  /** Replaced when the heap grows. */
  HEAPU8: Uint8Array;
  wasmMemory?: WebAssembly.Memory;
  asm?: { memory?: WebAssembly.Memory };
}

type Steps = [steps: number, counts: Pointer, offsets: Pointer, size: number];

export class Simd {
  readonly kernels: Kernels;
  readonly backend: BackendWasm;
  private readonly heap: Heap;
  private readonly rooms = new Map<string, { pointer: Pointer; bytes: number }>();

  constructor(kernels: Kernels, backend: BackendWasm) {
    this.kernels = kernels;
    this.backend = backend;
    this.heap = heapOf(backend);
  }

  pointer(tensor: tf.TensorInfo): Pointer {
    return this.backend.getMemoryOffset(tensor.dataId);
  }

  /** A new tensor, its values not set. */
  empty<R extends tf.Rank>(shape: tf.ShapeMap[R], dtype: 'float32' | 'int32' = 'float32'): tf.Tensor<R> {
    return tf.engine().makeTensorFromTensorInfo(this.backend.makeOutput(shape, dtype)) as tf.Tensor<R>;
  }

  zeros<R extends tf.Rank>(shape: tf.ShapeMap[R]): tf.Tensor<R> {
    const tensor = this.empty<R>(shape);
    this.backend.typedArrayFromHeap(tensor).fill(0);
    return tensor;
  }

  /** Memory that lasts until it is asked for again under this name. */
  room(name: string, bytes: number): Pointer {
    const known = this.rooms.get(name);
    if (known && known.bytes >= bytes) return known.pointer;
    if (known) this.heap._free(known.pointer);
    const pointer = this.heap._malloc(bytes) >>> 0;
    this.rooms.set(name, { pointer, bytes });
    return pointer;
  }

  /** A copy on the heap, in the room of this name. */
  ints(name: string, values: Int32Array): Pointer {
    const pointer = this.room(name, Math.max(4, values.byteLength));
    const bytes = new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
    this.heap.HEAPU8.set(bytes, pointer);
    return pointer;
  }

  /** B [k, n] as `multiply` wants it; row and column strides in values. */
  packed(name: string, k: number, n: number, b: Pointer, brs: number, bcs: number): Pointer {
    const pointer = this.room(name, this.kernels.packedBytes(k, n));
    this.kernels.pack(k, n, b, brs * 4, bcs * 4, pointer);
    return pointer;
  }
}

let current: Simd | null = null;

/**
 * The SIMD kernels of the WASM backend in use; null on other backends, where the browser has no SIMD, and where plain
 * compositions are wanted.
 */
export function simd(): Simd | null {
  return kernelsInUse() === 'fused' ? loadedSimd() : null;
}

/** The same whatever is wanted: for what stands in the place of TensorFlow.js' own kernels. */
export function loadedSimd(): Simd | null {
  return current !== null && tf.engine().backendName === 'wasm' && tf.backend() === current.backend
    ? current
    : null;
}

/** After the WASM backend has started: loads our kernels into its heap. */
export async function startSimd(): Promise<void> {
  const backend = tf.backend() as BackendWasm;
  if (current?.backend === backend || !tf.env().get('WASM_HAS_SIMD_SUPPORT')) return;
  const memory = memoryOf(backend);
  const shared = memory.buffer instanceof ArrayBuffer === false;
  const relaxed = await binary(true, shared);
  const bytes = WebAssembly.validate(relaxed) ? relaxed : await binary(false, shared);
  const { instance } = await WebAssembly.instantiate(bytes, { env: { memory } });
  current = new Simd(instance.exports as unknown as Kernels, backend);
}

const heapOf = (backend: BackendWasm) => backend.wasm as unknown as Heap;

/** Emscripten shows its memory under one name or the other, with or without threads. */
function memoryOf(backend: BackendWasm): WebAssembly.Memory {
  const { wasmMemory, asm } = heapOf(backend);
  const memory = wasmMemory ?? asm?.memory;
  if (!memory) throw new Error('the memory of the WASM backend cannot be reached');
  return memory;
}

async function binary(relaxed: boolean, shared: boolean): Promise<Uint8Array<ArrayBuffer>> {
  const { default: base64 } = await (relaxed
    ? shared
      ? import('./assembly/index.ts?asc&relaxed&shared')
      : import('./assembly/index.ts?asc&relaxed')
    : shared
      ? import('./assembly/index.ts?asc&shared')
      : import('./assembly/index.ts?asc'));
  return Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
}
