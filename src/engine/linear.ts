import * as tf from '@tensorflow/tfjs-core';
import { type Activation, composedActivate, keepsArgument, KINDS } from './activation.ts';
import { type Simd, simd } from './simd/module.ts';
import { onWebGpu } from './webgpu/dispatch.ts';
import { gpuLinear, gpuLinearBackward } from './webgpu/linear.ts';
import { withGradient } from './with-gradient.ts';

/**
 * act(x·Wᵀ + b) on the last axis, as one operation: one dispatch or pass forward. Backward the slope of the activation
 * and the sum for the bias go together, and the products read their operands transposed as they lie.
 */
export interface LinearInput<T extends tf.Tensor = tf.Tensor> {
  /** [..., in] */
  x: T;
  /** [out, in] */
  weight: tf.Tensor2D;
  /** [out] */
  bias: tf.Tensor1D | null;
  activation: Activation | null;
}

export interface LinearResult {
  /** [..., out] */
  y: tf.Tensor;
  /** The argument of the activation, where it is what the way back needs and was asked for. */
  argument: tf.Tensor | null;
}

/** What the way back starts from. `kept`: the argument for GELU, the value for the other activations. */
export interface LinearTape {
  dy: tf.Tensor;
  x: tf.Tensor;
  weight: tf.Tensor2D;
  kept: tf.Tensor | null;
  activation: Activation | null;
  biased: boolean;
}

export interface LinearGradients {
  dx: tf.Tensor;
  dWeight: tf.Tensor;
  dBias: tf.Tensor | null;
}

interface Way {
  /** @param training whether the argument is wanted, if the activation needs it */
  forward(input: LinearInput, training: boolean): LinearResult;
  backward(tape: LinearTape): LinearGradients;
}

/** @throws Error where x and W do not fit */
export function fusedLinear<T extends tf.Tensor>(input: LinearInput<T>): T {
  const { x, weight } = input;
  if (x.shape.at(-1) !== weight.shape[1])
    throw new Error(`linear: x ${x.shape.join('×')} does not fit weights ${weight.shape.join('×')}`);
  const kernels = simd();
  // Without rows there is nothing to dispatch.
  if (x.size === 0 || (!kernels && !onWebGpu())) return composedLinear(input);
  return byWay(input, kernels ? simdWay(kernels) : gpuWay);
}

/** In ordinary operations, the gradient left to the tape: specification and oracle. */
export function composedLinear<T extends tf.Tensor>({ x, weight, bias, activation }: LinearInput<T>): T {
  return tf.tidy(() => {
    const [outputs, inputs] = weight.shape;
    const product = tf.matMul(tf.reshape(x, [-1, inputs]), weight, false, true);
    const sum = bias ? tf.add(product, bias) : product;
    const y = activation ? composedActivate(sum, activation) : sum;
    return tf.reshape(y, [...x.shape.slice(0, -1), outputs]) as T;
  });
}

/** The way back alone, for operations that a product with a bias is a part of: on WASM and WebGPU. */
export function linearGradients(tape: LinearTape): LinearGradients {
  const kernels = simd();
  return kernels ? simdWay(kernels).backward(tape) : gpuWay.backward(tape);
}

function byWay<T extends tf.Tensor>(input: LinearInput<T>, way: Way): T {
  const { x, weight, bias, activation } = input;
  const training = tf.engine()['isTapeOn']();
  return withGradient([x, weight, ...(bias ? [bias] : [])], (save) => {
    const { y, argument } = way.forward(input, training);
    const kept = activation && (keepsArgument(activation) ? argument : y);
    save([x, weight, ...(kept ? [kept] : [])]);
    return {
      value: y as T,
      gradient: (dy, saved) => {
        const [x, weight, kept = null] = saved as [T, tf.Tensor2D, tf.Tensor?];
        const tape = { dy, x, weight, kept, activation, biased: bias !== null };
        const { dx, dWeight, dBias } = way.backward(tape);
        return [dx, dWeight, ...(dBias ? [dBias] : [])];
      },
    };
  });
}

const gpuWay: Way = { forward: gpuLinear, backward: gpuLinearBackward };

/** The order of the SIMD kernels. */
const kindOf = (activation: Activation | null) => (activation ? KINDS.indexOf(activation) : -1);

function simdWay(simd: Simd): Way {
  const at = (tensor: tf.Tensor | null) => (tensor ? simd.pointer(tensor) : 0);
  const like = (shape: number[]) => simd.empty(shape as [number]) as tf.Tensor;
  return {
    forward({ x, weight, bias, activation }, training) {
      const [outputs, inputs] = weight.shape;
      const shape = [...x.shape.slice(0, -1), outputs];
      const y = like(shape);
      const argument = training && activation && keepsArgument(activation) ? like(shape) : null;
      const packed = simd.packed('matmul', inputs, outputs, at(weight), 1, inputs);
      const sizes = [x.size / inputs, outputs, inputs] as const;
      simd.kernels.linear(...sizes, at(x), packed, at(bias), kindOf(activation), at(argument), at(y));
      return { y, argument };
    },
    backward({ dy, x, weight, kept, activation, biased }) {
      const [outputs, inputs] = weight.shape;
      const rows = x.size / inputs;
      const dz = activation ? like(dy.shape) : dy;
      const dBias = biased ? like([outputs]) : null;
      const dWeight = like(weight.shape);
      const dx = like(x.shape);
      const { kernels } = simd;
      if (activation || biased)
        kernels.linearSlopes(kindOf(activation), rows, outputs, at(kept), at(dy), at(dz), at(dBias));
      const inRows = simd.packed('matmul', rows, inputs, at(x), inputs, 1);
      kernels.multiply(outputs, inputs, rows, at(dz), 4, 4 * outputs, inRows, at(dWeight), 4 * inputs, 0);
      const matrix = simd.packed('matmul', outputs, inputs, at(weight), inputs, 1);
      kernels.multiply(rows, inputs, outputs, at(dz), 4 * outputs, 4, matrix, at(dx), 4 * inputs, 0);
      return { dx, dWeight, dBias };
    },
  };
}
