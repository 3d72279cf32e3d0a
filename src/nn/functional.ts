import { add, matMul, reshape, type Tensor, type Tensor1D, type Tensor2D, tidy } from '@tensorflow/tfjs-core';

/** torch.nn.functional.linear: x [..., in] · Wᵀ + b on the last axis; W [out, in]. For weights that others own. */
export function linear<T extends Tensor>(x: T, weight: Tensor2D, bias: Tensor1D | null): T {
  return tidy(() => {
    const [outFeatures, inFeatures] = weight.shape;
    const product = matMul(reshape(x, [-1, inFeatures]), weight, false, true);
    const y = bias ? add(product, bias) : product;
    return reshape(y, [...x.shape.slice(0, -1), outFeatures]) as T;
  });
}
