import * as tf from '@tensorflow/tfjs-core';
import { allowedKeys, plainSoftmax } from './attention/plain.ts';
import { type AttentionPlan, keyMaskOf } from './attention/types.ts';
import { maskOf } from './simd/attention.ts';
import { simd } from './simd/module.ts';
import { onWebGpu } from './webgpu/dispatch.ts';
import { gpuMaskedSoftmax, gpuSoftmaxBackward } from './webgpu/masked-softmax.ts';
import { withGradient } from './with-gradient.ts';

/**
 * softmax(scale · scores) of attention's scores [B, H, Tq, Tk] (or any form of that size), over the keys that may be
 * seen. A row that may see none is zeros.
 */
export function maskedSoftmax<T extends tf.Tensor>(plan: AttentionPlan, scores: T): T {
  const { batch, heads, queries, keys, scale } = plan;
  const kernels = simd();
  if (!kernels && !onWebGpu()) return composedMaskedSoftmax(plan, scores);
  return withGradient([scores], (save) => {
    let p: T;
    if (kernels) {
      p = kernels.empty(scores.shape as [number]) as tf.Tensor as T;
      const pointers = [kernels.pointer(scores), kernels.pointer(p)] as const;
      const mask = maskOf(kernels, plan);
      kernels.kernels.softmaxRows(batch, heads * queries, keys, heads, ...mask, ...pointers);
    } else {
      p = gpuMaskedSoftmax(plan, scores);
    }
    save([p]);
    return {
      value: p,
      gradient: (dp, saved) => {
        const p = saved[0] as T;
        if (!kernels) return [gpuSoftmaxBackward(p, dp, keys, scale)];
        const dx = kernels.empty(p.shape as [number]);
        const pointers = [kernels.pointer(p), kernels.pointer(dp), kernels.pointer(dx)] as const;
        kernels.kernels.softmaxRowsBackward(p.size / keys, keys, scale, ...pointers);
        return [dx];
      },
    };
  });
}

/** The same in ordinary operations. */
export function composedMaskedSoftmax<T extends tf.Tensor>(plan: AttentionPlan, scores: T): T {
  const { batch, heads, queries, keys, scale } = plan;
  return tf.tidy(() => {
    const shaped = tf.reshape(tf.mul(scores, scale), [batch, heads, queries, keys]) as tf.Tensor4D;
    return tf.reshape(plainSoftmax(shaped, allowedKeys(plan)), scores.shape) as T;
  });
}

/**
 * softmax of scores [B, Tq, Tk] over the keys that count: keyMask [B · Tk], 0 where a key is padding, or null; where
 * causal, query i sees the keys up to i only.
 */
export function maskedSoftmaxOfScores(
  scores: tf.Tensor3D,
  keyMask: Uint8Array | null,
  causal = false,
): tf.Tensor3D {
  const [batch, queries, keys] = scores.shape;
  const mask = keyMask ? keyMaskOf(keyMask, batch, keys) : null;
  const plan = { batch, heads: 1, queries, keys, width: 1, mask, causal, scale: 1, draw: null };
  return maskedSoftmax(plan, scores);
}
