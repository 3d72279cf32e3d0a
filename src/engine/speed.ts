import { matMul, randomUniform, tidy } from '@tensorflow/tfjs-core';

/** Wide enough that what surrounds a product does not count, small enough for a slow device. */
const SIZE = 384;
const TIMES = 3;

/**
 * Operations a second of a product of two matrices on the device in use; the first product, which makes its kernel,
 * does not count. About 100 ms on a processor.
 */
export async function measureSpeed(): Promise<number> {
  const [a, b] = [randomUniform([SIZE, SIZE]), randomUniform([SIZE, SIZE])];
  const product = async (): Promise<number> => {
    const start = performance.now();
    const result = tidy(() => matMul(a, b, false, true));
    await result.data();
    result.dispose();
    return performance.now() - start;
  };
  try {
    await product();
    const times: number[] = [];
    for (let i = 0; i < TIMES; i++) times.push(await product());
    return (2 * SIZE ** 3 * 1000) / Math.max(0.01, Math.min(...times));
  } finally {
    a.dispose();
    b.dispose();
  }
}
