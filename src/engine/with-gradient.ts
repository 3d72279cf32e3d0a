import { customGrad, type Tensor, tidy } from '@tensorflow/tfjs-core';

export interface Differentiable<T extends Tensor> {
  value: T;
  /** From the gradient of the value to those of the inputs, in their order. */
  gradient: (dy: T, saved: Tensor[]) => Tensor[];
}

/**
 * A computation with a gradient of its own. `forward` uses the inputs as it finds them; what its gradient needs of
 * tensors made inside must go through `save`, as all others are gone by then.
 */
export function withGradient<T extends Tensor>(
  inputs: Tensor[],
  forward: (save: (tensors: Tensor[]) => void) => Differentiable<T>,
): T {
  const run = customGrad((...args) => {
    const { value, gradient } = forward(args[args.length - 1] as (tensors: Tensor[]) => void);
    return { value, gradFunc: (dy, saved) => gradient(dy as T, saved) };
  });
  return tidy(() => run(...inputs) as T);
}
