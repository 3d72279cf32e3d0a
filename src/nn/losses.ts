import * as tf from '@tensorflow/tfjs-core';
import { withGradient } from '../engine/with-gradient.ts';

export type Reduction = 'mean' | 'sum' | 'none';

export interface CrossEntropyOptions {
  /** Rows with this label do not count. */
  ignoreIndex?: number;
  /** Weight of each class: [C]. */
  weight?: tf.Tensor1D | null;
  reduction?: Reduction;
}

/**
 * torch.nn.functional.cross_entropy: logits [N, C], labels [N] → a scalar, or [N] without reduction.
 * The mean is over the weights of the rows that count (NaN if none does, as in PyTorch).
 */
export function crossEntropy<R extends Reduction = 'mean'>(
  logits: tf.Tensor2D,
  labels: Int32Array | tf.Tensor1D,
  { ignoreIndex = -100, weight = null, reduction = 'mean' }: CrossEntropyOptions = {},
): R extends 'none' ? tf.Tensor1D : tf.Scalar {
  const classes = logits.shape[1];
  const loss = withGradient<tf.Tensor>([logits], (save) => {
    const given = labels instanceof Int32Array ? tf.tensor1d(labels, 'int32') : labels;
    const counts = tf.cast(tf.notEqual(given, ignoreIndex), 'float32');
    const index = tf.cast(tf.mul(tf.cast(given, 'float32'), counts), 'int32');
    const rowWeight = weight ? tf.mul(counts, tf.gather(weight, index)) : counts;
    const share = reduction === 'mean' ? tf.div(rowWeight, tf.sum(rowWeight)) : rowWeight;
    const hot = tf.oneHot(index, classes) as tf.Tensor2D;
    const shifted = tf.sub(logits, tf.max(logits, 1, true));
    const logProbabilities = tf.sub(shifted, tf.log(tf.sum(tf.exp(shifted), 1, true)));
    const losses = tf.mul(tf.neg(share), tf.sum(tf.mul(logProbabilities, hot), 1));
    save([logProbabilities, hot, share]);
    return {
      value: reduction === 'none' ? losses : tf.sum(losses),
      gradient: (dy, saved) => {
        const [logP, target, rows] = saved as [tf.Tensor, tf.Tensor, tf.Tensor];
        const scale = tf.reshape(tf.mul(rows, dy), [-1, 1]);
        return [tf.mul(tf.sub(tf.exp(logP), target), scale)];
      },
    };
  });
  return loss as R extends 'none' ? tf.Tensor1D : tf.Scalar;
}

export interface BceOptions {
  /** Weight of the positive answer of each class: [C]. */
  posWeight?: tf.Tensor1D | null;
  /** Weight of each element, any shape that broadcasts. */
  weight?: tf.Tensor | null;
  reduction?: Reduction;
}

/** torch.nn.functional.binary_cross_entropy_with_logits: logits and targets of one shape [N, C]; targets in [0, 1]. */
export function bceWithLogits<R extends Reduction = 'mean'>(
  logits: tf.Tensor2D,
  targets: tf.Tensor2D,
  { posWeight = null, weight = null, reduction = 'mean' }: BceOptions = {},
): R extends 'none' ? tf.Tensor2D : tf.Scalar {
  const loss = withGradient<tf.Tensor>([logits], (save) => {
    const x = logits;
    const negative = tf.sub(1, targets);
    // (1 − t)·x + (1 + (p − 1)·t)·log(1 + e^−x), written so that e never overflows.
    const positive = posWeight ? tf.add(1, tf.mul(tf.sub(posWeight, 1), targets)) : tf.onesLike(targets);
    const logTerm = tf.add(tf.log1p(tf.exp(tf.neg(tf.abs(x)))), tf.relu(tf.neg(x)));
    const plain = tf.add(tf.mul(negative, x), tf.mul(positive, logTerm));
    const losses = weight ? tf.mul(plain, weight) : plain;
    const plainSlope = tf.sub(negative, tf.mul(positive, tf.sigmoid(tf.neg(x))));
    const gradient = weight ? tf.mul(plainSlope, weight) : plainSlope;
    const scale = reduction === 'mean' ? 1 / x.size : 1;
    save([gradient]);
    return {
      value: reduction === 'none' ? losses : tf.mul(tf.sum(losses), scale),
      gradient: (dy, [slope]) => [tf.mul(tf.mul(slope as tf.Tensor, scale), dy)],
    };
  });
  return loss as R extends 'none' ? tf.Tensor2D : tf.Scalar;
}
