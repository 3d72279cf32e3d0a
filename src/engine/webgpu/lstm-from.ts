import type { Tensor, Tensor2D } from '@tensorflow/tfjs-core';
import { dispatch, emptyTensor } from './dispatch.ts';
import { GROUP_INDEX, groups, MAIN, read, u32, written } from './wgsl.ts';

/** One step of an LSTM, a thread a value; see engine/lstm-from.ts for what stands where. */
const THREADS = 64;

const code = (body: string) => `
fn sigmoid(x: f32) -> f32 { return 1.0 / (1.0 + exp(-x)); }
// tanh by exp of a negative number only: never overflows.
fn tanhSafe(x: f32) -> f32 { let e = exp(-2.0 * abs(x)); return sign(x) * (1.0 - e) / (1.0 + e); }
@compute @workgroup_size(${THREADS})
${MAIN} {
  let n = (${GROUP_INDEX}) * ${THREADS}u + thread;
  let block = params.rows * params.size;
  if (n >= block) { return; }
  let row = n / params.size;
  let j = n % params.size;
  let H = params.size;
  let gate = (params.step * params.rows + row) * 4u * H + j;
  let here = (params.step + 1u) * block + n;
${body}
}`;

const params = (step: number, rows: number, size: number) => [
  u32('step', step),
  u32('rows', rows),
  u32('size', size),
];

/** Adds the product to the gates of this step and applies them, in place; h and c get their step. The new states. */
export function gpuCellForward(
  { product, gates, h, c }: Record<'product' | 'gates' | 'h' | 'c', Tensor>,
  step: number,
  rows: number,
  size: number,
): Tensor2D {
  const state = emptyTensor([rows, size]);
  dispatch({
    key: 'lstm-from-forward',
    bindings: [
      read('product', product),
      written('gates', gates),
      written('h', h),
      written('c', c),
      written('state', state),
    ],
    params: params(step, rows, size),
    code: () =>
      code(`
  let own = row * 4u * H + j;
  let i = sigmoid(gates[gate] + product[own]);
  let f = sigmoid(gates[gate + H] + product[own + H]);
  let g = tanhSafe(gates[gate + 2u * H] + product[own + 2u * H]);
  let o = sigmoid(gates[gate + 3u * H] + product[own + 3u * H]);
  gates[gate] = i;
  gates[gate + H] = f;
  gates[gate + 2u * H] = g;
  gates[gate + 3u * H] = o;
  let cell = f * c[here - block] + i * g;
  c[here] = cell;
  h[here] = o * tanhSafe(cell);
  state[n] = h[here];`),
    workgroups: groups(Math.ceil((rows * size) / THREADS)),
  });
  return state as Tensor2D;
}

/**
 * Turns the gates of this step into their gradients, in place, and the carried gradient of the cell into that of the
 * step before. The gradients of the gates once more, for the product.
 */
export function gpuCellBackward(
  { dState, dy, gates, c, carry }: Record<'dState' | 'dy' | 'gates' | 'c' | 'carry', Tensor>,
  step: number,
  rows: number,
  size: number,
): Tensor2D {
  const slopes = emptyTensor([rows, 4 * size]);
  dispatch({
    key: 'lstm-from-backward',
    bindings: [
      read('dState', dState),
      read('dy', dy),
      read('c', c),
      written('gates', gates),
      written('carry', carry),
      written('slopes', slopes),
    ],
    params: params(step, rows, size),
    code: () =>
      code(`
  let own = row * 4u * H + j;
  let i = gates[gate];
  let f = gates[gate + H];
  let g = gates[gate + 2u * H];
  let o = gates[gate + 3u * H];
  let squashed = tanhSafe(c[here]);
  let dh = dState[n] + dy[params.step * block + n];
  let dc = carry[n] + dh * o * (1.0 - squashed * squashed);
  let di = dc * g * i * (1.0 - i);
  let df = dc * c[here - block] * f * (1.0 - f);
  let dg = dc * i * (1.0 - g * g);
  let do_ = dh * squashed * o * (1.0 - o);
  carry[n] = dc * f;
  gates[gate] = di;
  gates[gate + H] = df;
  gates[gate + 2u * H] = dg;
  gates[gate + 3u * H] = do_;
  slopes[own] = di;
  slopes[own + H] = df;
  slopes[own + 2u * H] = dg;
  slopes[own + 3u * H] = do_;`),
    workgroups: groups(Math.ceil((rows * size) / THREADS)),
  });
  return slopes as Tensor2D;
}
