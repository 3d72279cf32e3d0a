import * as tf from '@tensorflow/tfjs-core';

/**
 * The doubly stochastic penalty of Xu et al. (2015, equation 14): Σᵢ (1 − Σₜ αₜᵢ)², summed over the texts of a batch. A
 * softmax makes each word of the target look at the source once in all; this asks that each word of the source is looked
 * at once in all, too.
 * @param weights [B, Tt, Ts], each row a distribution over the source
 * @param targetCounts [B · Tt]: 0 at the steps that are padding
 * @param sourceLengths words of each source, ≤ Ts
 */
export function coverageLoss(
  weights: tf.Tensor3D,
  targetCounts: Float32Array,
  sourceLengths: Int32Array,
): tf.Scalar {
  const [rows, steps, words] = weights.shape;
  const there = new Float32Array(rows * words);
  sourceLengths.forEach((length, row) => there.fill(1, row * words, row * words + Math.min(length, words)));
  return tf.tidy(() => {
    const counts = tf.tensor3d(targetCounts, [rows, 1, steps]);
    // A product, not a sum over the middle axis: one kernel forward, one back.
    const seen = tf.reshape(tf.matMul(counts, weights), [rows, words]);
    const missed = tf.mul(tf.sub(1, seen), tf.tensor2d(there, [rows, words]));
    return tf.sum(tf.square(missed)) as tf.Scalar;
  });
}
