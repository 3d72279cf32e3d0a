import { type Tensor, tensor } from '@tensorflow/tfjs-core';
import type { Random } from '../base/random.ts';

/** First values of weights, drawn on the host, so that a seed gives the same ones on every device. */

/** U(−bound, bound). */
export function uniform(shape: number[], bound: number, random: Random): Tensor {
  const values = new Float32Array(size(shape));
  for (let i = 0; i < values.length; i++) values[i] = (2 * random.uniform() - 1) * bound;
  return tensor(values, shape, 'float32');
}

/** N(0, deviation²). */
export function normal(shape: number[], random: Random, deviation = 1): Tensor {
  return tensor(normalValues(size(shape), random, deviation), shape, 'float32');
}

export function normalValues(count: number, random: Random, deviation = 1): Float32Array {
  const values = new Float32Array(count);
  for (let i = 0; i < count; i++) values[i] = deviation * random.normal();
  return values;
}

/**
 * N(0, deviation²), drawn anew beyond two deviations: the first weights of BERT, there with a deviation of 0.02. With one
 * of 0 nothing is drawn.
 * @param zeroRow a row of zeros: the embedding of padding.
 */
export function truncatedNormal(
  shape: number[],
  random: Random,
  deviation: number,
  zeroRow: number | null = null,
): Tensor {
  const values = new Float32Array(size(shape));
  if (deviation === 0) return tensor(values, shape, 'float32');
  for (let i = 0; i < values.length; i++) {
    let value = random.normal();
    while (Math.abs(value) > 2) value = random.normal();
    values[i] = deviation * value;
  }
  const width = shape[1] ?? 1;
  if (zeroRow !== null) values.fill(0, zeroRow * width, (zeroRow + 1) * width);
  return tensor(values, shape, 'float32');
}

export function constant(shape: number[], value: number): Tensor {
  return tensor(new Float32Array(size(shape)).fill(value), shape, 'float32');
}

const size = (shape: number[]) => shape.reduce((product, n) => product * n, 1);
