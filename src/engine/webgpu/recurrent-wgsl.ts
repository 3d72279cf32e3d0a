import { type CellKind, GATES } from '../recurrent/types.ts';

/**
 * WGSL of the persistent recurrent kernels: one workgroup carries R rows of the batch through all T steps, the
 * states in workgroup memory, each thread owning V columns of them. Workgroup (x, d): rows x·R … x·R+R−1 of
 * direction d (counted from `first`: 1 where only the backward direction is computed). A step outside of a row's text leaves its state as it was and writes zeros.
 *
 * Layouts (row-major): xp, dgx [B, T, D, G·H] · y, dy [B, T + slots, D, H], the last state (and cell state) of each
 * row behind its steps · saved [B, T, D, S, H] · hPrev [D, B, T, H] · dgh [D, B, T, G·H] · forward weights [D, H, G·H] (transposed), backward weights [D, G·H, H] · bHh [D, G·H].
 *
 * Gate order and equations: PyTorch's nn.RNN, nn.GRU, nn.LSTM.
 */
export interface Plan {
  /** Rows of a workgroup: 1, 2, 4 or 8. */
  rows: number;
  /** Columns of a thread: 1 or 4. */
  columns: number;
}

export interface Shape extends Plan {
  cell: CellKind;
  hidden: number;
  directions: number;
}

/** Values saved per state for the way back; the RNN needs only its output. */
export const SAVED: Record<CellKind, number> = { rnn: 0, gru: 4, lstm: 5 };
/** Steps that stand behind the T of the text in y and dy: the last state and, for the LSTM, the last cell state. */
export const SLOTS: Record<CellKind, number> = { rnn: 1, gru: 1, lstm: 2 };

const vector = (n: number) => (n === 1 ? 'f32' : `vec${n}<f32>`);
const range = (n: number) => Array.from({ length: n }, (_, i) => i);
const lines = (n: number, line: (i: number) => string) => range(n).map(line).join('\n');

/** The R rows of one column of workgroup memory, as one or two vectors; `rowOf(r)` names row r of what was read. */
function rowsType(rows: number) {
  const width = Math.min(rows, 4);
  const parts = rows / width;
  return {
    type: vector(width),
    parts,
    row: (name: string, r: number) =>
      width === 1 ? `${name}0` : `${name}${Math.floor(r / 4)}.${'xyzw'[r % 4]}`,
    store: (array: string, column: string, value: (r: number) => string) =>
      lines(parts, (p) => {
        const values = range(width).map((i) => value(p * 4 + i));
        return `${array}[(${column}) * ${parts}u + ${p}u] = ${vector(width)}(${values.join(', ')});`;
      }),
  };
}

/** Component v of a V-wide vector. */
const part = (name: string, v: number, columns: number) => (columns === 1 ? name : `${name}.${'xyzw'[v]}`);

function header({ cell, hidden, directions, columns }: Shape): string {
  return `
const H = ${hidden}u;
const G = ${GATES[cell]}u;
const S = ${Math.max(1, SAVED[cell])}u;
const D = ${directions}u;
const V = ${columns}u;
const SLOTS = ${SLOTS[cell]}u;
alias VecV = ${vector(columns)};
// The place of step t of a row in y and dy.
fn place(row: u32, t: u32, d: u32, j: u32) -> u32 {
  return (((row * (params.steps + SLOTS) + t) * D + d) * H + j) / V;
}
fn sigmoid(x: VecV) -> VecV { return 1.0 / (1.0 + exp(-x)); }
// tanh by exp of a negative number only: never overflows.
fn tanhSafe(x: VecV) -> VecV { let e = exp(-2.0 * abs(x)); return sign(x) * (1.0 - e) / (1.0 + e); }`;
}

const rowState = (rows: number) =>
  lines(
    rows,
    (r) => `
  let row${r} = wg.x * ${rows}u + ${r}u;
  let inside${r} = row${r} < params.batch;
  let at${r} = min(row${r}, params.batch - 1u);
  let length${r} = select(0u, u32(lengths[at${r}]), inside${r});`,
  );

/** The product of the states in workgroup memory with a weight matrix: acc[g][r] += memory[k][r] · weights[k, g, own columns]. */
function product(rows: number, gates: number, depth: string, index: string, memory: string): string {
  const rt = rowsType(rows);
  return `
    for (var k = 0u; k < ${depth}; k++) {
      ${lines(rt.parts, (p) => `let s${p} = ${memory}[k * ${rt.parts}u + ${p}u];`)}
      ${lines(
        gates,
        (g) => `
      let w${g} = weights[(${index} + ${g}u * H + j) / V];
      ${lines(rows, (r) => `acc${g}_${r} += ${rt.row('s', r)} * w${g};`)}`,
      )}
    }`;
}

export function forwardCode(shape: Shape): string {
  const { cell, rows, columns } = shape;
  const gates = GATES[cell];
  const rt = rowsType(rows);
  const x = (g: number, r: number) => `xp[(base${r} * G * H + ${g}u * H + j) / V]`;
  const save = (slot: number, r: number, value: string) =>
    `saved[(base${r} * S * H + ${slot}u * H + j) / V] = ${value};`;
  const step: Record<CellKind, (r: number) => string> = {
    rnn: (r) => `next${r} = tanhSafe(${x(0, r)} + acc0_${r});`,
    gru: (r) => `
        let r = sigmoid(${x(0, r)} + acc0_${r});
        let z = sigmoid(${x(1, r)} + acc1_${r});
        let n = tanhSafe(${x(2, r)} + r * acc2_${r});
        next${r} = (1.0 - z) * n + z * h${r};
        ${save(0, r, 'r')} ${save(1, r, 'z')} ${save(2, r, 'n')} ${save(3, r, `acc2_${r}`)}`,
    lstm: (r) => `
        let i = sigmoid(${x(0, r)} + acc0_${r});
        let f = sigmoid(${x(1, r)} + acc1_${r});
        let g = tanhSafe(${x(2, r)} + acc2_${r});
        let o = sigmoid(${x(3, r)} + acc3_${r});
        c${r} = f * c${r} + i * g;
        next${r} = o * tanhSafe(c${r});
        ${save(0, r, 'i')} ${save(1, r, 'f')} ${save(2, r, 'g')} ${save(3, r, 'o')} ${save(4, r, `c${r}`)}`,
  };
  return `${header(shape)}
var<workgroup> memory: array<${rt.type}, ${shape.hidden * rt.parts}>;

@compute @workgroup_size(${shape.hidden / columns})
fn main(@builtin(workgroup_id) wg: vec3<u32>, @builtin(local_invocation_id) id: vec3<u32>) {
  let j = id.x * V;
  let d = wg.y;
  let backwards = d + params.first == 1u;
  ${rowState(rows)}
  ${lines(rows, (r) => `var h${r} = VecV(0.0); ${cell === 'lstm' ? `var c${r} = VecV(0.0);` : ''}`)}
  ${lines(columns, (v) => rt.store('memory', `j + ${v}u`, () => '0.0'))}
  ${lines(gates, (g) => `let bias${g} = bHh[(d * G * H + ${g}u * H + j) / V];`)}
  workgroupBarrier();
  for (var step = 0u; step < params.steps; step++) {
    let t = select(step, params.steps - 1u - step, backwards);
    ${lines(gates, (g) => lines(rows, (r) => `var acc${g}_${r} = bias${g};`))}
    ${product(rows, gates, 'H', '(d * H + k) * G * H', 'memory')}
    ${lines(
      rows,
      (r) => `
    if (inside${r}) {
      let base${r} = (at${r} * params.steps + t) * D + d;
      hPrev[((d * params.batch + at${r}) * params.steps * H + t * H + j) / V] = h${r};
      var out = VecV(0.0);
      if (t < length${r}) {
        var next${r} = VecV(0.0);
        ${step[cell](r)}
        h${r} = next${r};
        out = next${r};
      }${
        cell === 'lstm'
          ? ` else {
        ${save(4, r, `c${r}`)}
      }`
          : ''
      }
      y[place(at${r}, t, d, j)] = out;
    }`,
    )}
    workgroupBarrier();
    ${lines(columns, (v) => rt.store('memory', `j + ${v}u`, (r) => part(`h${r}`, v, columns)))}
    workgroupBarrier();
  }
  ${lines(
    rows,
    (r) => `
  if (inside${r}) {
    y[place(at${r}, params.steps, d, j)] = h${r};
    ${cell === 'lstm' ? `y[place(at${r}, params.steps + 1u, d, j)] = c${r};` : ''}
  }`,
  )}
}`;
}

export function backwardCode(shape: Shape, separateHidden: boolean): string {
  const { cell, rows, columns } = shape;
  const gates = GATES[cell];
  const rt = rowsType(rows);
  const saved = (slot: number, r: number) => `saved[(base${r} * S * H + ${slot}u * H + j) / V]`;
  const previous = (r: number) => `hPrev[((d * params.batch + at${r}) * params.steps * H + t * H + j) / V]`;
  const step: Record<CellKind, (r: number) => string> = {
    rnn: (r) => `
        let out = y[place(at${r}, t, d, j)];
        g0_${r} = dh${r} * (1.0 - out * out);
        dh${r} = VecV(0.0);`,
    gru: (r) => `
        let r = ${saved(0, r)}; let z = ${saved(1, r)}; let n = ${saved(2, r)}; let hn = ${saved(3, r)};
        let dn = dh${r} * (1.0 - z) * (1.0 - n * n);
        g0_${r} = dn * hn * r * (1.0 - r);
        g1_${r} = dh${r} * (${previous(r)} - n) * z * (1.0 - z);
        g2_${r} = dn * r;
        x2_${r} = dn;
        dh${r} = dh${r} * z;`,
    lstm: (r) => `
        let i = ${saved(0, r)}; let f = ${saved(1, r)}; let g = ${saved(2, r)}; let o = ${saved(3, r)};
        let tc = tanhSafe(${saved(4, r)});
        var cPrev = VecV(0.0);
        if (step + 1u < params.steps) {
          let before = (at${r} * params.steps + select(t - 1u, t + 1u, backwards)) * D + d;
          cPrev = saved[(before * S * H + 4u * H + j) / V];
        }
        dc${r} += dh${r} * o * (1.0 - tc * tc);
        g0_${r} = dc${r} * g * i * (1.0 - i);
        g1_${r} = dc${r} * cPrev * f * (1.0 - f);
        g2_${r} = dc${r} * i * (1.0 - g * g);
        g3_${r} = dh${r} * tc * o * (1.0 - o);
        dc${r} = dc${r} * f;
        dh${r} = VecV(0.0);`,
  };
  const toInput = (g: number, r: number) => (cell === 'gru' && g === 2 ? `x2_${r}` : `g${g}_${r}`);
  return `${header(shape)}
var<workgroup> memory: array<${rt.type}, ${shape.hidden * gates * rt.parts}>;

@compute @workgroup_size(${shape.hidden / columns})
fn main(@builtin(workgroup_id) wg: vec3<u32>, @builtin(local_invocation_id) id: vec3<u32>) {
  let j = id.x * V;
  let d = wg.y;
  let backwards = d + params.first == 1u;
  ${rowState(rows)}
  ${lines(rows, (r) => `var dh${r} = dy[place(at${r}, params.steps, d, j)];`)}
  ${cell === 'lstm' ? lines(rows, (r) => `var dc${r} = dy[place(at${r}, params.steps + 1u, d, j)];`) : ''}
  for (var step = 0u; step < params.steps; step++) {
    let t = select(params.steps - 1u - step, step, backwards);
    ${lines(rows, (r) => lines(gates, (g) => `var g${g}_${r} = VecV(0.0);`))}
    ${cell === 'gru' ? lines(rows, (r) => `var x2_${r} = VecV(0.0);`) : ''}
    ${lines(
      rows,
      (r) => `
    if (inside${r}) {
      let base${r} = (at${r} * params.steps + t) * D + d;
      if (t < length${r}) {
        dh${r} += dy[place(at${r}, t, d, j)];
        ${step[cell](r)}
      }
      ${lines(gates, (g) => `dgx[(base${r} * G * H + ${g}u * H + j) / V] = ${toInput(g, r)};`)}
      ${
        separateHidden
          ? lines(
              gates,
              (g) =>
                `dgh[(((d * params.batch + at${r}) * params.steps + t) * G * H + ${g}u * H + j) / V] = g${g}_${r};`,
            )
          : ''
      }
    }`,
    )}
    workgroupBarrier();
    ${lines(gates, (g) => lines(columns, (v) => rt.store('memory', `${g}u * H + j + ${v}u`, (r) => part(`g${g}_${r}`, v, columns))))}
    workgroupBarrier();
    ${lines(rows, (r) => `var acc0_${r} = dh${r};`)}
    ${product(rows, 1, 'G * H', '(d * G * H + k) * H', 'memory')}
    ${lines(rows, (r) => `dh${r} = acc0_${r};`)}
  }
}`;
}
