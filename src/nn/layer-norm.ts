import * as tf from '@tensorflow/tfjs-core';
import { withGradient } from '../engine/with-gradient.ts';
import { constant } from './init.ts';
import { Module } from './module.ts';
import { weight } from './weight.ts';

/** torch.nn.LayerNorm over the last axis: (x − mean) / √(var + eps) · weight + bias (Ba et al. 2016). */
export class LayerNorm extends Module {
  readonly weight: tf.Variable<tf.Rank.R1>;
  readonly bias: tf.Variable<tf.Rank.R1>;
  readonly eps: number;

  constructor({ size, eps = 1e-5 }: { size: number; eps?: number }) {
    super();
    this.eps = eps;
    this.weight = this.parameter('weight', weight(constant([size], 1))) as tf.Variable<tf.Rank.R1>;
    this.bias = this.parameter('bias', weight(constant([size], 0))) as tf.Variable<tf.Rank.R1>;
  }

  forward<T extends tf.Tensor>(x: T): T {
    return tf.tidy(() => tf.add(tf.mul(normalise(x, this.eps), this.weight), this.bias) as T);
  }
}

/** x to mean 0 and variance 1 on its last axis, with the gradient in one piece. */
function normalise(x: tf.Tensor, eps: number): tf.Tensor {
  return withGradient([x], (save) => {
    const centred = tf.sub(x, tf.mean(x, -1, true));
    const inverse = tf.rsqrt(tf.add(tf.mean(tf.square(centred), -1, true), eps));
    const normal = tf.mul(centred, inverse);
    save([normal, inverse]);
    return {
      value: normal,
      gradient: (dy, saved) => {
        const [y, scale] = saved as [tf.Tensor, tf.Tensor];
        const along = tf.mul(y, tf.mean(tf.mul(dy, y), -1, true));
        return [tf.mul(scale, tf.sub(tf.sub(dy, tf.mean(dy, -1, true)), along))];
      },
    };
  });
}
