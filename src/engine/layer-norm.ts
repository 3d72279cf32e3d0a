import * as tf from '@tensorflow/tfjs-core';
import { composedDropout, drawArguments } from './dropout.ts';
import type { DropoutDraw } from './random-bits.ts';
import { type Simd, simd } from './simd/module.ts';
import { onWebGpu } from './webgpu/dispatch.ts';
import { gpuLayerNorm, gpuLayerNormBackward } from './webgpu/layer-norm.ts';
import { withGradient } from './with-gradient.ts';

/**
 * Layer normalisation over the last axis (Ba et al. 2016) as one operation with what stands around it in a
 * transformer: LN(residual + dropout(x)) · weight + bias.
 */
export interface LayerNormInput<T extends tf.Tensor = tf.Tensor> {
  /** [..., H] */
  x: T;
  /** [H] */
  weight: tf.Tensor1D;
  bias: tf.Tensor1D;
  eps: number;
  /** Added to x, of its shape. */
  residual?: T | null;
  /** Drops elements of x, not of the residual. */
  draw?: DropoutDraw | null;
}

/** What a kernel makes of it. */
export interface LayerNormResult {
  y: tf.Tensor;
  /** Mean 0 and variance 1: [N, H]. */
  normal: tf.Tensor;
  /** 1 / √(var + eps): [N]. */
  inverse: tf.Tensor;
}

export interface LayerNormGradients {
  /** Of residual + dropout(x); that of the residual. */
  dSum: tf.Tensor;
  /** Of x; the same tensor as `dSum` where nothing is dropped. */
  dx: tf.Tensor;
  dWeight: tf.Tensor;
  dBias: tf.Tensor;
}

interface Way {
  forward(input: LayerNormInput): LayerNormResult;
  backward(
    dy: tf.Tensor,
    kept: Omit<LayerNormResult, 'y'>,
    weight: tf.Tensor1D,
    draw: DropoutDraw | null,
  ): LayerNormGradients;
}

export function layerNorm<T extends tf.Tensor>(input: LayerNormInput<T>): T {
  const kernels = simd();
  if (kernels) return byWay(input, simdWay(kernels));
  return byWay(input, onWebGpu() ? gpuWay : composedWay);
}

/** The same in ordinary operations. */
export function composedLayerNorm<T extends tf.Tensor>(input: LayerNormInput<T>): T {
  return byWay(input, composedWay);
}

function byWay<T extends tf.Tensor>(input: LayerNormInput<T>, way: Way): T {
  const { x, weight, bias, residual = null, draw = null } = input;
  if (residual && residual.shape.join() !== x.shape.join())
    throw new Error(`layerNorm: residual ${residual.shape.join('×')} and x ${x.shape.join('×')} differ`);
  return withGradient([x, weight, bias, ...(residual ? [residual] : [])], (save) => {
    const { y, normal, inverse } = way.forward(input);
    save([normal, inverse]);
    return {
      value: y as T,
      gradient: (dy, saved) => {
        const [normal, inverse] = saved as [tf.Tensor, tf.Tensor];
        const { dSum, dx, dWeight, dBias } = way.backward(dy, { normal, inverse }, weight, draw);
        const shaped = (gradient: tf.Tensor) => tf.reshape(gradient, x.shape);
        return [shaped(dx), dWeight, dBias, ...(residual ? [shaped(dSum)] : [])];
      },
    };
  });
}

const gpuWay: Way = { forward: gpuLayerNorm, backward: gpuLayerNormBackward };

function simdWay(simd: Simd): Way {
  const at = (tensor: tf.Tensor | null) => (tensor ? simd.pointer(tensor) : 0);
  return {
    forward({ x, weight, bias, eps, residual = null, draw = null }) {
      const size = weight.shape[0];
      const rows = x.size / size;
      const y = simd.empty(x.shape as [number]);
      const normal = simd.empty<tf.Rank.R2>([rows, size]);
      const inverse = simd.empty<tf.Rank.R1>([rows]);
      const inputs = [at(x), at(residual), at(weight), at(bias)] as const;
      const outputs = [at(y), at(normal), at(inverse)] as const;
      simd.kernels.layerNormForward(rows, size, ...inputs, eps, ...drawArguments(draw), ...outputs);
      return { y, normal, inverse };
    },
    backward(dy, { normal, inverse }, weight, draw) {
      const size = weight.shape[0];
      const rows = dy.size / size;
      const dSum = simd.empty<tf.Rank.R2>([rows, size]);
      const dx = draw ? simd.empty<tf.Rank.R2>([rows, size]) : dSum;
      const dWeight = simd.zeros<tf.Rank.R1>([size]);
      const dBias = simd.zeros<tf.Rank.R1>([size]);
      const inputs = [at(dy), at(normal), at(inverse), at(weight)] as const;
      const outputs = [at(dSum), draw ? at(dx) : 0, at(dWeight), at(dBias)] as const;
      simd.kernels.layerNormBackward(rows, size, ...inputs, ...drawArguments(draw), ...outputs);
      return { dSum, dx, dWeight, dBias };
    },
  };
}

const composedWay: Way = {
  forward({ x, weight, bias, eps, residual = null, draw = null }) {
    const branch = draw ? composedDropout(x, draw) : x;
    const sum = residual ? tf.add(residual, branch) : branch;
    const flat = tf.reshape(sum, [-1, weight.shape[0]]);
    const centred = tf.sub(flat, tf.mean(flat, 1, true));
    const inverse = tf.rsqrt(tf.add(tf.mean(tf.square(centred), 1, true), eps));
    const normal = tf.mul(centred, inverse);
    return { y: tf.reshape(tf.add(tf.mul(normal, weight), bias), x.shape), normal, inverse };
  },
  backward(dy, { normal, inverse }, weight, draw) {
    const flat = tf.reshape(dy, normal.shape);
    const scaled = tf.mul(flat, weight);
    const along = tf.mul(normal, tf.mean(tf.mul(scaled, normal), 1, true));
    const dSum = tf.mul(inverse, tf.sub(tf.sub(scaled, tf.mean(scaled, 1, true)), along));
    return {
      dSum,
      dx: draw ? composedDropout(dSum, draw) : dSum,
      dWeight: tf.sum(tf.mul(flat, normal), 0),
      dBias: tf.sum(flat, 0),
    };
  },
};
