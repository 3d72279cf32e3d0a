import * as tf from '@tensorflow/tfjs-core';

const PRODUCTS = ['BatchMatMul', '_FusedMatMul', 'Einsum'];

/** The sizes of both factors of each matrix product that synchronous work makes. */
export function productsOf(work: () => unknown): number[][] {
  const engine = tf.engine();
  const { runKernel } = engine;
  const found: number[][] = [];
  engine.runKernel = (name, inputs, attributes) => {
    if (PRODUCTS.includes(name))
      found.push(Object.values(inputs as unknown as Record<string, tf.Tensor>).map(({ size }) => size));
    return runKernel.call(engine, name, inputs, attributes) as never;
  };
  try {
    work();
  } finally {
    engine.runKernel = runKernel;
  }
  return found;
}
