import { multiply } from './gemm';
import { loadLanes, storeLanes, tanh4 } from './lanes';

/**
 * Recurrences over packed steps, as torch's pack_padded_sequence lays them: rows sorted by length, the rows of one
 * step side by side, steps in the order they are processed. Step s has counts[s] rows that begin at row offsets[s];
 * its first min(counts[s], counts[s−1]) rows go on from step s−1, the others start from zero.
 */

export function countAt(counts: usize, step: usize): usize {
  return <usize>load<i32>(counts + step * 4);
}

/** How many rows of step s go on from the step before. */
export function goingOn(counts: usize, step: usize): usize {
  if (step === 0) return 0;
  const here = countAt(counts, step);
  const before = countAt(counts, step - 1);
  return here < before ? here : before;
}

/** h = tanh(z + h′·W_hhᵀ), in place: z [N, H] holds the inputs' part with both biases; `weights` packed [H, H]. */
export function rnnForward(
  steps: usize,
  counts: usize,
  offsets: usize,
  size: usize,
  z: usize,
  weights: usize,
): void {
  const row = size * 4;
  for (let s: usize = 0; s < steps; s++) {
    const here = z + countAt(offsets, s) * row;
    const rows = goingOn(counts, s);
    if (rows > 0)
      multiply(rows, size, size, z + countAt(offsets, s - 1) * row, row, 4, weights, here, row, true);
    const count = countAt(counts, s) * size;
    for (let i: usize = 0; i < count; i += 4) {
      const lanes = count - i;
      const p = here + i * 4;
      storeLanes(p, tanh4(loadLanes(p, lanes)), lanes);
    }
  }
}

/** dz = dh·(1 − h²), dh′ += dz·W_hh; dh [N, H] becomes dz in place. */
export function rnnBackward(
  steps: usize,
  counts: usize,
  offsets: usize,
  size: usize,
  h: usize,
  dh: usize,
  weights: usize,
): void {
  const row = size * 4;
  const one = f32x4.splat(1);
  for (let s = steps; s-- > 0;) {
    const first = countAt(offsets, s) * row;
    const count = countAt(counts, s) * size;
    for (let i: usize = 0; i < count; i += 4) {
      const lanes = count - i;
      const p = first + i * 4;
      const state = loadLanes(h + p, lanes);
      const slope = f32x4.sub(one, f32x4.mul(state, state));
      storeLanes(dh + p, f32x4.mul(loadLanes(dh + p, lanes), slope), lanes);
    }
    const rows = goingOn(counts, s);
    if (rows > 0)
      multiply(rows, size, size, dh + first, row, 4, weights, dh + countAt(offsets, s - 1) * row, row, true);
  }
}
