import * as tf from '@tensorflow/tfjs-core';
import { type Simd, simd } from './simd/module.ts';
import { gpuBinaryLoss } from './webgpu/binary-loss.ts';
import { onWebGpu } from './webgpu/dispatch.ts';
import { withGradient } from './with-gradient.ts';

/** Binary cross-entropy of sigmoid(logits); the slope is computed with the loss and kept. */
export interface BinaryLossInput {
  /** [N, C] */
  logits: tf.Tensor2D;
  /** [N, C], each in [0, 1]. */
  targets: tf.Tensor2D;
  /** Weight of the positive answer of each class: [C]. */
  posWeight: tf.Tensor1D | null;
  /** Weight of each element, any shape that broadcasts. */
  weight: tf.Tensor | null;
  reduction: 'mean' | 'sum' | 'none';
}

interface Elements {
  losses: tf.Tensor;
  slopes: tf.Tensor;
}

/** A scalar, or [N, C] without reduction. */
export function binaryLoss(input: BinaryLossInput): tf.Tensor {
  const kernels = simd();
  const { logits, weight } = input;
  // The kernels know weights of one row or of all elements.
  const simple = !weight || [logits.size, logits.shape[1]].includes(weight.size);
  if (kernels && simple) return byWay(input, (given) => simdElements(kernels, given));
  return byWay(input, onWebGpu() && simple ? gpuBinaryLoss : composedElements);
}

/** The same in ordinary operations. */
export function composedBinaryLoss(input: BinaryLossInput): tf.Tensor {
  return byWay(input, composedElements);
}

function byWay(input: BinaryLossInput, elements: (input: BinaryLossInput) => Elements): tf.Tensor {
  const { logits, reduction } = input;
  return withGradient<tf.Tensor>([logits], (save) => {
    const { losses, slopes } = elements(input);
    const scale = reduction === 'mean' ? 1 / logits.size : 1;
    save([slopes]);
    return {
      value: reduction === 'none' ? losses : tf.mul(total(losses), scale),
      gradient: (dy, [slopes]) => [tf.mul(slopes as tf.Tensor, tf.mul(dy, scale))],
    };
  });
}

/** Σ; of nothing 0, for which TensorFlow.js' WebGPU kernel fails. */
const total = (losses: tf.Tensor): tf.Tensor => (losses.size === 0 ? tf.scalar(0) : tf.sum(losses));

function simdElements(simd: Simd, { logits, targets, posWeight, weight }: BinaryLossInput): Elements {
  const [rows, classes] = logits.shape;
  const losses = simd.empty<tf.Rank.R2>([rows, classes]);
  const slopes = simd.empty<tf.Rank.R2>([rows, classes]);
  const at = (tensor: tf.Tensor | null) => (tensor ? simd.pointer(tensor) : 0);
  const inputs = [at(logits), at(targets), at(posWeight), at(weight), weight?.size === classes ? 1 : rows];
  simd.kernels.bce(
    rows,
    classes,
    ...(inputs as [number, number, number, number, number]),
    at(losses),
    at(slopes),
  );
  return { losses, slopes };
}

function composedElements({ logits, targets, posWeight, weight }: BinaryLossInput): Elements {
  const x = logits;
  const negative = tf.sub(1, targets);
  // (1 − t)·x + (1 + (p − 1)·t)·log(1 + e^−x), written so that e never overflows.
  const positive = posWeight ? tf.add(1, tf.mul(tf.sub(posWeight, 1), targets)) : tf.onesLike(targets);
  const logTerm = tf.add(tf.log1p(tf.exp(tf.neg(tf.abs(x)))), tf.relu(tf.neg(x)));
  const losses = tf.add(tf.mul(negative, x), tf.mul(positive, logTerm));
  const slopes = tf.sub(negative, tf.mul(positive, tf.sigmoid(tf.neg(x))));
  return {
    losses: weight ? tf.mul(losses, weight) : losses,
    slopes: weight ? tf.mul(slopes, weight) : slopes,
  };
}
