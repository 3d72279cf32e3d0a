import * as tf from '@tensorflow/tfjs-core';
import type { AttentionPlan } from '../attention/types.ts';
import { dropout } from '../dropout.ts';
import { maskedSoftmax } from '../masked-softmax.ts';

/**
 * Attention as two batched products with a masked softmax between: for heads that are too wide for registers. It
 * stores the probabilities, which are small beside such heads.
 */
export function productAttention(
  plan: AttentionPlan,
  q: tf.Tensor3D,
  k: tf.Tensor3D,
  v: tf.Tensor3D,
): tf.Tensor3D {
  const { heads, width, draw } = plan;
  const split = (x: tf.Tensor3D): tf.Tensor => {
    if (heads === 1) return x;
    return tf.transpose(tf.reshape(x, [x.shape[0], x.shape[1], heads, width]), [0, 2, 1, 3]);
  };
  return tf.tidy(() => {
    const p = maskedSoftmax(plan, tf.matMul(split(q), split(k), false, true));
    const mixed = tf.matMul(draw ? dropout(p, draw) : p, split(v));
    return heads === 1 ? (mixed as tf.Tensor3D) : tf.reshape(tf.transpose(mixed, [0, 2, 1, 3]), q.shape);
  });
}
