import type { Tensor2D, Tensor3D } from '@tensorflow/tfjs-core';
import type { RecurrentFunction, StackFunction } from '../engine/recurrent.ts';
import type { AttendFunction } from '../nn/additive-attention.ts';

/** Parts of a model that can stand in place of our own: those that an exercise has a student write. */
export interface ModelPieces {
  recurrent?: RecurrentFunction;
  /** All layers at once. */
  stack?: StackFunction;
  attend?: AttendFunction;
  /** States [B, T, H], the steps of each row that count (null: all) → [B, H]. */
  pool?: (x: Tensor3D, lengths: Int32Array | null) => Tensor2D;
}
