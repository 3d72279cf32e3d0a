import * as tf from '@tensorflow/tfjs-core';

/** What checks of BERT's parts share: the reference's LayerNorm, and where it may go wrong. */

export interface NormWays {
  /** Over other dimensions than the last. */
  axes?: number[];
  /** Divided by n − 1. */
  unbiased?: boolean;
  /** eps added to the root, not under it. */
  epsOutside?: boolean;
  /** Divided by the variance, not by its root. */
  noRoot?: boolean;
}

export function layerNorm<T extends tf.Tensor>(
  x: T,
  gain: tf.Tensor,
  bias: tf.Tensor,
  eps: number,
  ways: NormWays = {},
): T {
  const { axes = [x.rank - 1], unbiased = false, epsOutside = false, noRoot = false } = ways;
  const centred = tf.sub(x, tf.mean(x, axes, true));
  const count = axes.reduce((n, axis) => n * (x.shape[axis] as number), 1);
  const squares = tf.mean(tf.square(centred), axes, true);
  const variance = unbiased ? tf.mul(squares, count / Math.max(1, count - 1)) : squares;
  const below = noRoot
    ? tf.add(variance, eps)
    : epsOutside
      ? tf.add(tf.sqrt(variance), eps)
      : tf.sqrt(tf.add(variance, eps));
  return tf.add(tf.mul(tf.div(centred, below), gain), bias) as T;
}

/** x Wᵀ + b on the last axis. */
export function linear<T extends tf.Tensor>(x: T, weight: tf.Tensor, bias: tf.Tensor): T {
  const flat = tf.reshape(x, [-1, x.shape.at(-1) as number]) as tf.Tensor2D;
  const made = tf.add(tf.matMul(flat, weight as tf.Tensor2D, false, true), bias);
  return tf.reshape(made, [...x.shape.slice(0, -1), weight.shape[0] as number]) as T;
}

/** x · Φ(x). */
export const gelu = <T extends tf.Tensor>(x: T): T =>
  tf.mul(tf.mul(x, 0.5), tf.add(1, tf.erf(tf.div(x, Math.SQRT2)))) as T;
