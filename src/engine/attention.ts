import * as tf from '@tensorflow/tfjs-core';
import { plainAttention, plainProbabilities } from './attention/plain.ts';
import {
  type AttentionKernels,
  type AttentionOptions,
  type AttentionPlan,
  keyMaskOf,
  type Views,
} from './attention/types.ts';
import { simdAttention } from './simd/attention.ts';
import { simd } from './simd/module.ts';
import { gpuAttention, gpuAttentionFits } from './webgpu/attention.ts';
import { onWebGpu } from './webgpu/dispatch.ts';
import { productAttention } from './webgpu/product-attention.ts';
import { withGradient } from './with-gradient.ts';

export type { AttentionOptions } from './attention/types.ts';
export { lengthsMask } from './attention/types.ts';

/**
 * Attention of all heads as one operation with one gradient. Probabilities are not stored: the way back computes
 * them again from each row's sum, so memory grows with the length, not with its square.
 *
 * @param q [B, Tq, H·D], the heads side by side
 * @param k [B, Tk, H·D]
 * @param v [B, Tk, H·D]
 * @returns [B, Tq, H·D]
 */
export function attention(
  q: tf.Tensor3D,
  k: tf.Tensor3D,
  v: tf.Tensor3D,
  options: AttentionOptions,
): tf.Tensor3D {
  const plan = planOf(q.shape, k.shape[1], options);
  if (v.shape.join() !== k.shape.join() || k.shape[2] !== q.shape[2] || k.shape[0] !== q.shape[0])
    throw new Error(
      `attention: q ${q.shape.join('×')}, k ${k.shape.join('×')}, v ${v.shape.join('×')} do not fit`,
    );
  const kernels = kernelsFor(plan);
  if (!kernels) return onWebGpu() ? productAttention(plan, q, k, v) : plainAttention(plan, q, k, v);
  const width = q.shape[2];
  const views = (q: tf.Tensor, k: tf.Tensor, v: tf.Tensor): Views => ({
    q: { tensor: q, offset: 0, stride: width },
    k: { tensor: k, offset: 0, stride: width },
    v: { tensor: v, offset: 0, stride: width },
  });
  return withGradient([q, k, v], (save) => {
    const { out, sums } = kernels.forward(plan, views(q, k, v));
    save([q, k, v, out, sums]);
    return {
      value: out,
      gradient: (dOut, saved) => {
        const [q, k, v, out, sums] = saved as [tf.Tensor, tf.Tensor, tf.Tensor, tf.Tensor, tf.Tensor];
        const gradients = [kernels.empty(q.shape), kernels.empty(k.shape), kernels.empty(v.shape)] as const;
        kernels.backward(plan, views(q, k, v), { out, sums }, dOut, views(...gradients));
        return [...gradients];
      },
    };
  });
}

/** Attention of a text to itself, from one tensor [B, T, 3·H·D] with queries, keys and values side by side. */
export function selfAttention(qkv: tf.Tensor3D, options: AttentionOptions): tf.Tensor3D {
  const [batch, steps, all] = qkv.shape;
  const width = all / 3;
  const plan = planOf([batch, steps, width], steps, options);
  const kernels = kernelsFor(plan);
  if (!kernels) {
    const part = (i: number) => tf.slice(qkv, [0, 0, i * width], [batch, steps, width]);
    return tf.tidy(() => attention(part(0), part(1), part(2), options));
  }
  const views = (tensor: tf.Tensor): Views => ({
    q: { tensor, offset: 0, stride: all },
    k: { tensor, offset: width, stride: all },
    v: { tensor, offset: 2 * width, stride: all },
  });
  return withGradient([qkv], (save) => {
    const { out, sums } = kernels.forward(plan, views(qkv));
    save([qkv, out, sums]);
    return {
      value: out,
      gradient: (dOut, saved) => {
        const [qkv, out, sums] = saved as [tf.Tensor, tf.Tensor, tf.Tensor];
        const gradient = kernels.empty(qkv.shape);
        kernels.backward(plan, views(qkv), { out, sums }, dOut, views(gradient));
        return [gradient];
      },
    };
  });
}

/** What each query looks at, before dropout: [B, H, Tq, Tk]. For the eye; it has the tape's gradient. */
export function attentionProbabilities(
  q: tf.Tensor3D,
  k: tf.Tensor3D,
  options: AttentionOptions,
): tf.Tensor4D {
  return plainProbabilities(planOf(q.shape, k.shape[1], options), q, k);
}

/** Attention in ordinary operations, whatever the device. */
export function composedAttention(
  q: tf.Tensor3D,
  k: tf.Tensor3D,
  v: tf.Tensor3D,
  options: AttentionOptions,
): tf.Tensor3D {
  return plainAttention(planOf(q.shape, k.shape[1], options), q, k, v);
}

function planOf(shape: [number, number, number], keys: number, options: AttentionOptions): AttentionPlan {
  const [batch, queries, all] = shape;
  const { heads, keyMask = null, causal = false, draw = null } = options;
  const width = all / heads;
  if (!Number.isInteger(width)) throw new Error(`attention: ${all} values do not split into ${heads} heads`);
  if (keyMask && keyMask.length !== batch * keys)
    throw new Error(`attention: the mask has ${keyMask.length} values, not ${batch}×${keys}`);
  const mask = keyMask && keyMask.includes(0) ? keyMaskOf(keyMask, batch, keys) : null;
  const scale = options.scale ?? 1 / Math.sqrt(width);
  return { batch, heads, queries, keys, width, mask, causal, scale, draw };
}

/** Kernels for this shape; null: there are none on this device. */
function kernelsFor(plan: AttentionPlan): (AttentionKernels & { empty(shape: number[]): tf.Tensor }) | null {
  const kernels = simd();
  if (kernels) return simdAttention(kernels);
  return onWebGpu() && gpuAttentionFits(plan) ? gpuAttention : null;
}
