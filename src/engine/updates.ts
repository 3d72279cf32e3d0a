import * as tf from '@tensorflow/tfjs-core';
import { simd } from './simd/module.ts';
import { simdGlobalNorm, simdUpdates } from './simd/updates.ts';
import { Arena, type Entry, type Rule } from './webgpu/arena.ts';
import { onWebGpu } from './webgpu/dispatch.ts';
import { gpuUpdates, globalNormKernel } from './webgpu/update.ts';

/** The optimizers' arithmetic: one call updates all parameters of a group in place. */

export type { Arena, Entry };

export interface AdamState {
  param: tf.Variable;
  grad: tf.Tensor;
  /** First and second moment, of the parameter's shape, zero before the first step. */
  m: tf.Variable;
  v: tf.Variable;
}

export interface AdamHyper {
  lr: number;
  beta1: number;
  beta2: number;
  eps: number;
  weightDecay: number;
  /** true: AdamW, the decay acts on the weight (Loshchilov & Hutter 2019); false: L2, it is added to the gradient. */
  decoupled: boolean;
  /** 1 at the first step. */
  step: number;
  /** Gradients are multiplied by this first (clipping); a scalar tensor stays on the device. */
  gradScale: tf.Scalar | number | null;
}

export interface SgdState {
  param: tf.Variable;
  grad: tf.Tensor;
  /** Momentum buffer; null: no momentum. */
  buffer: tf.Variable | null;
}

export interface SgdHyper {
  lr: number;
  momentum: number;
  dampening: number;
  nesterov: boolean;
  weightDecay: number;
  /** 1 at the first step, where the momentum buffer becomes the gradient itself, as in PyTorch. */
  step: number;
  gradScale: tf.Scalar | number | null;
}

export interface UpdateKernels {
  /** torch.optim.Adam / AdamW. */
  adam(parameters: readonly AdamState[], hyper: AdamHyper): void;
  /** torch.optim.SGD. */
  sgd(parameters: readonly SgdState[], hyper: SgdHyper): void;
}

/** On WebGPU all weights are updated at once: their memory lies side by side. Null where each has its own. */
export function arenaFor(shapes: readonly number[][], rule: Rule): Arena | null {
  return onWebGpu() ? new Arena(shapes, rule) : null;
}

/** The update kernels of the backend in use. */
export function updateKernels(): UpdateKernels {
  const kernels = simd();
  if (kernels) return simdUpdates(kernels);
  return onWebGpu() ? gpuUpdates : composedUpdates;
}

/** √Σ‖g‖² over all gradients (torch.nn.utils.clip_grad_norm_), as a scalar on the device. */
export function globalNorm(grads: readonly tf.Tensor[]): tf.Scalar {
  const kernels = simd();
  if (kernels) return simdGlobalNorm(kernels, grads);
  return onWebGpu() ? globalNormKernel(grads) : composedGlobalNorm(grads);
}

export function composedGlobalNorm(grads: readonly tf.Tensor[]): tf.Scalar {
  return tf.tidy(() => {
    const squares = grads.map((grad) => tf.sum(tf.square(grad)) as tf.Scalar);
    return tf.sqrt(tf.sum(tf.stack(squares))) as tf.Scalar;
  });
}

/** Updates in ordinary operations: what the faster kernels are tested against. */
export const composedUpdates: UpdateKernels = {
  adam(parameters, hyper) {
    const { lr, beta1, beta2, eps, weightDecay, decoupled, step } = hyper;
    const correction1 = 1 - beta1 ** step;
    const correction2 = Math.sqrt(1 - beta2 ** step);
    for (const { param, grad, m, v } of parameters) {
      tf.tidy(() => {
        let g = scaled(grad, hyper.gradScale);
        if (weightDecay !== 0 && !decoupled) g = tf.add(g, tf.mul(param, weightDecay));
        m.assign(tf.add(tf.mul(m, beta1), tf.mul(g, 1 - beta1)));
        v.assign(tf.add(tf.mul(v, beta2), tf.mul(tf.square(g), 1 - beta2)));
        const kept = weightDecay !== 0 && decoupled ? tf.mul(param, 1 - lr * weightDecay) : param;
        const denominator = tf.add(tf.div(tf.sqrt(v), correction2), eps);
        param.assign(tf.sub(kept, tf.mul(tf.div(m, denominator), lr / correction1)));
      });
    }
  },

  sgd(parameters, hyper) {
    const { lr, momentum, dampening, nesterov, weightDecay, step } = hyper;
    for (const { param, grad, buffer } of parameters) {
      tf.tidy(() => {
        let g = scaled(grad, hyper.gradScale);
        if (weightDecay !== 0) g = tf.add(g, tf.mul(param, weightDecay));
        if (buffer && momentum !== 0) {
          const fresh = step === 1 ? tf.clone(g) : tf.add(tf.mul(buffer, momentum), tf.mul(g, 1 - dampening));
          buffer.assign(fresh);
          g = nesterov ? tf.add(g, tf.mul(buffer, momentum)) : buffer;
        }
        param.assign(tf.sub(param, tf.mul(g, lr)));
      });
    }
  },
};

function scaled(grad: tf.Tensor, scale: tf.Scalar | number | null): tf.Tensor {
  return scale === null ? grad : tf.mul(grad, scale);
}
