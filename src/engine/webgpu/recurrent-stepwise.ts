import { reshape, type Tensor, type Tensor3D, zeros } from '@tensorflow/tfjs-core';
import { type CellKind, GATES } from '../recurrent/types.ts';
import { type Binding, dispatch, emptyTensor } from './dispatch.ts';
import { matMulKernel } from './matmul.ts';
import { SAVED, SLOTS } from './recurrent-wgsl.ts';
import type { Directions, RecurrentTape } from './recurrent.ts';

/**
 * The recurrence step by step, for states that no workgroup can hold: each step is a product of all states with the
 * recurrent weights and one kernel for the cells, a thread a value. Layouts and results are those of the persistent
 * kernels (recurrent-wgsl.ts), so either may follow the other.
 */

const THREADS = 64;

interface Sizes {
  cell: CellKind;
  rows: number;
  steps: number;
  hidden: number;
  directions: number;
  reverse: boolean;
}

/** Where thread i stands: direction d, row b, column j, the step t that this direction reads now. */
function stepCode({ cell }: Sizes, time: string, body: string): string {
  return `
const G = ${GATES[cell]}u;
const S = ${Math.max(1, SAVED[cell])}u;
const SLOTS = ${SLOTS[cell]}u;
fn sigmoid(x: f32) -> f32 { return 1.0 / (1.0 + exp(-x)); }
fn tanhSafe(x: f32) -> f32 { let e = exp(-2.0 * abs(x)); return sign(x) * (1.0 - e) / (1.0 + e); }
@compute @workgroup_size(${THREADS})
fn main(@builtin(global_invocation_id) id: vec3<u32>, @builtin(num_workgroups) count: vec3<u32>) {
  let H = params.hidden;
  let D = params.directions;
  let B = params.rows;
  let T = params.steps;
  for (var i = id.x; i < D * B * H; i += count.x * ${THREADS}u) {
    let d = i / (B * H);
    let b = (i / H) % B;
    let j = i % H;
    let backwards = d + params.first == 1u;
    let t = ${time};
    let inside = t < u32(lengths[b]);
    let token = (b * T + t) * D + d;
    let y0 = ((b * (T + SLOTS) + t) * D + d) * H + j;
    let last = ((b * (T + SLOTS) + T) * D + d) * H + j;
    let before = ((d * B + b) * T + t) * H + j;
    let gate = (d * B + b) * G * H + j;
    ${body}
  }
}`;
}

function run(key: string, sizes: Sizes, step: number, bindings: Binding[], code: () => string): void {
  const { cell, rows, steps, hidden, directions, reverse } = sizes;
  const u32 = (name: string, value: number) => ({ name, type: 'u32' as const, value });
  dispatch({
    key: `${key}-${cell}`,
    bindings,
    params: [
      u32('rows', rows),
      u32('steps', steps),
      u32('hidden', hidden),
      u32('directions', directions),
      u32('first', Number(reverse && directions === 1)),
      u32('step', step),
    ],
    code,
    workgroups: [Math.min(65_535, Math.ceil((directions * rows * hidden) / THREADS))],
  });
}

const read = (name: string, tensor: Tensor, type = 'f32'): Binding => ({
  name,
  tensor,
  type,
  access: 'read',
});
const write = (name: string, tensor: Tensor): Binding => ({
  name,
  tensor,
  type: 'f32',
  access: 'read_write',
});

const FORWARD: Record<CellKind, string> = {
  rnn: `next = tanhSafe(xp[x0] + part(0u));`,
  gru: `
      let r = sigmoid(xp[x0] + part(0u));
      let z = sigmoid(xp[x0 + H] + part(1u));
      let hn = part(2u);
      let n = tanhSafe(xp[x0 + 2u * H] + r * hn);
      next = (1.0 - z) * n + z * was;
      saved[s0] = r; saved[s0 + H] = z; saved[s0 + 2u * H] = n; saved[s0 + 3u * H] = hn;`,
  lstm: `
      let i_ = sigmoid(xp[x0] + part(0u));
      let f = sigmoid(xp[x0 + H] + part(1u));
      let g = tanhSafe(xp[x0 + 2u * H] + part(2u));
      let o = sigmoid(xp[x0 + 3u * H] + part(3u));
      c = f * c + i_ * g;
      next = o * tanhSafe(c);
      saved[s0] = i_; saved[s0 + H] = f; saved[s0 + 2u * H] = g; saved[s0 + 3u * H] = o;`,
};

/** As `recurrentForward`. The cell state stands in y, behind the steps, while the layer is under way. */
export function stepwiseForward(
  cell: CellKind,
  xp: Tensor3D,
  { weightHh, count, reverse }: Directions,
  biasHh: Tensor,
  lengths: Tensor,
): RecurrentTape {
  const [rows, steps, width] = xp.shape;
  const hidden = width / (count * GATES[cell]);
  const sizes: Sizes = { cell, rows, steps, hidden, directions: count, reverse };
  const y = emptyTensor([rows, steps + SLOTS[cell], count * hidden]) as Tensor3D;
  const hPrev = emptyTensor([count, rows * steps, hidden]);
  const saved = SAVED[cell] > 0 ? emptyTensor([rows, steps, count, SAVED[cell] * hidden]) : null;
  const state = zeros([count, rows, hidden]);
  const code = () =>
    stepCode(
      sizes,
      'select(params.step, T - 1u - params.step, backwards)',
      `
    let x0 = token * G * H + j;
    let s0 = token * S * H + j;
    let was = state[i];
    hPrev[before] = was;
    var out = 0.0;
    ${cell === 'lstm' ? 'var c = select(y[last + D * H], 0.0, params.step == 0u);' : ''}
    if (inside) {
      var next = 0.0;
      ${FORWARD[cell].replace(/part\((\d)u\)/g, '(acc[gate + $1u * H] + bHh[(d * G + $1u) * H + j])')}
      out = next;
      state[i] = next;
    }
    y[y0] = out;
    y[last] = state[i];
    ${cell === 'lstm' ? 'y[last + D * H] = c; saved[s0 + 4u * H] = c;' : ''}`,
    );
  for (let step = 0; step < steps; step++) {
    const acc = matMulKernel(state, weightHh, false, true);
    run(
      'recurrent-step',
      sizes,
      step,
      [
        write('y', y),
        write('hPrev', hPrev),
        ...(saved ? [write('saved', saved)] : []),
        write('state', state),
        read('acc', acc),
        read('xp', xp),
        read('bHh', biasHh),
        read('lengths', lengths, 'i32'),
      ],
      code,
    );
    acc.dispose();
  }
  return { y, hPrev, saved };
}

const BACKWARD: Record<CellKind, string> = {
  rnn: `
      let out = y[y0];
      g0 = dh * (1.0 - out * out);
      keep = 0.0;`,
  gru: `
      let r = saved[s0]; let z = saved[s0 + H]; let n = saved[s0 + 2u * H]; let hn = saved[s0 + 3u * H];
      let dn = dh * (1.0 - z) * (1.0 - n * n);
      g0 = dn * hn * r * (1.0 - r);
      g1 = dh * (hPrev[before] - n) * z * (1.0 - z);
      g2 = dn * r;
      x2 = dn;
      keep = dh * z;`,
  lstm: `
      let i_ = saved[s0]; let f = saved[s0 + H]; let g = saved[s0 + 2u * H]; let o = saved[s0 + 3u * H];
      let tc = tanhSafe(saved[s0 + 4u * H]);
      var cPrev = 0.0;
      if (params.step + 1u < T) {
        cPrev = saved[((b * T + select(t - 1u, t + 1u, backwards)) * D + d) * S * H + 4u * H + j];
      }
      dc += dh * o * (1.0 - tc * tc);
      g0 = dc * g * i_ * (1.0 - i_);
      g1 = dc * cPrev * f * (1.0 - f);
      g2 = dc * i_ * (1.0 - g * g);
      g3 = dh * tc * o * (1.0 - o);
      dc = dc * f;
      keep = 0.0;`,
};

/** As `recurrentBackward`. */
export function stepwiseBackward(
  cell: CellKind,
  dy: Tensor,
  tape: RecurrentTape,
  { weightHh, count, reverse }: Directions,
  lengths: Tensor,
): { dgx: Tensor3D; dgh: Tensor } {
  const [rows, places, outputs] = tape.y.shape;
  const steps = places - SLOTS[cell];
  const hidden = outputs / count;
  const gates = GATES[cell] * hidden;
  const sizes: Sizes = { cell, rows, steps, hidden, directions: count, reverse };
  const separate = cell === 'gru' || count > 1;
  const dgx = emptyTensor([rows, steps, count * gates]) as Tensor3D;
  const dgh = separate ? emptyTensor([count, rows * steps, gates]) : null;
  // One buffer, as eight is all that a kernel may have: the gradients of this step's gates [D, B, G·H], then what of
  // dh goes past the product, then dc, each [D, B, H].
  const room = emptyTensor([count * rows * (gates + 2 * hidden)]);
  const now = { dataId: room.dataId, dtype: room.dtype, shape: [count, rows, gates] };
  const lines = (line: (g: number) => string) =>
    Array.from({ length: GATES[cell] }, (_, g) => line(g)).join('\n');
  const code = () =>
    stepCode(
      sizes,
      'select(T - 1u - params.step, params.step, backwards)',
      `
    let s0 = token * S * H + j;
    let past = D * B * G * H + i;
    let begins = params.step == 0u;
    var dh = 0.0;
    if (begins) { dh = dy[last]; } else { dh = through[i] + room[past]; }
    ${
      cell === 'lstm'
        ? 'var dc = 0.0; if (begins) { dc = dy[last + D * H]; } else { dc = room[past + D * B * H]; }'
        : ''
    }
    var keep = dh;
    ${lines((g) => `var g${g} = 0.0;`)}
    ${cell === 'gru' ? 'var x2 = 0.0;' : ''}
    if (inside) {
      dh += dy[y0];
      ${BACKWARD[cell]}
    }
    room[past] = keep;
    ${cell === 'lstm' ? 'room[past + D * B * H] = dc;' : ''}
    ${lines((g) => `room[gate + ${g}u * H] = g${g};`)}
    ${lines((g) => `dgx[token * G * H + ${g}u * H + j] = ${cell === 'gru' && g === 2 ? 'x2' : `g${g}`};`)}
    ${separate ? lines((g) => `dgh[((d * B + b) * T + t) * G * H + ${g}u * H + j] = g${g};`) : ''}`,
    );
  let through: Tensor = zeros([count, rows, hidden]);
  for (let step = 0; step < steps; step++) {
    run(
      `recurrent-step-back-${separate}`,
      sizes,
      step,
      [
        write('room', room),
        write('dgx', dgx),
        ...(dgh ? [write('dgh', dgh)] : []),
        read('through', through),
        read('dy', dy),
        ...(cell === 'rnn' ? [read('y', tape.y)] : []),
        ...(cell === 'gru' ? [read('hPrev', tape.hPrev)] : []),
        ...(tape.saved ? [read('saved', tape.saved)] : []),
        read('lengths', lengths, 'i32'),
      ],
      code,
    );
    through.dispose();
    if (step + 1 < steps) through = matMulKernel(now, weightHh, false, false);
  }
  return { dgx, dgh: dgh ?? reshape(dgx, [1, rows * steps, gates]) };
}
