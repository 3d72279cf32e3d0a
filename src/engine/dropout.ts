import * as tf from '@tensorflow/tfjs-core';
import { type DropoutDraw, dropoutMask } from './random-bits.ts';
import { type Simd, simd } from './simd/module.ts';
import { gpuDropout } from './webgpu/dropout.ts';
import { onWebGpu } from './webgpu/dispatch.ts';
import { withGradient } from './with-gradient.ts';

export { type DropoutDraw, drawDropout } from './random-bits.ts';

/** x with elements dropped as drawn, the others scaled; the gradient drops the same ones. No mask is stored. */
export function dropout<T extends tf.Tensor>(x: T, draw: DropoutDraw): T {
  return withGradient([x], () => ({
    value: dropped(x, draw),
    gradient: (dy) => [dropped(dy, draw)],
  }));
}

/** The same without a gradient of its own. */
export function dropped<T extends tf.Tensor>(x: T, draw: DropoutDraw): T {
  const kernels = simd();
  if (kernels) return simdDropout(kernels, x, draw);
  return onWebGpu() ? gpuDropout(x, draw) : composedDropout(x, draw);
}

function simdDropout<T extends tf.Tensor>(simd: Simd, x: T, draw: DropoutDraw): T {
  const result = simd.empty(x.shape as [number]);
  simd.kernels.dropout(x.size, simd.pointer(x), simd.pointer(result), ...drawArguments(draw));
  return result as tf.Tensor as T;
}

/** How the SIMD kernels take a draw; null: nothing is dropped. */
export function drawArguments(draw: DropoutDraw | null): [number, number, number, number] {
  return draw ? [...draw.keys, draw.threshold, draw.scale] : [0, 0, 0, 1];
}

/** In ordinary operations, the mask computed on the host. */
export function composedDropout<T extends tf.Tensor>(x: T, draw: DropoutDraw): T {
  return tf.tidy(() => tf.mul(x, tf.tensor(dropoutMask(x.size, draw), x.shape)) as T);
}
