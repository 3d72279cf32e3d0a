import { loadLanes, storeLanes } from './lanes';

/**
 * The greatest value of each unit over the first lengths[b] steps of x [B, T, H], and the first step that has it
 * (NaN counts as greatest); rows without steps give zero and −1. out [B, H] f32, place [B, H] i32.
 */
export function maxOverTime(
  rows: usize,
  steps: usize,
  size: usize,
  x: usize,
  lengths: usize,
  out: usize,
  place: usize,
): void {
  for (let b: usize = 0; b < rows; b++) {
    const length = load<i32>(lengths + b * 4);
    for (let j: usize = 0; j < size; j += 4) {
      const lanes = size - j;
      const from = x + b * steps * size * 4 + j * 4;
      let best = f32x4.splat(0);
      let where = i32x4.splat(-1);
      for (let t: i32 = 0; t < length; t++) {
        const value = loadLanes(from + <usize>t * size * 4, lanes);
        const number = f32x4.eq(best, best);
        const take = t === 0 ? i32x4.splat(-1) : v128.andnot(number, f32x4.ge(best, value));
        best = v128.bitselect(value, best, take);
        where = v128.bitselect(i32x4.splat(t), where, take);
      }
      storeLanes(out + (b * size + j) * 4, best, lanes);
      storeLanes(place + (b * size + j) * 4, where, lanes);
    }
  }
}

/** dx [B, T, H], all zeros before, gets dy [B, H] where the greatest values stood. */
export function maxOverTimeBackward(
  rows: usize,
  steps: usize,
  size: usize,
  place: usize,
  dy: usize,
  dx: usize,
): void {
  for (let b: usize = 0; b < rows; b++) {
    for (let j: usize = 0; j < size; j++) {
      const at = (b * size + j) * 4;
      const t = load<i32>(place + at);
      if (t >= 0) store<f32>(dx + ((b * steps + <usize>t) * size + j) * 4, load<f32>(dy + at));
    }
  }
}
