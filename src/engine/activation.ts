import * as tf from '@tensorflow/tfjs-core';
import { type Simd, simd } from './simd/module.ts';
import { gpuActivate, gpuActivateBackward } from './webgpu/activation.ts';
import { onWebGpu } from './webgpu/dispatch.ts';
import { withGradient } from './with-gradient.ts';

/** gelu: x · Φ(x), exact (torch.nn.GELU, BERT's `gelu`), not the tanh form. */
export type Activation = 'gelu' | 'relu' | 'tanh';

/** The order of the SIMD kernels. */
export const KINDS: readonly Activation[] = ['gelu', 'relu', 'tanh'];

/** GELU needs its argument on the way back, the others their value. */
export const keepsArgument = (kind: Activation) => kind === 'gelu';

interface Way {
  forward<T extends tf.Tensor>(kind: Activation, x: T): T;
  /** `kept`: the argument for GELU, else the value. */
  backward<T extends tf.Tensor>(kind: Activation, kept: tf.Tensor, dy: T): T;
}

/** One pass over the elements each way; one tensor is kept. */
export function activate<T extends tf.Tensor>(x: T, kind: Activation): T {
  const kernels = simd();
  if (kernels) return byWay(x, kind, simdWay(kernels));
  return byWay(x, kind, onWebGpu() ? gpuWay : composedWay);
}

/** The same in ordinary operations. */
export function composedActivate<T extends tf.Tensor>(x: T, kind: Activation): T {
  return byWay(x, kind, composedWay);
}

function byWay<T extends tf.Tensor>(x: T, kind: Activation, way: Way): T {
  return withGradient([x], (save) => {
    const value = way.forward(kind, x);
    save([keepsArgument(kind) ? x : value]);
    return { value, gradient: (dy, [kept]) => [way.backward(kind, kept as tf.Tensor, dy)] };
  });
}

const gpuWay: Way = { forward: gpuActivate, backward: gpuActivateBackward };

function simdWay(simd: Simd): Way {
  const like = <T extends tf.Tensor>(x: T) => simd.empty(x.shape as [number]) as tf.Tensor as T;
  return {
    forward(kind, x) {
      const y = like(x);
      simd.kernels.activate(KINDS.indexOf(kind), x.size, simd.pointer(x), simd.pointer(y));
      return y;
    },
    backward(kind, kept, dy) {
      const dx = like(dy);
      const pointers = [simd.pointer(kept), simd.pointer(dy), simd.pointer(dx)] as const;
      simd.kernels.activateBackward(KINDS.indexOf(kind), dy.size, ...pointers);
      return dx;
    },
  };
}

const composedWay: Way = {
  forward(kind, x) {
    if (kind === 'relu') return tf.relu(x);
    if (kind === 'tanh') return tf.tanh(x);
    return tf.mul(x, normalShare(x)) as typeof x;
  },
  backward(kind, kept, dy) {
    const slope =
      kind === 'relu'
        ? tf.cast(tf.logicalNot(tf.lessEqual(kept, 0)), 'float32')
        : kind === 'tanh'
          ? tf.sub(1, tf.square(kept))
          : tf.add(normalShare(kept), tf.mul(kept, normalDensity(kept)));
    return tf.mul(dy, slope) as typeof dy;
  },
};

/** Φ(x), the standard normal distribution. */
const normalShare = (x: tf.Tensor) => tf.mul(0.5, tf.add(1, tf.erf(tf.mul(x, Math.SQRT1_2))));
const normalDensity = (x: tf.Tensor) =>
  tf.mul(1 / Math.sqrt(2 * Math.PI), tf.exp(tf.mul(-0.5, tf.square(x))));
