import * as tf from '@tensorflow/tfjs-core';
import { afterAll, expect, it } from 'vitest';
import { chooseDevice, resetDevice } from '../device.ts';

// The heap stays grown after this: the device is started anew.
afterAll(resetDevice);

it('memory that WASM cannot have is an error, and what was there stays whole', async () => {
  await chooseDevice('wasm');
  const kept = tf.tensor1d([1, 2, 3]);
  const backend = tf.backend() as tf.KernelBackend & {
    makeOutput(shape: number[], dtype: 'float32'): tf.TensorInfo;
  };
  const large: tf.TensorInfo[] = [];
  expect(() => {
    // The heap ends at 4 GB; memory that is never written costs nothing.
    for (let i = 0; i < 12; i++) large.push(backend.makeOutput([200_000_000], 'float32'));
  }).toThrow('WebAssembly is out of memory: 800 MB');
  expect(large.length).toBeGreaterThan(0);
  for (const { dataId } of large) backend.disposeData(dataId);
  expect([...(await tf.add(kept, kept).data())]).toEqual([2, 4, 6]);
});
