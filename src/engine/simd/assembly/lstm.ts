import { multiply } from './gemm';
import { loadLanes, madd, sigmoid4, storeLanes, tanh4 } from './lanes';
import { countAt, goingOn } from './rnn';

/**
 * LSTM over packed steps (see rnn.ts); gates in the order i, f, g, o.
 * gates [N, 4H]: in, the inputs' part with both biases; out, the gates after their nonlinearities. c, h [N, H]: out.
 */
export function lstmForward(
  steps: usize,
  counts: usize,
  offsets: usize,
  size: usize,
  gates: usize,
  c: usize,
  h: usize,
  weights: usize,
): void {
  lstmForwardFrom(0, steps, counts, offsets, size, gates, c, h, weights);
}

/** The same from step `start` on: what stands in c and h for the steps before is where it begins. */
export function lstmForwardFrom(
  start: usize,
  steps: usize,
  counts: usize,
  offsets: usize,
  size: usize,
  gates: usize,
  c: usize,
  h: usize,
  weights: usize,
): void {
  const row = size * 4;
  for (let s = start; s < steps; s++) {
    const first = countAt(offsets, s);
    const before = s > 0 ? countAt(offsets, s - 1) : 0;
    const rows = goingOn(counts, s);
    if (rows > 0)
      multiply(
        rows,
        4 * size,
        size,
        h + before * row,
        row,
        4,
        weights,
        gates + first * row * 4,
        row * 4,
        true,
      );
    const count = countAt(counts, s);
    for (let r: usize = 0; r < count; r++) {
      const gate = gates + (first + r) * row * 4;
      const previous = r < rows ? c + (before + r) * row : 0;
      for (let j: usize = 0; j < size; j += 4) {
        const lanes = size - j;
        const at = gate + j * 4;
        const i = sigmoid4(loadLanes(at, lanes));
        const f = sigmoid4(loadLanes(at + row, lanes));
        const g = tanh4(loadLanes(at + 2 * row, lanes));
        const o = sigmoid4(loadLanes(at + 3 * row, lanes));
        storeLanes(at, i, lanes);
        storeLanes(at + row, f, lanes);
        storeLanes(at + 2 * row, g, lanes);
        storeLanes(at + 3 * row, o, lanes);
        let cell = f32x4.mul(i, g);
        if (previous !== 0) cell = madd(f, loadLanes(previous + j * 4, lanes), cell);
        storeLanes(c + (first + r) * row + j * 4, cell, lanes);
        storeLanes(h + (first + r) * row + j * 4, f32x4.mul(o, tanh4(cell)), lanes);
      }
    }
  }
}

/**
 * gates become their gradients before the nonlinearities, in place. dh [N, H] comes in with what flows into each
 * state from above and is added to; dc [B, H] comes in with the gradient of the last cell states (rows sorted by
 * length). `weights` packed [4H, H].
 */
export function lstmBackward(
  steps: usize,
  counts: usize,
  offsets: usize,
  size: usize,
  gates: usize,
  c: usize,
  dh: usize,
  dc: usize,
  weights: usize,
): void {
  lstmBackwardFrom(0, steps, counts, offsets, size, gates, c, dh, dc, weights);
}

/** The same down to step `start`; dh of the steps before, and dc, are left as the gradients of the first states. */
export function lstmBackwardFrom(
  start: usize,
  steps: usize,
  counts: usize,
  offsets: usize,
  size: usize,
  gates: usize,
  c: usize,
  dh: usize,
  dc: usize,
  weights: usize,
): void {
  const row = size * 4;
  const one = f32x4.splat(1);
  for (let s = steps; s-- > start;) {
    const first = countAt(offsets, s);
    const before = s > 0 ? countAt(offsets, s - 1) : 0;
    const rows = goingOn(counts, s);
    const count = countAt(counts, s);
    for (let r: usize = 0; r < count; r++) {
      const gate = gates + (first + r) * row * 4;
      const previous = r < rows ? c + (before + r) * row : 0;
      for (let j: usize = 0; j < size; j += 4) {
        const lanes = size - j;
        const at = gate + j * 4;
        const here = (first + r) * row + j * 4;
        const i = loadLanes(at, lanes);
        const f = loadLanes(at + row, lanes);
        const g = loadLanes(at + 2 * row, lanes);
        const o = loadLanes(at + 3 * row, lanes);
        const squashed = tanh4(loadLanes(c + here, lanes));
        const dState = loadLanes(dh + here, lanes);
        const carry = dc + r * row + j * 4;
        const dSquashed = f32x4.mul(f32x4.mul(dState, o), f32x4.sub(one, f32x4.mul(squashed, squashed)));
        const dCell = f32x4.add(loadLanes(carry, lanes), dSquashed);
        const was = previous !== 0 ? loadLanes(previous + j * 4, lanes) : f32x4.splat(0);
        storeLanes(at, f32x4.mul(f32x4.mul(dCell, g), f32x4.mul(i, f32x4.sub(one, i))), lanes);
        storeLanes(at + row, f32x4.mul(f32x4.mul(dCell, was), f32x4.mul(f, f32x4.sub(one, f))), lanes);
        storeLanes(at + 2 * row, f32x4.mul(f32x4.mul(dCell, i), f32x4.sub(one, f32x4.mul(g, g))), lanes);
        storeLanes(
          at + 3 * row,
          f32x4.mul(f32x4.mul(dState, squashed), f32x4.mul(o, f32x4.sub(one, o))),
          lanes,
        );
        storeLanes(carry, f32x4.mul(dCell, f), lanes);
      }
    }
    if (rows > 0)
      multiply(
        rows,
        size,
        4 * size,
        gates + first * row * 4,
        row * 4,
        4,
        weights,
        dh + before * row,
        row,
        true,
      );
  }
}
