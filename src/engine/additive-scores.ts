import * as tf from '@tensorflow/tfjs-core';
import { type Simd, simd } from './simd/module.ts';
import { gpuAdditiveScores, gpuAdditiveScoresBackward } from './webgpu/additive-scores.ts';
import { onWebGpu } from './webgpu/dispatch.ts';
import { withGradient } from './with-gradient.ts';

/**
 * The scores of additive attention (Bahdanau et al. 2015): v · tanh(q + k) for each query and key, without a tensor
 * of all sums; the way back computes them again.
 *
 * @param q [B, Tq, A], the queries after their matrix
 * @param k [B, Tk, A], the keys after theirs
 * @param v [A]
 * @returns [B, Tq, Tk]
 */
export function additiveScores(q: tf.Tensor3D, k: tf.Tensor3D, v: tf.Tensor1D): tf.Tensor3D {
  const kernels = simd();
  if (!kernels && !onWebGpu()) return composedAdditiveScores(q, k, v);
  return withGradient([q, k, v], (save) => {
    save([q, k]);
    return {
      value: kernels ? simdScores(kernels, q, k, v) : gpuAdditiveScores(q, k, v),
      gradient: (ds, saved) => {
        const [q, k] = saved as [tf.Tensor3D, tf.Tensor3D];
        return kernels ? simdBackward(kernels, q, k, v, ds) : gpuAdditiveScoresBackward(q, k, v, ds);
      },
    };
  });
}

/** The same in ordinary operations. */
export function composedAdditiveScores(q: tf.Tensor3D, k: tf.Tensor3D, v: tf.Tensor1D): tf.Tensor3D {
  return tf.tidy(() => {
    const sums = tf.add(tf.expandDims(q, 2), tf.expandDims(k, 1));
    return tf.sum(tf.mul(tf.tanh(sums), v), -1) as tf.Tensor3D;
  });
}

type Sizes = [batch: number, tq: number, tk: number, size: number];
const sizes = (q: tf.Tensor3D, k: tf.Tensor3D): Sizes => [q.shape[0], q.shape[1], k.shape[1], q.shape[2]];

function simdScores(simd: Simd, q: tf.Tensor3D, k: tf.Tensor3D, v: tf.Tensor1D): tf.Tensor3D {
  const scores = simd.empty<tf.Rank.R3>([q.shape[0], q.shape[1], k.shape[1]]);
  const pointers = [simd.pointer(q), simd.pointer(k), simd.pointer(v), simd.pointer(scores)] as const;
  simd.kernels.additiveScores(...sizes(q, k), ...pointers);
  return scores;
}

function simdBackward(
  simd: Simd,
  q: tf.Tensor3D,
  k: tf.Tensor3D,
  v: tf.Tensor1D,
  ds: tf.Tensor3D,
): tf.Tensor[] {
  const gradients = [
    simd.zeros<tf.Rank.R3>(q.shape),
    simd.zeros<tf.Rank.R3>(k.shape),
    simd.zeros<tf.Rank.R1>(v.shape),
  ] as const;
  const inputs = [simd.pointer(q), simd.pointer(k), simd.pointer(v), simd.pointer(ds)] as const;
  const outputs = [
    simd.pointer(gradients[0]),
    simd.pointer(gradients[1]),
    simd.pointer(gradients[2]),
  ] as const;
  simd.kernels.additiveScoresBackward(...sizes(q, k), ...inputs, ...outputs);
  return [...gradients];
}
