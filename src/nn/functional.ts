import type { Tensor, Tensor1D, Tensor2D } from '@tensorflow/tfjs-core';
import type { Activation } from '../engine/activation.ts';
import { fusedLinear } from '../engine/linear.ts';

/**
 * torch.nn.functional.linear: x [..., in] · Wᵀ + b on the last axis; W [out, in]. For weights that others own.
 * @param activation applied to the result in the same pass
 */
export function linear<T extends Tensor>(
  x: T,
  weight: Tensor2D,
  bias: Tensor1D | null,
  activation: Activation | null = null,
): T {
  return fusedLinear({ x, weight, bias, activation });
}
