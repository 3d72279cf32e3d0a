import { multiply } from './gemm';
import { loadLanes, madd, sigmoid4, storeLanes, tanh4 } from './lanes';
import { countAt, goingOn } from './rnn';

/**
 * GRU over packed steps (see rnn.ts); gates in the order r, z, n.
 * gates [N, 3H]: in, the inputs' part with b_ih; out, the gates after their nonlinearities. hn [N, H]: out, the
 * state's part of n before r is applied. h [N, H]: out. bias = b_hh [3H]; room [B, 3H] for one step.
 */
export function gruForward(
  steps: usize,
  counts: usize,
  offsets: usize,
  size: usize,
  gates: usize,
  hn: usize,
  h: usize,
  weights: usize,
  bias: usize,
  room: usize,
): void {
  const row = size * 4;
  for (let s: usize = 0; s < steps; s++) {
    const first = countAt(offsets, s);
    const before = s > 0 ? countAt(offsets, s - 1) : 0;
    const rows = goingOn(counts, s);
    const count = countAt(counts, s);
    for (let r: usize = 0; r < count; r++) memory.copy(room + r * row * 3, bias, row * 3);
    if (rows > 0) multiply(rows, 3 * size, size, h + before * row, row, 4, weights, room, row * 3, true);
    for (let r: usize = 0; r < count; r++) {
      const previous = r < rows ? h + (before + r) * row : 0;
      for (let j: usize = 0; j < size; j += 4) {
        const lanes = size - j;
        const at = gates + (first + r) * row * 3 + j * 4;
        const from = room + r * row * 3 + j * 4;
        const here = (first + r) * row + j * 4;
        const fromState = loadLanes(from + 2 * row, lanes);
        const reset = sigmoid4(f32x4.add(loadLanes(at, lanes), loadLanes(from, lanes)));
        const z = sigmoid4(f32x4.add(loadLanes(at + row, lanes), loadLanes(from + row, lanes)));
        const n = tanh4(madd(reset, fromState, loadLanes(at + 2 * row, lanes)));
        const was = previous !== 0 ? loadLanes(previous + j * 4, lanes) : f32x4.splat(0);
        storeLanes(at, reset, lanes);
        storeLanes(at + row, z, lanes);
        storeLanes(at + 2 * row, n, lanes);
        storeLanes(hn + here, fromState, lanes);
        storeLanes(h + here, madd(z, f32x4.sub(was, n), n), lanes);
      }
    }
  }
}

/**
 * gates become the gradients of the inputs' part, hn that of the state's part of n, both in place. dh [N, H] comes
 * in with what flows into each state from above and is added to. `weights`: r and z packed [2H, H]; `weightsN`:
 * n packed [H, H].
 */
export function gruBackward(
  steps: usize,
  counts: usize,
  offsets: usize,
  size: usize,
  gates: usize,
  hn: usize,
  h: usize,
  dh: usize,
  weights: usize,
  weightsN: usize,
): void {
  const row = size * 4;
  const one = f32x4.splat(1);
  for (let s = steps; s-- > 0;) {
    const first = countAt(offsets, s);
    const before = s > 0 ? countAt(offsets, s - 1) : 0;
    const rows = goingOn(counts, s);
    const count = countAt(counts, s);
    for (let r: usize = 0; r < count; r++) {
      for (let j: usize = 0; j < size; j += 4) {
        const lanes = size - j;
        const at = gates + (first + r) * row * 3 + j * 4;
        const here = (first + r) * row + j * 4;
        const past = (before + r) * row + j * 4;
        const reset = loadLanes(at, lanes);
        const z = loadLanes(at + row, lanes);
        const n = loadLanes(at + 2 * row, lanes);
        const d = loadLanes(dh + here, lanes);
        const was = r < rows ? loadLanes(h + past, lanes) : f32x4.splat(0);
        const dn = f32x4.mul(f32x4.mul(d, f32x4.sub(one, z)), f32x4.sub(one, f32x4.mul(n, n)));
        const dz = f32x4.mul(f32x4.mul(d, f32x4.sub(was, n)), f32x4.mul(z, f32x4.sub(one, z)));
        const fromState = loadLanes(hn + here, lanes);
        const dr = f32x4.mul(f32x4.mul(dn, fromState), f32x4.mul(reset, f32x4.sub(one, reset)));
        storeLanes(at, dr, lanes);
        storeLanes(at + row, dz, lanes);
        storeLanes(at + 2 * row, dn, lanes);
        storeLanes(hn + here, f32x4.mul(dn, reset), lanes);
        if (r < rows) storeLanes(dh + past, madd(d, z, loadLanes(dh + past, lanes)), lanes);
      }
    }
    if (rows > 0) {
      const to = dh + before * row;
      multiply(rows, size, 2 * size, gates + first * row * 3, row * 3, 4, weights, to, row, true);
      multiply(rows, size, size, hn + first * row, row, 4, weightsN, to, row, true);
    }
  }
}
