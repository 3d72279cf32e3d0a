import * as tf from '@tensorflow/tfjs-core';
import { plainRecurrent } from '../../engine/recurrent/plain.ts';
import {
  type CellKind,
  GATES,
  type RecurrentInput,
  type RecurrentOutput,
  type RecurrentWeights,
  type StackFunction,
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

/** A step with its mask, run as it is, without the mask, and with nothing but padding. */
export interface MaskedStep {
  got: tf.Tensor;
  unmasked: tf.Tensor;
  padded: tf.Tensor;
  /** What a row that has ended keeps. */
  old: tf.Tensor;
  mask: tf.Tensor;
}

/** One step taken three times: with its mask, with none, with every row padded. */
export const maskedStep = (
  stepBy: (marks: tf.Tensor) => tf.Tensor,
  mask: tf.Tensor,
  old: tf.Tensor,
): MaskedStep => ({
  got: stepBy(mask),
  unmasked: stepBy(tf.onesLike(mask)),
  padded: stepBy(tf.zerosLike(mask)),
  old,
  mask,
});

/**
 * Fails unless rows that go on take the step and rows that have ended keep what they had. Which step they take is the
 * affair of another check: code is compared with itself.
 * @param name of what is looked at where there are several: "h"
 */
export async function keepsEnded(
  kit: Kit,
  { got, unmasked, padded, old, mask }: MaskedStep,
  { what, input, name }: { what: string; input: Record<string, unknown>; name?: string },
): Promise<void> {
  if (await kit.isClose(unmasked, old))
    kit.fail(
      (await kit.isClose(padded, old))
        ? `The ${what} is returned as it was: rows that go on have to take a step.`
        : `The mask is the wrong way round: texts that go on keep their ${what}, those that ended change.`,
      input,
    );
  const here = tf.cast(mask, 'bool');
  await kit.close(got, tf.where(here, unmasked, old), {
    what: `the new ${what}`,
    input,
    mistakes: () => ({
      [`The mask is not applied${name ? ` to ${name}` : ''}: the ${what} changed on a padded step.`]:
        unmasked,
      [`A row that has ended loses its ${what}: it is 0 instead of what it was.`]: tf.where(
        here,
        unmasked,
        tf.zerosLike(old),
      ),
    }),
    otherwise: `A row that has ended should keep its ${what}, and one that goes on take the step it takes without a mask.`,
  });
}

/**
 * Fails unless texts with padding give what each gives alone and cut to its length, the last state carried on.
 * @param run states [B, T, H] by the student's code, of x [B, T, I] and mask [B, T]
 */
export async function carriesEnded(
  kit: Kit,
  run: (x: tf.Tensor3D, mask: tf.Tensor2D) => tf.Tensor3D,
  { x, mask, lengths }: { x: tf.Tensor3D; mask: tf.Tensor2D; lengths: readonly number[] },
  {
    what,
    input,
    mistakes,
  }: { what: string; input: Record<string, unknown>; mistakes?: () => Record<string, unknown> },
): Promise<void> {
  const [, steps, width] = x.shape;
  const got = run(x, mask);
  const size = got.shape[2];
  const alone = lengths.map((length, b): tf.Tensor => {
    if (length === 0) return tf.zeros([1, steps, size]);
    const states = run(tf.slice(x, [b, 0, 0], [1, length, width]), tf.ones([1, length]));
    kit.aTensor(states, `${what} of a text alone`, [1, length, size]);
    const last = tf.slice(states, [0, length - 1, 0], [1, 1, size]);
    return length === steps ? states : tf.concat([states, tf.tile(last, [1, steps - length, 1])], 1);
  });
  const wanted = tf.concat(alone, 0);
  if (lengths.some((length) => length > 0) && (await kit.isClose(wanted, tf.zerosLike(wanted))))
    kit.fail(`All of ${what} are 0: no step is taken.`, input);
  const unmasked = run(x, tf.onesLike(mask));
  await kit.close(got, wanted, {
    what,
    input,
    mistakes: () => ({
      'The mask is not applied: states change on padded steps.': unmasked,
      'The state of a text that has ended is set to 0: it has to stay what it was.': tf.mul(
        wanted,
        tf.expandDims(mask, 2),
      ),
      ...mistakes?.(),
    }),
    otherwise:
      'A text with padding should give the states that it gives alone, the last one carried on over the padding.',
  });
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

/** What a student's function gives of whole texts as a recurrence: states carried on over the padding, [B, T, H]. */
function outputOf(states: tf.Tensor3D, mask: tf.Tensor2D): { output: tf.Tensor3D; hidden: tf.Tensor2D } {
  const [rows, steps, size] = states.shape;
  return {
    output: tf.mul(states, tf.expandDims(mask, 2)),
    hidden: tf.reshape(tf.slice(states, [0, steps - 1, 0], [rows, 1, size]), [rows, size]),
  };
}

/** A layer made of a student's plain RNN over whole texts; backward it is given them from their end. */
export function rnnLayerOf(
  run: (x: tf.Tensor3D, mask: tf.Tensor2D, w: RecurrentWeights) => tf.Tensor3D,
): (input: RecurrentInput) => RecurrentOutput {
  return (input) => {
    if (input.cell !== 'rnn') return plainRecurrent(input);
    const { x, weights, lengths, reverse } = input;
    const turned = <T extends tf.Tensor>(one: T): T => (reverse ? tf.reverse(one, 1) : one);
    // Turned around, a text has its padding in front, where the state stays at its zero start.
    const mask = turned(marksOf(x, lengths));
    const { output, hidden } = outputOf(run(turned(x), mask, weights), mask);
    return { output: turned(output), hidden };
  };
}

/** All layers made of a student's function over whole texts. */
export const stackOf =
  (
    run: (x: tf.Tensor3D, mask: tf.Tensor2D, layers: readonly RecurrentWeights[]) => tf.Tensor3D,
  ): StackFunction =>
  ({ x, lengths, weights }) => {
    const mask = marksOf(x, lengths);
    return outputOf(run(x, mask, weights), mask);
  };

/** 1 where a step counts, [B, T]: the mask that students' functions are given. */
export function marksOf(x: tf.Tensor3D, lengths: Int32Array | null): tf.Tensor2D {
  const [rows, steps] = x.shape;
  const marks = new Float32Array(rows * steps);
  for (let b = 0; b < rows; b++) marks.fill(1, b * steps, b * steps + Math.min(steps, lengths?.[b] ?? steps));
  return tf.tensor2d(marks, [rows, steps]);
}
