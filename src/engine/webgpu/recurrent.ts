import { reshape, type Tensor, type Tensor3D } from '@tensorflow/tfjs-core';

import { type Binding, dispatch, emptyTensor, webgpuBackend } from './dispatch.ts';
import { type CellKind, GATES } from '../recurrent/types.ts';
import { backwardCode, forwardCode, type Plan, SAVED, type Shape, SLOTS } from './recurrent-wgsl.ts';

/** What the forward kernel leaves for the backward one. */
export interface RecurrentTape {
  /** [B, T + slots, D·H]: the states of all steps, then the last state, then (LSTM) the last cell state. */
  y: Tensor3D;
  hPrev: Tensor; // [D, B·T, H]: the state before each step
  saved: Tensor | null; // [B, T, D, S·H]
}

/**
 * How a layer fits the adapter, or null where it does not (then the plain composition runs): threads of a workgroup
 * own the columns of a state, its memory holds what all of them need: on the way back 4·G·H·R bytes.
 */
export function planRecurrent(cell: CellKind, hidden: number, batch: number): Plan | null {
  const { limits } = webgpuBackend().device;
  const columns = hidden % 4 === 0 ? 4 : 1;
  const threads = hidden / columns;
  if (threads > limits.maxComputeWorkgroupSizeX || threads > limits.maxComputeInvocationsPerWorkgroup)
    return null;
  const rows = [8, 4, 2, 1].find(
    (r) => r < 2 * batch && 4 * GATES[cell] * hidden * r <= limits.maxComputeWorkgroupStorageSize,
  );
  return rows === undefined ? null : { rows, columns };
}

const typeOf = (columns: number) => (columns === 1 ? 'f32' : 'vec4<f32>');

/** Both directions' matrices in one: [D, rows, cols], or [D, cols, rows] when transposed. */
function stack(matrices: Tensor[], transposed: boolean): Tensor {
  const [first] = matrices;
  const [rows = 0, cols = 0] = first?.shape ?? [];
  const out = emptyTensor([matrices.length, ...(transposed ? [cols, rows] : [rows, cols])]);
  const read = matrices.map((_, d) => `if (d == ${d}u) { value = m${d}[row * cols + col]; }`).join(' else ');
  dispatch({
    key: `stack-${matrices.length}-${transposed}`,
    bindings: [
      ...matrices.map((tensor, d): Binding => ({ name: `m${d}`, tensor, type: 'f32', access: 'read' })),
      { name: 'out', tensor: out, type: 'f32', access: 'read_write' },
    ],
    params: [
      { name: 'rows', type: 'u32', value: rows },
      { name: 'cols', type: 'u32', value: cols },
    ],
    code: `
@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3<u32>) {
  let rows = params.rows; let cols = params.cols; let d = id.y;
  if (id.x >= rows * cols) { return; }
  let row = ${transposed ? 'id.x % rows' : 'id.x / cols'};
  let col = ${transposed ? 'id.x / rows' : 'id.x % cols'};
  var value = 0.0;
  ${read}
  out[d * rows * cols + id.x] = value;
}`,
    workgroups: [Math.ceil((rows * cols) / 64), matrices.length],
  });
  return out;
}

const sizes = (batch: number, steps: number, { reverse, weightHh }: Directions) => [
  { name: 'batch', type: 'u32' as const, value: batch },
  { name: 'steps', type: 'u32' as const, value: steps },
  { name: 'first', type: 'u32' as const, value: reverse && weightHh.length === 1 ? 1 : 0 },
];

export interface Directions {
  /** One [G·H, H] for each direction, forward before backward. */
  weightHh: Tensor[];
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
  const { weightHh } = directed;
  const directions = weightHh.length;
  const [batch, steps, width] = xp.shape;
  const hidden = width / (directions * GATES[cell]);
  const shape: Shape = { ...plan, cell, hidden, directions };
  const type = typeOf(plan.columns);
  const y = emptyTensor([batch, steps + SLOTS[cell], directions * hidden]) as Tensor3D;
  const hPrev = emptyTensor([directions, batch * steps, hidden]);
  const saved = SAVED[cell] > 0 ? emptyTensor([batch, steps, directions, SAVED[cell] * hidden]) : null;
  const weights = stack(weightHh, true);
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
    code: forwardCode(shape),
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
  const { weightHh } = directed;
  const directions = weightHh.length;
  const [batch, places, outputs] = tape.y.shape;
  const steps = places - SLOTS[cell];
  const hidden = outputs / directions;
  const gates = GATES[cell] * hidden;
  const shape: Shape = { ...plan, cell, hidden, directions };
  const type = typeOf(plan.columns);
  const separate = cell === 'gru' || directions > 1;
  const dgx = emptyTensor([batch, steps, directions * gates]) as Tensor3D;
  const dgh = separate ? emptyTensor([directions, batch * steps, gates]) : null;
  const [only] = weightHh;
  const weights = directions === 1 && only ? only : stack(weightHh, false);
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
      read('weights', weights),
      read('lengths', lengths, 'i32'),
    ],
    params: sizes(batch, steps, directed),
    code: backwardCode(shape, separate),
    workgroups: [Math.ceil(batch / plan.rows), directions],
  });
  if (weights !== only) weights.dispose();
  return { dgx, dgh: dgh ?? reshape(dgx, [1, batch * steps, gates]) };
}
