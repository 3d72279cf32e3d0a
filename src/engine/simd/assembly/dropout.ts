import { loadLanes, storeLanes } from './lanes';
import { dropFactors } from './random-bits';

/** to[i] = x[i] times the factor of element i. */
export function dropout(
  size: usize,
  x: usize,
  to: usize,
  keyA: u32,
  keyB: u32,
  threshold: u32,
  scale: f32,
): void {
  for (let i: usize = 0; i < size; i += 4) {
    const lanes = size - i;
    const factors = dropFactors(<u32>i, keyA, keyB, threshold, scale);
    storeLanes(to + i * 4, f32x4.mul(loadLanes(x + i * 4, lanes), factors), lanes);
  }
}
