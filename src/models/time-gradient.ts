import * as tf from '@tensorflow/tfjs-core';
import { type CellKind, GATES } from '../engine/recurrent.ts';

/**
 * One recurrent layer written out step by step, with something added to every state: its gradient is that of the loss
 * by the state, through all that follows. The fused layers have no such place, and this is called now and then only.
 */

/** The weights of one layer in one direction. */
export interface StepWeights {
  weightIh: tf.Tensor2D;
  weightHh: tf.Tensor2D;
  biasIh: tf.Tensor1D;
  biasHh: tf.Tensor1D;
}

interface TappedInput {
  cell: CellKind;
  /** [B, T, I] */
  x: tf.Tensor3D;
  weights: StepWeights;
  lengths: Int32Array | null;
  reverse: boolean;
  /** Added to the state of each step: [T, B, H]; null: nothing. */
  taps: tf.Tensor3D | null;
}

/** States [B, T, H], zero on padding, and the last state [B, H]. */
export function tappedStates({ cell, x, weights, lengths, reverse, taps }: TappedInput): {
  output: tf.Tensor3D;
  hidden: tf.Tensor2D;
} {
  const [rows, steps, width] = x.shape;
  const size = weights.weightHh.shape[1];
  let h = tf.zeros([rows, size]) as tf.Tensor2D;
  let c = h;
  const outputs = new Array<tf.Tensor2D>(steps);
  for (let i = 0; i < steps; i++) {
    const t = reverse ? steps - 1 - i : i;
    const input = tf.reshape(tf.slice(x, [0, t, 0], [rows, 1, width]), [rows, width]) as tf.Tensor2D;
    const next = step(cell, input, h, c, weights);
    const tap = taps && tf.reshape(tf.slice(taps, [t, 0, 0], [1, rows, size]), [rows, size]);
    const state = tap ? (tf.add(next.h, tap) as tf.Tensor2D) : next.h;
    const here = tf.tensor2d(
      Float32Array.from({ length: rows }, (_, row) => (t < (lengths?.[row] ?? steps) ? 1 : 0)),
      [rows, 1],
    );
    outputs[t] = tf.mul(state, here);
    h = tf.add(h, tf.mul(here, tf.sub(state, h)));
    c = tf.add(c, tf.mul(here, tf.sub(next.c, c)));
  }
  return { output: tf.stack(outputs, 1) as tf.Tensor3D, hidden: h };
}

function step(cell: CellKind, x: tf.Tensor2D, h: tf.Tensor2D, c: tf.Tensor2D, weights: StepWeights) {
  const size = h.shape[1];
  const fromInput = tf.add(tf.matMul(x, weights.weightIh, false, true), weights.biasIh);
  const fromState = tf.add(tf.matMul(h, weights.weightHh, false, true), weights.biasHh);
  const part = (whole: tf.Tensor, k: number) =>
    GATES[cell] === 1 ? whole : tf.slice(whole, [0, k * size], [h.shape[0], size]);
  const gate = (k: number) => tf.add(part(fromInput, k), part(fromState, k)) as tf.Tensor2D;
  if (cell === 'rnn') return { h: tf.tanh(gate(0)), c };
  if (cell === 'gru') {
    const [r, z] = [tf.sigmoid(gate(0)), tf.sigmoid(gate(1))];
    const n = tf.tanh(tf.add(part(fromInput, 2), tf.mul(r, part(fromState, 2))));
    return { h: tf.add(n, tf.mul(z, tf.sub(h, n))) as tf.Tensor2D, c };
  }
  const next = tf.add(tf.mul(tf.sigmoid(gate(1)), c), tf.mul(tf.sigmoid(gate(0)), tf.tanh(gate(2))));
  return { h: tf.mul(tf.sigmoid(gate(3)), tf.tanh(next)) as tf.Tensor2D, c: next as tf.Tensor2D };
}

/**
 * From gradients by the states [T, B, H] to their length by the distance from the end of a text: norm[k] is the mean
 * over the texts of |dLoss/dh| k steps before their last.
 */
export function normsFromEnd(
  gradients: Float32Array,
  [steps, rows, size]: readonly [number, number, number],
  lengths: Int32Array,
): number[] {
  const longest = lengths.reduce((a, b) => Math.max(a, b), 1);
  return Array.from({ length: Math.min(steps, longest) }, (_, k) => {
    let sum = 0;
    let texts = 0;
    for (let row = 0; row < rows; row++) {
      const t = (lengths[row] as number) - 1 - k;
      if (t < 0) continue;
      let square = 0;
      const start = (t * rows + row) * size;
      for (let i = start; i < start + size; i++) square += (gradients[i] as number) ** 2;
      sum += Math.sqrt(square);
      texts++;
    }
    return texts === 0 ? 0 : sum / texts;
  });
}
