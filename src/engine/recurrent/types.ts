import type { Tensor1D, Tensor2D, Tensor3D } from '@tensorflow/tfjs-core';

/** The recurrence of one layer in one direction: what goes in, what comes out. Every way to compute it has this form. */

export type CellKind = 'rnn' | 'gru' | 'lstm';

/** Blocks of H rows in the weights, in PyTorch's order: RNN (h), GRU (r, z, n), LSTM (i, f, g, o). */
export const GATES: Record<CellKind, number> = { rnn: 1, gru: 3, lstm: 4 };

export interface RecurrentWeights {
  /** [G·H, I] */
  weightIh: Tensor2D;
  /** [G·H, H] */
  weightHh: Tensor2D;
  /** [G·H] */
  biasIh: Tensor1D;
  /** [G·H] */
  biasHh: Tensor1D;
}

export interface RecurrentInput {
  cell: CellKind;
  /** [B, T, I] */
  x: Tensor3D;
  weights: RecurrentWeights;
  /**
   * Steps of each row that are text; null: all T. Steps beyond leave the state as it is and their output is zero. They
   * must hold finite numbers: the products of the way back over all steps count them with a factor of zero.
   */
  lengths: Int32Array | null;
  /** From the last step (of each row's text) to the first. */
  reverse: boolean;
}

export interface RecurrentOutput {
  /** The state after each step: [B, T, H]; zero on padded steps. */
  output: Tensor3D;
  /** The state after the last step read: [B, H]. */
  hidden: Tensor2D;
  /** LSTM: the cell state after the last step read: [B, H]. */
  cell?: Tensor2D;
}

/** One layer in all its directions: what goes in. */
export interface LayerInput {
  cell: CellKind;
  /** [B, T, I] */
  x: Tensor3D;
  /** Forward, then (where there are two directions) backward. */
  weights: readonly RecurrentWeights[];
  lengths: Int32Array | null;
}

export interface LayerOutput {
  /** [B, T, D·H], forward beside backward; zero on padded steps. */
  output: Tensor3D;
  /** The last state of each direction: D × [B, H]. */
  hidden: Tensor2D[];
  /** LSTM: the last cell state of each direction. */
  cell: Tensor2D[];
}

export type RecurrentFunction = (input: RecurrentInput) => RecurrentOutput;

/** 1 where step t of row b is text, else 0: row-major [T, B]. */
export function stepMask(lengths: Int32Array, steps: number): Float32Array {
  const rows = lengths.length;
  const mask = new Float32Array(steps * rows);
  lengths.forEach((length, b) => {
    for (let t = 0; t < Math.min(length, steps); t++) mask[t * rows + b] = 1;
  });
  return mask;
}

/** All layers of one direction at once: weights from the bottom up → the output and the last state of the top layer. */
export type StackFunction = (
  input: Pick<RecurrentInput, 'cell' | 'x' | 'lengths'> & { weights: readonly RecurrentWeights[] },
) => Omit<RecurrentOutput, 'cell'>;
