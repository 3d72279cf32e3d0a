import type * as tf from '@tensorflow/tfjs-core';
import { binaryLoss } from '../engine/binary-loss.ts';
import { softmaxLoss } from '../engine/softmax-loss.ts';

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
  const loss = softmaxLoss({ logits, labels, ignoreIndex, weight, reduction });
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
  const loss = binaryLoss({ logits, targets, posWeight, weight, reduction });
  return loss as R extends 'none' ? tf.Tensor2D : tf.Scalar;
}
