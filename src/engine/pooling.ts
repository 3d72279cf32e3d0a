import * as tf from '@tensorflow/tfjs-core';
import { type Simd, simd } from './simd/module.ts';
import { onWebGpu } from './webgpu/dispatch.ts';
import { gpuMax, gpuMean } from './webgpu/pooling.ts';
import { withGradient } from './with-gradient.ts';

/**
 * The greatest value of each unit over the steps that count: x [B, T, H] → [B, H]. Its gradient goes to the first
 * step that has it, as in PyTorch; a row without any step gives zeros. A length greater than T counts as T.
 */
export function maxOverTime(x: tf.Tensor3D, lengths: Int32Array | null): tf.Tensor2D {
  const kernels = simd();
  if (kernels) return simdMax(kernels, x, lengths);
  return onWebGpu() ? gpuMax(x, lengths) : composedMax(x, lengths);
}

/**
 * The mean over the steps that count: x [B, T, H] → [B, H]; a row without any step gives zeros. A length greater than T
 * counts as T.
 */
export function meanOverTime(x: tf.Tensor3D, lengths: Int32Array | null): tf.Tensor2D {
  return onWebGpu() ? gpuMean(x, lengths) : composedMean(x, lengths);
}

/** The same in ordinary operations. */
export function composedMean(x: tf.Tensor3D, lengths: Int32Array | null): tf.Tensor2D {
  return tf.tidy(() => {
    if (!lengths) return tf.mean(x, 1) as tf.Tensor2D;
    const sums = tf.sum(tf.mul(x, stepsThatCount(lengths, x.shape[1])), 1);
    const steps = x.shape[1];
    const shares = Float32Array.from(lengths, (length) => 1 / Math.max(1, Math.min(length, steps)));
    return tf.mul(sums, tf.tensor2d(shares, [lengths.length, 1])) as tf.Tensor2D;
  });
}

function simdMax(simd: Simd, x: tf.Tensor3D, lengths: Int32Array | null): tf.Tensor2D {
  const [rows, steps, size] = x.shape;
  const counted = Int32Array.from({ length: rows }, (_, b) => Math.min(lengths?.[b] ?? steps, steps));
  return withGradient([x], (save) => {
    const value = simd.empty<tf.Rank.R2>([rows, size]);
    const place = simd.empty<tf.Rank.R2>([rows, size], 'int32');
    const pointers = [
      simd.pointer(x),
      simd.ints('lengths', counted),
      simd.pointer(value),
      simd.pointer(place),
    ] as const;
    simd.kernels.maxOverTime(rows, steps, size, ...pointers);
    save([place]);
    return {
      value,
      gradient: (dy, saved) => {
        const dx = simd.zeros<tf.Rank.R3>([rows, steps, size]);
        const first = simd.pointer(saved[0] as tf.Tensor);
        simd.kernels.maxOverTimeBackward(rows, steps, size, first, simd.pointer(dy), simd.pointer(dx));
        return [dx];
      },
    };
  });
}

/** In place of padded steps: below any real state, so zeros of padding never win over negative states. */
const FAR_BELOW = -1e30;

/** The same in ordinary operations. */
export function composedMax(x: tf.Tensor3D, lengths: Int32Array | null): tf.Tensor2D {
  const steps = x.shape[1];
  return withGradient([x], (save) => {
    const counts = lengths && tf.greater(stepsThatCount(lengths, steps), 0);
    const masked = counts ? tf.where<tf.Tensor>(counts, x, tf.scalar(FAR_BELOW)) : x;
    const greatest = tf.max(masked, 1, true);
    const first = tf.min(tf.where(tf.equal(masked, greatest), times(steps), tf.scalar(steps)), 1, true);
    save([first]);
    const present = presence(lengths);
    const value = tf.squeeze(greatest, [1]) as tf.Tensor2D;
    return {
      value: present ? tf.mul(value, present) : value,
      gradient: (dy, [place]) => {
        const chosen = tf.cast(tf.equal(times(steps), place as tf.Tensor), 'float32');
        const present = presence(lengths);
        return [tf.mul(chosen, tf.expandDims(present ? tf.mul(dy, present) : dy, 1))];
      },
    };
  });
}

/** 1 on steps that count: [B, T, 1]. */
export function stepsThatCount(lengths: Int32Array, steps: number): tf.Tensor3D {
  const values = new Float32Array(lengths.length * steps);
  lengths.forEach((length, b) => values.fill(1, b * steps, b * steps + Math.min(length, steps)));
  return tf.tensor3d(values, [lengths.length, steps, 1]);
}

/** 0 for rows without any step, else 1: [B, 1]; null where no row is empty. */
function presence(lengths: Int32Array | null): tf.Tensor2D | null {
  if (!lengths || lengths.every((length) => length > 0)) return null;
  const values = Float32Array.from(lengths, (length) => Number(length > 0));
  return tf.tensor2d(values, [lengths.length, 1]);
}

function times(steps: number): tf.Tensor {
  const values = Float32Array.from({ length: steps }, (_, t) => t);
  return tf.tensor3d(values, [1, steps, 1]);
}
