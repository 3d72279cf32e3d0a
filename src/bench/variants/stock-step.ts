import { type Optimizer, type Scalar, train as training } from '@tensorflow/tfjs-core';

/** Steps of TensorFlow.js' own optimizers. */
export async function train(optimizer: Optimizer, loss: () => Scalar): Promise<number> {
  const cost = optimizer.minimize(loss, true) as Scalar;
  const value = (await cost.data())[0] as number;
  cost.dispose();
  return value;
}

export const adam = (): Optimizer => training.adam(0.001, 0.9, 0.999, 1e-8);
