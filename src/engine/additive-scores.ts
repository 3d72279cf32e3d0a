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
 * @param options.causal query i is compared with the keys up to i only; the other scores are 0 (they are to be masked)
 * @returns [B, Tq, Tk]
 */
export function additiveScores(
  q: tf.Tensor3D,
  k: tf.Tensor3D,
  v: tf.Tensor1D,
  { causal = false }: AdditiveOptions = {},
): tf.Tensor3D {
  const kernels = simd();
  if (!kernels && !onWebGpu()) return composedAdditiveScores(q, k, v, { causal });
  return withGradient([q, k, v], (save) => {
    save([q, k]);
    return {
      value: kernels ? simdScores(kernels, q, k, v, causal) : gpuAdditiveScores(q, k, v, causal),
      gradient: (ds, saved) => {
        const [q, k] = saved as [tf.Tensor3D, tf.Tensor3D];
        return kernels
          ? simdBackward(kernels, q, k, v, ds, causal)
          : gpuAdditiveScoresBackward(q, k, v, ds, causal);
      },
    };
  });
}

export interface AdditiveOptions {
  causal?: boolean;
}

/** The same in ordinary operations. */
export function composedAdditiveScores(
  q: tf.Tensor3D,
  k: tf.Tensor3D,
  v: tf.Tensor1D,
  { causal = false }: AdditiveOptions = {},
): tf.Tensor3D {
  return tf.tidy(() => {
    const sums = tf.add(tf.expandDims(q, 2), tf.expandDims(k, 1));
    const scores = tf.sum(tf.mul(tf.tanh(sums), v), -1) as tf.Tensor3D;
    return causal ? tf.mul(scores, lowerTriangle(q.shape[1], k.shape[1])) : scores;
  });
}

/** 1 where key j ≤ query i: [queries, keys]. */
function lowerTriangle(queries: number, keys: number): tf.Tensor2D {
  const values = new Float32Array(queries * keys);
  for (let i = 0; i < queries; i++) values.fill(1, i * keys, i * keys + Math.min(keys, i + 1));
  return tf.tensor2d(values, [queries, keys]);
}

type Sizes = [batch: number, tq: number, tk: number, size: number];
const sizes = (q: tf.Tensor3D, k: tf.Tensor3D): Sizes => [q.shape[0], q.shape[1], k.shape[1], q.shape[2]];

function simdScores(
  simd: Simd,
  q: tf.Tensor3D,
  k: tf.Tensor3D,
  v: tf.Tensor1D,
  causal: boolean,
): tf.Tensor3D {
  const scores = simd.empty<tf.Rank.R3>([q.shape[0], q.shape[1], k.shape[1]]);
  const pointers = [simd.pointer(q), simd.pointer(k), simd.pointer(v), simd.pointer(scores)] as const;
  simd.kernels.additiveScores(...sizes(q, k), Number(causal), ...pointers);
  return scores;
}

function simdBackward(
  simd: Simd,
  q: tf.Tensor3D,
  k: tf.Tensor3D,
  v: tf.Tensor1D,
  ds: tf.Tensor3D,
  causal: boolean,
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
  simd.kernels.additiveScoresBackward(...sizes(q, k), Number(causal), ...inputs, ...outputs);
  return [...gradients];
}
