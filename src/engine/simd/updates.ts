import type { Scalar, Tensor } from '@tensorflow/tfjs-core';
import { scalar } from '@tensorflow/tfjs-core';
import type { AdamHyper, AdamState, SgdHyper, SgdState, UpdateKernels } from '../updates.ts';
import type { Simd } from './module.ts';

/** Updates in place on the heap: one pass over a weight, no tensor made. */
export function simdUpdates(simd: Simd): UpdateKernels {
  const at = (tensor: Tensor) => simd.pointer(tensor);
  return {
    adam(parameters: readonly AdamState[], hyper: AdamHyper) {
      const { lr, beta1, beta2, eps, weightDecay, decoupled, step } = hyper;
      const scale = numberOf(hyper.gradScale);
      const stepSize = lr / (1 - beta1 ** step);
      const root = Math.sqrt(1 - beta2 ** step);
      const l2 = decoupled ? 0 : weightDecay;
      const kept = decoupled ? 1 - lr * weightDecay : 1;
      for (const { param, grad, m, v } of parameters) {
        const pointers = [at(param), at(grad), at(m), at(v)] as const;
        simd.kernels.adam(param.size, ...pointers, scale, beta1, beta2, eps, stepSize, root, l2, kept);
      }
    },

    sgd(parameters: readonly SgdState[], hyper: SgdHyper) {
      const { lr, dampening, nesterov, weightDecay, step } = hyper;
      const scale = numberOf(hyper.gradScale);
      // At the first step the buffer becomes the gradient itself.
      const fresh = step === 1 ? 1 : 1 - dampening;
      for (const { param, grad, buffer } of parameters) {
        const momentum = buffer ? hyper.momentum : 0;
        const pointers = [at(param), at(grad), momentum === 0 || !buffer ? 0 : at(buffer)] as const;
        simd.kernels.sgd(param.size, ...pointers, scale, lr, momentum, fresh, Number(nesterov), weightDecay);
      }
    },
  };
}

/** Reading a scalar costs nothing on WASM. */
function numberOf(scale: Scalar | number | null): number {
  if (scale === null) return 1;
  return typeof scale === 'number' ? scale : (scale.dataSync()[0] as number);
}

export function simdGlobalNorm(simd: Simd, grads: readonly Tensor[]): Scalar {
  const squares = grads.map((grad) => simd.kernels.sumOfSquares(grad.size, simd.pointer(grad)));
  return scalar(Math.sqrt(squares.reduce((sum, square) => sum + square, 0)));
}
