import { reshape, type Tensor, type Tensor3D } from '@tensorflow/tfjs-core';
import { type Binding, dispatch, emptyTensor } from './dispatch.ts';
import { type CellKind, GATES } from '../recurrent/types.ts';
import { backwardCode, forwardCode, type Plan, SAVED, type Shape, SLOTS } from './recurrent-wgsl.ts';

/** [D, R, C] → [D, C, R]: the forward kernel reads weights by columns. */
function transposed(matrices: Tensor): Tensor {
  const [count = 1, rows = 1, cols = 1] = matrices.shape;
  const out = emptyTensor([count, cols, rows]);
  dispatch({
    key: 'transposed',
    bindings: [
      { name: 'source', tensor: matrices, type: 'f32', access: 'read' },
      { name: 'to', tensor: out, type: 'f32', access: 'read_write' },
    ],
    params: [
      { name: 'rows', type: 'u32', value: rows },
      { name: 'cols', type: 'u32', value: cols },
    ],
    code: () => `
@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3<u32>, @builtin(num_workgroups) count: vec3<u32>) {
  let size = params.rows * params.cols;
  for (var i = id.x; i < size; i += count.x * 64u) {
    to[id.y * size + i] = source[id.y * size + (i % params.rows) * params.cols + i / params.rows];
  }
}`,
    workgroups: [Math.min(65_535, Math.ceil((rows * cols) / 64)), count],
  });
  return out;
}

/** What the forward kernel leaves for the backward one. */
export interface RecurrentTape {
  /** [B, T + slots, D·H]: the states of all steps, then the last state, then (LSTM) the last cell state. */
  y: Tensor3D;
  hPrev: Tensor; // [D, B·T, H]: the state before each step
  saved: Tensor | null; // [B, T, D, S·H]
}

const typeOf = (columns: number) => (columns === 1 ? 'f32' : 'vec4<f32>');

const sizes = (batch: number, steps: number, { reverse, count }: Directions) => [
  { name: 'batch', type: 'u32' as const, value: batch },
  { name: 'steps', type: 'u32' as const, value: steps },
  { name: 'first', type: 'u32' as const, value: reverse && count === 1 ? 1 : 0 },
];

export interface Directions {
  /** [D, G·H, H], forward before backward. */
  weightHh: Tensor;
  /** How many there are: D. */
  count: number;
  /** Where there is one direction: whether it is the backward one. */
  reverse: boolean;
}

/**
 * One layer through all steps, both directions in one dispatch.
 *
 * @param xp [B, T, D·G·H]: the inputs' part of the gates, b_ih included
 * @param biasHh [D·G·H]
 * @param lengths [B] int32: steps at or after a row's length are padding
 */
export function recurrentForward(
  cell: CellKind,
  plan: Plan,
  xp: Tensor3D,
  directed: Directions,
  biasHh: Tensor,
  lengths: Tensor,
): RecurrentTape {
  const { weightHh, count: directions } = directed;
  const [batch, steps, width] = xp.shape;
  const hidden = width / (directions * GATES[cell]);
  const shape: Shape = { ...plan, cell, hidden, directions };
  const type = typeOf(plan.columns);
  const y = emptyTensor([batch, steps + SLOTS[cell], directions * hidden]) as Tensor3D;
  const hPrev = emptyTensor([directions, batch * steps, hidden]);
  const saved = SAVED[cell] > 0 ? emptyTensor([batch, steps, directions, SAVED[cell] * hidden]) : null;
  const weights = transposed(weightHh);
  dispatch({
    key: `recurrent-forward-${Object.values(shape).join('-')}`,
    bindings: [
      { name: 'y', tensor: y, type, access: 'read_write' },
      { name: 'hPrev', tensor: hPrev, type, access: 'read_write' },
      ...(saved ? [{ name: 'saved', tensor: saved, type, access: 'read_write' as const }] : []),
      { name: 'xp', tensor: xp, type, access: 'read' },
      { name: 'weights', tensor: weights, type, access: 'read' },
      { name: 'bHh', tensor: biasHh, type, access: 'read' },
      { name: 'lengths', tensor: lengths, type: 'i32', access: 'read' },
    ],
    params: sizes(batch, steps, directed),
    code: () => forwardCode(shape),
    workgroups: [Math.ceil(batch / plan.rows), directions],
  });
  weights.dispose();
  return { y, hPrev, saved };
}

/**
 * The way back through all steps: gradients of the gates before their nonlinearity.
 *
 * @param dy [B, T + slots, D·H]
 * @returns dgx [B, T, D·G·H], with respect to xp, and dgh [D, B·T, G·H], with respect to h·W_hhᵀ + b_hh (the GRU's
 *   candidate differs; otherwise the same values)
 */
export function recurrentBackward(
  cell: CellKind,
  plan: Plan,
  dy: Tensor,
  tape: RecurrentTape,
  directed: Directions,
  lengths: Tensor,
): { dgx: Tensor3D; dgh: Tensor } {
  const { weightHh, count: directions } = directed;
  const [batch, places, outputs] = tape.y.shape;
  const steps = places - SLOTS[cell];
  const hidden = outputs / directions;
  const gates = GATES[cell] * hidden;
  const shape: Shape = { ...plan, cell, hidden, directions };
  const type = typeOf(plan.columns);
  const separate = cell === 'gru' || directions > 1;
  const dgx = emptyTensor([batch, steps, directions * gates]) as Tensor3D;
  const dgh = separate ? emptyTensor([directions, batch * steps, gates]) : null;
  const read = (name: string, tensor: Tensor, t = type): Binding => ({
    name,
    tensor,
    type: t,
    access: 'read',
  });
  dispatch({
    key: `recurrent-backward-${Object.values(shape).join('-')}-${separate}`,
    bindings: [
      { name: 'dgx', tensor: dgx, type, access: 'read_write' },
      ...(dgh ? [{ name: 'dgh', tensor: dgh, type, access: 'read_write' as const }] : []),
      read('dy', dy),
      ...(cell === 'rnn' ? [read('y', tape.y)] : []),
      ...(cell === 'gru' ? [read('hPrev', tape.hPrev)] : []),
      ...(tape.saved ? [read('saved', tape.saved)] : []),
      read('weights', weightHh),
      read('lengths', lengths, 'i32'),
    ],
    params: sizes(batch, steps, directed),
    code: () => backwardCode(shape, separate),
    workgroups: [Math.ceil(batch / plan.rows), directions],
  });
  return { dgx, dgh: dgh ?? reshape(dgx, [1, batch * steps, gates]) };
}
