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

/** What the running WASM backend uses, for people. */
export function wasmDescription(): { label: string; threads: number } {
  const vector = tf.env().get('WASM_HAS_SIMD_SUPPORT') ? 'SIMD' : 'no SIMD';
  const threads = tf.env().get('WASM_HAS_MULTITHREAD_SUPPORT') ? Math.max(1, getThreadsCount()) : 1;
  return { label: `${vector}, ${threads} ${threads === 1 ? 'thread' : 'threads'}`, threads };
}
