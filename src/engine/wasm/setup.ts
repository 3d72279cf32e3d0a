import { getThreadsCount, setWasmPaths } from '@tensorflow/tfjs-backend-wasm';
import simd from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-simd.wasm?url';
import threaded from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-threaded-simd.wasm?url';
import plain from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm.wasm?url';
import * as tf from '@tensorflow/tfjs-core';
import { registerMissingKernels } from './missing-kernels.ts';

let prepared = false;

/** Before the first start of the WASM backend: where its binaries lie, and the kernels it lacks. */
export function prepareWasm(): void {
  if (prepared) return;
  prepared = true;
  setWasmPaths({
    'tfjs-backend-wasm.wasm': plain,
    'tfjs-backend-wasm-simd.wasm': simd,
    'tfjs-backend-wasm-threaded-simd.wasm': threaded,
  });
  registerMissingKernels();
}

/** As much of Emscripten's module as is needed here. */
interface Module {
  _malloc(bytes: number): number;
  _free(pointer: number): void;
}

const guarded = new WeakSet<Module>();

/**
 * Makes an allocation that fails throw: Emscripten answers 0, TensorFlow.js does not look, and tensors would be
 * written over the beginning of the heap.
 */
export function guardWasmMemory(backend: unknown): void {
  const { wasm } = backend as { wasm: Module };
  if (guarded.has(wasm)) return;
  guarded.add(wasm);
  // Emscripten's function replaces itself at its first call.
  wasm._free(wasm._malloc(1));
  const malloc = wasm._malloc;
  wasm._malloc = (bytes) => {
    const pointer = malloc(bytes);
    if (pointer === 0 && bytes > 0)
      throw new Error(`WebAssembly is out of memory: ${Math.ceil(bytes / 1e6)} MB more are not to be had`);
    return pointer;
  };
}

/** What the running WASM backend uses, for people. */
export function wasmDescription(): { label: string; threads: number } {
  const vector = tf.env().get('WASM_HAS_SIMD_SUPPORT') ? 'SIMD' : 'no SIMD';
  const threads = tf.env().get('WASM_HAS_MULTITHREAD_SUPPORT') ? Math.max(1, getThreadsCount()) : 1;
  return { label: `${vector}, ${threads} ${threads === 1 ? 'thread' : 'threads'}`, threads };
}
