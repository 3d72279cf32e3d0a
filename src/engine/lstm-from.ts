import * as tf from '@tensorflow/tfjs-core';
import { fusedLinear, linearGradients } from './linear.ts';
import type { RecurrentWeights } from './recurrent/types.ts';
import { type Simd, simd } from './simd/module.ts';
import { gpuCellBackward, gpuCellForward } from './webgpu/lstm-from.ts';
import { onWebGpu } from './webgpu/dispatch.ts';
import { withGradient } from './with-gradient.ts';

/**
 * An LSTM layer that goes on from given states: the decoder of a Seq2Seq model. All steps are read.
 *
 * The inputs' part of all gates is one product over all steps before the recurrence, and so are the gradients of the
 * weights after it.
 */
export interface LstmFromInput {
  /** [B, T, I] */
  x: tf.Tensor3D;
  weights: RecurrentWeights;
  /** [B, H] */
  hidden: tf.Tensor2D;
  cell: tf.Tensor2D;
}

export interface LstmFromOutput {
  /** [B, T, H] */
  output: tf.Tensor3D;
  hidden: tf.Tensor2D;
  cell: tf.Tensor2D;
}

export function lstmFrom(input: LstmFromInput): LstmFromOutput {
  const kernels = simd();
  if (!kernels && !onWebGpu()) return composedLstmFrom(input);
  const { x, weights, hidden, cell } = input;
  const { weightIh, weightHh, biasIh, biasHh } = weights;
  const [rows, steps, inputs] = x.shape;
  const size = hidden.shape[1];
  const way = kernels ? new SimdSteps(kernels, rows, steps, size) : new GpuSteps(rows, steps, size);
  /** States of all steps, then the last cell state: [T + 1, B, H]. */
  const all = withGradient<tf.Tensor3D>([x, weightIh, weightHh, biasIh, biasHh, hidden, cell], (save) => {
    const byTime = tf.reshape(tf.transpose(x, [1, 0, 2]), [steps * rows, inputs]) as tf.Tensor2D;
    const bias = tf.add(biasIh, biasHh) as tf.Tensor1D;
    const gates = fusedLinear({ x: byTime, weight: weightIh, bias, activation: null });
    const tape = way.forward(gates, weightHh, hidden, cell);
    save([byTime, tape.gates, tape.h, tape.c]);
    const last = tf.slice(tape.c, [steps * rows, 0], [rows, size]);
    const states = tf.slice(tape.h, [rows, 0], [steps * rows, size]);
    return {
      value: tf.reshape(tf.concat([states, last]), [steps + 1, rows, size]),
      gradient: (dy, saved) => {
        const [byTime, gates, h, c] = saved as [tf.Tensor2D, tf.Tensor2D, tf.Tensor2D, tf.Tensor2D];
        const { dGates, dHidden, dCell } = way.backward(dy, { gates, h, c }, weightHh);
        const before = tf.slice(h, [0, 0], [steps * rows, size]);
        const tape = { dy: dGates, x: byTime, weight: weightIh, kept: null, activation: null, biased: true };
        const { dx, dWeight, dBias } = linearGradients(tape);
        const bias = dBias as tf.Tensor;
        return [
          tf.transpose(tf.reshape(dx, [steps, rows, inputs]), [1, 0, 2]),
          dWeight,
          tf.matMul(dGates, before, true),
          bias,
          tf.clone(bias),
          dHidden,
          dCell,
        ];
      },
    };
  });
  const at = (step: number) => tf.reshape(tf.slice(all, [step, 0, 0], [1, rows, size]), [rows, size]);
  return {
    output: tf.transpose(tf.slice(all, [0, 0, 0], [steps, rows, size]), [1, 0, 2]),
    hidden: at(steps - 1) as tf.Tensor2D,
    cell: at(steps) as tf.Tensor2D,
  };
}

/** All by time: gates [T·B, 4H] after their nonlinearities; h and c [(T + 1)·B, H], the first states before them. */
interface Tape {
  gates: tf.Tensor2D;
  h: tf.Tensor2D;
  c: tf.Tensor2D;
}

interface Gradients {
  /** Before the nonlinearities: [T·B, 4H]. */
  dGates: tf.Tensor2D;
  dHidden: tf.Tensor2D;
  dCell: tf.Tensor2D;
}

/** The recurrence inside WASM; the first states stand as a step before the first. */
class SimdSteps {
  private readonly simd: Simd;
  private readonly rows: number;
  private readonly steps: number;
  private readonly size: number;

  constructor(simd: Simd, rows: number, steps: number, size: number) {
    this.simd = simd;
    this.rows = rows;
    this.steps = steps;
    this.size = size;
  }

  forward(gates: tf.Tensor2D, weightHh: tf.Tensor2D, hidden: tf.Tensor2D, cell: tf.Tensor2D): Tape {
    const { simd, rows, steps, size } = this;
    const h = simd.empty<tf.Rank.R2>([(steps + 1) * rows, size]);
    const c = simd.empty<tf.Rank.R2>([(steps + 1) * rows, size]);
    const at = (tensor: tf.Tensor) => simd.pointer(tensor);
    simd.kernels.fillRows(1, rows * size, at(hidden), at(h));
    simd.kernels.fillRows(1, rows * size, at(cell), at(c));
    const weights = simd.packed('weights', size, 4 * size, at(weightHh), 1, size);
    simd.kernels.lstmForwardFrom(1, ...this.plan(), this.gatesFrom(at(gates)), at(c), at(h), weights);
    return { gates, h, c };
  }

  backward(dy: tf.Tensor3D, { gates, c }: Tape, weightHh: tf.Tensor2D): Gradients {
    const { simd, rows, steps, size } = this;
    const { kernels } = simd;
    const at = (tensor: tf.Tensor) => simd.pointer(tensor);
    const dh = simd.zeros<tf.Rank.R2>([(steps + 1) * rows, size]);
    const dHidden = simd.empty<tf.Rank.R2>([rows, size]);
    const dCell = simd.empty<tf.Rank.R2>([rows, size]);
    const block = rows * size * 4;
    kernels.fillRows(1, steps * rows * size, at(dy), at(dh) + block);
    kernels.fillRows(1, rows * size, at(dy) + steps * block, at(dCell));
    const weights = simd.packed('weights', 4 * size, size, at(weightHh), size, 1);
    const states = [this.gatesFrom(at(gates)), at(c), at(dh), at(dCell)] as const;
    kernels.lstmBackwardFrom(1, ...this.plan(), ...states, weights);
    kernels.fillRows(1, rows * size, at(dh), at(dHidden));
    dh.dispose();
    return { dGates: gates, dHidden, dCell };
  }

  private plan(): [number, number, number, number] {
    const { simd, rows, steps, size } = this;
    const counts = new Int32Array(steps + 1).fill(rows);
    const offsets = counts.map((_, s) => s * rows);
    return [steps + 1, simd.ints('counts', counts), simd.ints('offsets', offsets), size];
  }

  /** The kernels count gates from the step before the first, which has none. */
  private gatesFrom(pointer: number): number {
    return pointer - this.rows * 4 * this.size * 4;
  }
}

/** Each step is a product of all states with the recurrent weights and one kernel for the cells. */
class GpuSteps {
  private readonly rows: number;
  private readonly steps: number;
  private readonly size: number;

  constructor(rows: number, steps: number, size: number) {
    this.rows = rows;
    this.steps = steps;
    this.size = size;
  }

  forward(gates: tf.Tensor2D, weightHh: tf.Tensor2D, hidden: tf.Tensor2D, cell: tf.Tensor2D): Tape {
    const { rows, steps, size } = this;
    const later = tf.zeros<tf.Rank.R2>([steps * rows, size]);
    const h = tf.concat([hidden, later]) as tf.Tensor2D;
    const c = tf.concat([cell, later]) as tf.Tensor2D;
    let state: tf.Tensor2D = hidden;
    for (let step = 0; step < steps; step++) {
      const product = tf.matMul(state, weightHh, false, true);
      state = gpuCellForward({ product, gates, h, c }, step, rows, size);
    }
    return { gates, h, c };
  }

  backward(dy: tf.Tensor3D, { gates, c }: Tape, weightHh: tf.Tensor2D): Gradients {
    const { rows, steps, size } = this;
    let dState = tf.zeros<tf.Rank.R2>([rows, size]);
    const dCell = tf.reshape(tf.slice(dy, [steps, 0, 0], [1, rows, size]), [rows, size]) as tf.Tensor2D;
    // In place of its own buffer: a slice may share one with dy.
    const carry = tf.add(dCell, 0) as tf.Tensor2D;
    for (let step = steps - 1; step >= 0; step--) {
      const slopes = gpuCellBackward({ dState, dy, gates, c, carry }, step, rows, size);
      dState = tf.matMul(slopes, weightHh);
    }
    return { dGates: gates, dHidden: dState, dCell: carry };
  }
}

/** In ordinary operations, the gradient left to the tape: specification and oracle. */
export function composedLstmFrom({ x, weights, hidden, cell }: LstmFromInput): LstmFromOutput {
  const [rows, steps, inputs] = x.shape;
  const { weightIh, weightHh, biasIh, biasHh } = weights;
  const outputs: tf.Tensor2D[] = [];
  let h = hidden;
  let c = cell;
  for (let t = 0; t < steps; t++) {
    const input = tf.reshape(tf.slice(x, [0, t, 0], [rows, 1, inputs]), [rows, inputs]);
    const own = tf.add(tf.matMul(input, weightIh, false, true), biasIh);
    const sum = tf.add(own, tf.add(tf.matMul(h, weightHh, false, true), biasHh));
    const [i, f, g, o] = tf.split(sum as tf.Tensor2D, 4, 1) as [
      tf.Tensor2D,
      tf.Tensor2D,
      tf.Tensor2D,
      tf.Tensor2D,
    ];
    c = tf.add(tf.mul(tf.sigmoid(f), c), tf.mul(tf.sigmoid(i), tf.tanh(g)));
    h = tf.mul(tf.sigmoid(o), tf.tanh(c));
    outputs.push(h);
  }
  return { output: tf.stack(outputs, 1) as tf.Tensor3D, hidden: h, cell: c };
}
