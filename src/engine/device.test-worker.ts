import * as tf from '@tensorflow/tfjs-core';
import { chooseDevice } from './device.ts';

/** For device.browser.test.ts: starts WASM inside of a module worker, as the lab does, and computes there. */
// TensorFlow.js takes half of the cores: with four it has two threads, on a machine with fewer cores as well.
Object.defineProperty(navigator, 'hardwareConcurrency', { value: 4 });
const report = await chooseDevice('wasm');
const [a, b] = [tf.fill([64, 700], 2), tf.fill([700, 64], 3)];
const products = tf.tidy(() => [tf.matMul(a, b), tf.fused.matMul({ a, b })]);
const values = await Promise.all(products.map(async (product) => [...new Set(await product.data())]));
self.postMessage({ report, values, shared: !(memoryBuffer() instanceof ArrayBuffer) });

function memoryBuffer(): ArrayBufferLike {
  const { wasm } = tf.backend() as unknown as { wasm: { HEAPU8: Uint8Array } };
  return wasm.HEAPU8.buffer;
}
