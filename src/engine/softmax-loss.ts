import * as tf from '@tensorflow/tfjs-core';
import { type Simd, simd } from './simd/module.ts';
import { onWebGpu } from './webgpu/dispatch.ts';
import { gpuSoftmaxLoss, gpuSoftmaxLossBackward } from './webgpu/softmax-loss.ts';
import { withGradient } from './with-gradient.ts';

/**
 * Cross-entropy of softmax(logits) as one operation: of the N × C logits nothing is kept but themselves, and rows
 * that do not count are neither read nor given a gradient other than zero.
 */
export interface SoftmaxLossInput {
  /** [N, C] */
  logits: tf.Tensor2D;
  /** [N]; on the host or on the device. */
  labels: Int32Array | tf.Tensor1D;
  ignoreIndex: number;
  /** Weight of each class: [C]. */
  weight: tf.Tensor1D | null;
  reduction: 'mean' | 'sum' | 'none';
}

/** A scalar, or [N] without reduction. */
export function softmaxLoss(input: SoftmaxLossInput): tf.Tensor {
  const kernels = simd();
  if (kernels) return simdSoftmaxLoss(kernels, input);
  return onWebGpu() ? gpuLoss(input) : composedSoftmaxLoss(input);
}

function gpuLoss(input: SoftmaxLossInput): tf.Tensor {
  const { logits, labels, reduction } = input;
  return withGradient([logits], (save) => {
    const given = labels instanceof Int32Array ? tf.tensor1d(labels, 'int32') : labels;
    const { loss, rows } = gpuSoftmaxLoss({ ...input, labels: given });
    save([logits, given, rows]);
    return {
      value: loss,
      gradient: (dy, saved) => {
        const [logits, labels, rows] = saved as [tf.Tensor2D, tf.Tensor1D, tf.Tensor];
        return [gpuSoftmaxLossBackward(logits, labels, rows, dy, reduction)];
      },
    };
  });
}

function simdSoftmaxLoss(simd: Simd, input: SoftmaxLossInput): tf.Tensor {
  const { logits, labels, ignoreIndex, weight, reduction } = input;
  const [rows, classes] = logits.shape;
  const at = (tensor: tf.Tensor) => simd.pointer(tensor);
  return withGradient<tf.Tensor>([logits], (save) => {
    const given = labels instanceof Int32Array ? tf.tensor1d(labels, 'int32') : labels;
    const logSum = simd.empty<tf.Rank.R1>([rows]);
    const weights = simd.empty<tf.Rank.R1>([rows]);
    const losses = simd.empty<tf.Rank.R1>([rows]);
    const inputs = [at(logits), at(given), ignoreIndex, weight ? at(weight) : 0] as const;
    simd.kernels.crossEntropyForward(rows, classes, ...inputs, at(logSum), at(weights), at(losses));
    save([logits, given, logSum, weights]);
    const all = reduction === 'mean' ? simd.kernels.sum(rows, at(weights)) : 1;
    const value = reduction === 'none' ? losses : tf.scalar(simd.kernels.sum(rows, at(losses)) / all);
    return {
      value,
      gradient: (dy, saved) => {
        const [logits, labels, logSum, weights] = saved as [tf.Tensor, tf.Tensor, tf.Tensor, tf.Tensor];
        const shares = tf.mul(weights, all === 1 ? dy : tf.div(dy, all));
        const dx = simd.empty<tf.Rank.R2>([rows, classes]);
        const inputs = [at(logits), at(labels), at(logSum), at(shares)] as const;
        simd.kernels.crossEntropyBackward(rows, classes, ...inputs, at(dx));
        return [dx];
      },
    };
  });
}

/** The same in ordinary operations. */
export function composedSoftmaxLoss({
  logits,
  labels,
  ignoreIndex,
  weight,
  reduction,
}: SoftmaxLossInput): tf.Tensor {
  const classes = logits.shape[1];
  return withGradient<tf.Tensor>([logits], (save) => {
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
}
