import * as tf from '@tensorflow/tfjs-core';
import { afterAll, describe, expect, it } from 'vitest';
import type { DeviceReport } from '../runs/types.ts';
import { chooseDevice, onDeviceLost, resetDevice } from './device.ts';

const product = async () => {
  const y = tf.tidy(() => tf.matMul(tf.ones([3, 5]), tf.ones([4, 5]), false, true));
  const values = [...(await y.data())];
  y.dispose();
  return values;
};

describe('chooseDevice', () => {
  afterAll(resetDevice);

  it.each(['wasm', 'webgpu', 'cpu'] as const)('computes on %s when asked', async (kind) => {
    const report = await chooseDevice(kind);
    expect(report.kind).toBe(kind);
    expect(tf.getBackend()).toBe(kind);
    expect(report.reason).toMatch(/was asked for/);
    expect(report.choices.map((choice) => choice.kind)).toEqual(['webgpu', 'wasm', 'cpu']);
    expect(await product()).toEqual(Array(12).fill(5));
  });

  it.each(['wasm', 'webgpu'] as const)(
    'computes with integers and booleans cast to floats on %s',
    async (kind) => {
      await chooseDevice(kind);
      const before = tf.memory().numTensors;
      const [ones, words] = tf.tidy(() => {
        const table = tf.tensor2d([1, 2, 3, 4, 5, 6], [3, 2]);
        const ids = tf.tensor1d([2, 0], 'int32');
        const here = tf.cast(tf.notEqual(ids, 0), 'float32');
        return [
          tf.matMul(tf.reshape(here, [1, 2]), tf.ones([2, 1])),
          tf.matMul(tf.oneHot(ids, 3) as tf.Tensor2D, table),
        ];
      }) as [tf.Tensor, tf.Tensor];
      expect([...(await ones.data())]).toEqual([1]);
      expect([...(await words.data())]).toEqual([5, 6, 1, 2]);
      tf.dispose([ones, words]);
      expect(tf.memory().numTensors).toBe(before);
    },
  );

  it('puts WebGPU on the processor below WASM, and says why', async () => {
    const { software } = await chooseDevice('webgpu');
    const report = await chooseDevice(null);
    expect(report.kind).toBe(software ? 'wasm' : 'webgpu');
    if (software) expect(report.reason).toMatch(/slower than WASM/);
  });

  it('starts anew after a reset, and a reset is no loss', async () => {
    let lost = 0;
    const stop = onDeviceLost(() => lost++);
    await chooseDevice('webgpu');
    resetDevice();
    await chooseDevice('webgpu');
    expect(await product()).toEqual(Array(12).fill(5));
    await chooseDevice('wasm');
    resetDevice();
    await chooseDevice('wasm');
    expect(await product()).toEqual(Array(12).fill(5));
    expect(lost).toBe(0);
    stop();
  });

  it('notices a lost device', async () => {
    await chooseDevice('webgpu');
    const lost = new Promise<string>((resolve) => onDeviceLost(resolve));
    (tf.backend() as tf.KernelBackend & { device: GPUDevice }).device.destroy();
    expect(await lost).toBeTruthy();
    resetDevice();
    await chooseDevice('webgpu');
    expect(await product()).toEqual(Array(12).fill(5));
  });
});

describe('in a module worker', () => {
  it('WASM starts and computes, with threads where the page is isolated', async () => {
    const worker = new Worker(new URL('./device.test-worker.ts', import.meta.url), { type: 'module' });
    const { report, values, shared } = await new Promise<{
      report: DeviceReport;
      values: number[][];
      shared: boolean;
    }>((resolve, reject) => {
      worker.onmessage = ({ data }) => resolve(data);
      worker.onerror = (event) => reject(new Error(event.message));
    });
    worker.terminate();
    expect(report.crossOriginIsolated).toBe(true);
    expect(values).toEqual([[4200], [4200]]);
    expect(shared).toBe(true);
    expect(report).toMatchObject({ kind: 'wasm', threads: 2, adapter: 'SIMD, 2 threads' });
  });
});
