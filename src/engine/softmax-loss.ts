import * as tf from '@tensorflow/tfjs-core';
import { LabError } from '../base/errors.ts';
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

/**
 * A scalar, or [N] without reduction. The mean over no row is NaN and has a gradient of zeros, as in PyTorch.
 * @throws LabError if a label is neither a class nor `ignoreIndex`, or the sizes do not fit. Labels in a
 *   tensor on WebGPU are not looked at: the kernel gives such a row a loss of NaN.
 */
export function softmaxLoss(input: SoftmaxLossInput): tf.Tensor {
  checkSizes(input);
  checkLabels(input);
  const kernels = simd();
  if (kernels) return simdSoftmaxLoss(kernels, input);
  return onWebGpu() ? gpuLoss(input) : composedSoftmaxLoss(input);
}

function checkSizes({ logits, labels, weight }: SoftmaxLossInput): void {
  const [rows, classes] = logits.shape;
  const count = labels instanceof Int32Array ? labels.length : labels.size;
  if (count !== rows)
    throw new LabError(
      'engine/labels',
      `Cross-entropy got ${count} labels for ${rows} rows of logits.`,
      'Give a label for each row.',
    );
  if (weight && weight.size !== classes)
    throw new LabError(
      'engine/labels',
      `Cross-entropy got ${weight.size} weights for ${classes} classes.`,
      'Give a weight for each class.',
    );
}

/** The kernels read and write where a label points, so it must point at a class. */
function checkLabels({ logits, labels, ignoreIndex }: SoftmaxLossInput): void {
  const classes = logits.shape[1];
  // Reading them back from the GPU would wait for it.
  const onGpu = !(labels instanceof Int32Array) && tf.getBackend() === 'webgpu';
  if (onGpu) return;
  const values = labels instanceof Int32Array ? labels : (labels.dataSync() as Int32Array);
  for (let row = 0; row < values.length; row++) {
    const label = values[row] as number;
    if ((label >= 0 && label < classes) || label === ignoreIndex) continue;
    throw new LabError(
      'engine/labels',
      `Label ${label} of row ${row} is out of bounds: the logits have ${classes} ${classes === 1 ? 'class' : 'classes'}, counted from 0.`,
      `Labels go from 0 to ${classes - 1}; ${ignoreIndex} marks a row that does not count.`,
    );
  }
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
        // No row counts: dy / 0 would make NaN of weights that are all zero.
        const shares = tf.mul(weights, all === 1 || all === 0 ? dy : tf.div(dy, all));
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
    const counted = tf.notEqual(given, ignoreIndex);
    const counts = tf.cast(counted, 'float32');
    const index = tf.cast(tf.mul(tf.cast(given, 'float32'), counts), 'int32');
    const rowWeight = weight ? tf.mul(counts, tf.gather(weight, index)) : counts;
    const share = reduction === 'mean' ? tf.div(rowWeight, tf.sum(rowWeight)) : rowWeight;
    const hot = tf.equal(tf.reshape(index, [-1, 1]), tf.range(0, classes, 1, 'int32'));
    // A row that does not count may hold anything, and a class may have no probability at all: zeros in their place.
    const read = tf.where(tf.reshape(counted, [-1, 1]), logits, tf.zerosLike(logits));
    const shifted = tf.sub(read, tf.max(read, 1, true));
    const logProbabilities = tf.sub(shifted, tf.log(tf.sum(tf.exp(shifted), 1, true)));
    const ofLabels = tf.sum(tf.where(hot, logProbabilities, tf.zerosLike(logits)), 1);
    const losses = tf.mul(tf.neg(share), ofLabels);
    save([logProbabilities, tf.cast(hot, 'float32'), share, counted]);
    return {
      value: reduction === 'none' ? losses : tf.sum(losses),
      gradient: (dy, saved) => {
        const [logP, target, rows, counted] = saved as [tf.Tensor, tf.Tensor, tf.Tensor, tf.Tensor];
        const scale = tf.where(counted, tf.mul(rows, dy), tf.zerosLike(rows));
        return [tf.mul(tf.sub(tf.exp(logP), target), tf.reshape(scale, [-1, 1]))];
      },
    };
  });
}
