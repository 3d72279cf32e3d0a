import * as tf from '@tensorflow/tfjs-core';
import { plainRecurrent } from '../../engine/recurrent/plain.ts';
import {
  type CellKind,
  GATES,
  type RecurrentInput,
  type RecurrentOutput,
  type RecurrentWeights,
  stepMask,
} from '../../engine/recurrent/types.ts';
import type { Kit } from './kit.ts';

/** What the checks of recurrent steps share. */

export interface StepInput {
  /** [B, I] */
  x: tf.Tensor2D;
  /** [B, H] */
  h: tf.Tensor2D;
  /** [B, 1] of 0 and 1 */
  mask: tf.Tensor2D;
  /** The mask as plain numbers. */
  marks: number[];
  w: RecurrentWeights;
}

/** Batch 1, a single unit, odd sizes: where code that only fits one shape breaks. */
export const STEP_SIZES: readonly [batch: number, input: number, hidden: number][] = [
  [3, 4, 5],
  [1, 3, 2],
  [2, 1, 1],
  [7, 5, 5],
];

/** A random step; rows of `ended` are padding. */
export function stepInput(
  kit: Kit,
  cell: CellKind,
  [batch, input, hidden]: readonly [number, number, number],
  ended: readonly number[] = [],
): StepInput {
  const rows = GATES[cell] * hidden;
  const mask = Array.from({ length: batch }, (_, b) => Number(!ended.includes(b)));
  return {
    x: kit.tensor<tf.Rank.R2>([batch, input]),
    h: kit.tensor<tf.Rank.R2>([batch, hidden], 0.5),
    mask: tf.tensor2d(mask, [batch, 1]),
    marks: mask,
    w: {
      weightIh: kit.tensor<tf.Rank.R2>([rows, input], 0.7),
      weightHh: kit.tensor<tf.Rank.R2>([rows, hidden], 0.7),
      biasIh: kit.tensor<tf.Rank.R1>([rows], 0.7),
      biasHh: kit.tensor<tf.Rank.R1>([rows], 0.7),
    },
  };
}

/** Sizes and mask of a step, as evidence. */
export function stepEvidence({ x, h, marks }: StepInput): Record<string, unknown> {
  return { input: `x [${x.shape.join(', ')}], h [${h.shape.join(', ')}]`, mask: marks };
}

type StepOf<State> = (x: tf.Tensor2D, state: State, mask: tf.Tensor2D) => State;

/** Takes the step at each place, the state carried from one to the next; what is shown of it is the output. */
function carry<State>(
  { x, lengths, reverse }: RecurrentInput,
  start: State,
  step: StepOf<State>,
  shown: (state: State) => tf.Tensor2D,
): { output: tf.Tensor3D; last: State } {
  const [rows, steps, width] = x.shape;
  const all = Int32Array.from({ length: rows }, () => steps);
  const masks = stepMask(lengths ?? all, steps);
  let state = start;
  const states = new Array<tf.Tensor2D>(steps);
  for (let i = 0; i < steps; i++) {
    const t = reverse ? steps - 1 - i : i;
    const mask = tf.tensor2d(masks.subarray(t * rows, (t + 1) * rows), [rows, 1]);
    state = step(tf.reshape(tf.slice(x, [0, t, 0], [rows, 1, width]), [rows, width]), state, mask);
    states[t] = tf.mul(shown(state), mask);
  }
  return { output: tf.stack(states, 1) as tf.Tensor3D, last: state };
}

const zeroState = ({ x, weights }: RecurrentInput): tf.Tensor2D =>
  tf.zeros([x.shape[0], weights.weightHh.shape[1]]);

/** A whole recurrence made of a student's step of an RNN or GRU, carried from step to step with the mask. */
export function recurrenceOf(
  step: (x: tf.Tensor2D, h: tf.Tensor2D, mask: tf.Tensor2D, w: RecurrentWeights) => tf.Tensor2D,
): (input: RecurrentInput) => RecurrentOutput {
  return (input) => {
    if (input.cell === 'lstm') return plainRecurrent(input);
    const { output, last } = carry(
      input,
      zeroState(input),
      (x, h, mask) => step(x, h, mask, input.weights),
      (h) => h,
    );
    return { output, hidden: last };
  };
}

/** The same of a student's step of an LSTM. */
export function lstmRecurrenceOf(
  step: (
    x: tf.Tensor2D,
    h: tf.Tensor2D,
    c: tf.Tensor2D,
    mask: tf.Tensor2D,
    w: RecurrentWeights,
  ) => tf.Tensor2D[],
): (input: RecurrentInput) => RecurrentOutput {
  return (input) => {
    if (input.cell !== 'lstm') return plainRecurrent(input);
    const zero = zeroState(input);
    const { output, last } = carry<tf.Tensor2D[]>(
      input,
      [zero, zero],
      (x, [h, c], mask) => step(x, h as tf.Tensor2D, c as tf.Tensor2D, mask, input.weights),
      ([h]) => h as tf.Tensor2D,
    );
    return { output, hidden: last[0] as tf.Tensor2D, cell: last[1] as tf.Tensor2D };
  };
}

/** 1 where a step counts, [B, T]: the mask that students' functions are given. */
export function marksOf(x: tf.Tensor3D, lengths: Int32Array | null): tf.Tensor2D {
  const [rows, steps] = x.shape;
  const marks = new Float32Array(rows * steps);
  for (let b = 0; b < rows; b++) marks.fill(1, b * steps, b * steps + Math.min(steps, lengths?.[b] ?? steps));
  return tf.tensor2d(marks, [rows, steps]);
}
