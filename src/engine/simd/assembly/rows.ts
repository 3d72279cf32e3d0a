import { loadLanes, storeLanes } from './lanes';

/** Moving and adding rows of `width` values. An index below zero stands for no row: zeros, or nothing. */

/** to[i] = from[index[i]]. */
export function gatherRows(count: usize, width: usize, index: usize, from: usize, to: usize): void {
  const bytes = width * 4;
  for (let i: usize = 0; i < count; i++) {
    const k = load<i32>(index + i * 4);
    if (k < 0) memory.fill(to + i * bytes, 0, bytes);
    else memory.copy(to + i * bytes, from + <usize>k * bytes, bytes);
  }
}

/** to[index[i]] += from[i], in order of i. */
export function addRows(count: usize, width: usize, index: usize, from: usize, to: usize): void {
  const bytes = width * 4;
  for (let i: usize = 0; i < count; i++) {
    const k = load<i32>(index + i * 4);
    if (k >= 0) addTo(width, from + i * bytes, to + <usize>k * bytes);
  }
}

/** to[i] = row, for all i. */
export function fillRows(count: usize, width: usize, row: usize, to: usize): void {
  for (let i: usize = 0; i < count; i++) memory.copy(to + i * width * 4, row, width * 4);
}

/** sums [width] = the sum of all rows, in order. */
export function sumRows(count: usize, width: usize, from: usize, sums: usize): void {
  memory.fill(sums, 0, width * 4);
  for (let i: usize = 0; i < count; i++) addTo(width, from + i * width * 4, sums);
}

/** to += from, `size` values. */
export function addTo(size: usize, from: usize, to: usize): void {
  for (let i: usize = 0; i < size; i += 4) {
    const lanes = size - i;
    const p = to + i * 4;
    storeLanes(p, f32x4.add(loadLanes(p, lanes), loadLanes(from + i * 4, lanes)), lanes);
  }
}
