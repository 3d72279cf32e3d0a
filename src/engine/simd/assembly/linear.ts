import { slope } from './activation';
import { loadLanes, storeLanes } from './lanes';

/**
 * The way back through an activation and its bias, in one pass over the rows: dz = dy · f′ and `sums`, the sums of the
 * columns of dz. Kind −1: there is no activation, dz is dy and not written; `sums` 0: not wanted.
 */
export function linearSlopes(
  kind: i32,
  rows: usize,
  columns: usize,
  kept: usize,
  dy: usize,
  dz: usize,
  sums: usize,
): void {
  const width = columns * 4;
  if (sums !== 0) memory.fill(sums, 0, width);
  for (let row: usize = 0; row < rows; row++) {
    const offset = row * width;
    for (let j: usize = 0; j < columns; j += 4) {
      const lanes = columns - j;
      const at = offset + j * 4;
      let value = loadLanes(dy + at, lanes);
      if (kind >= 0) {
        value = f32x4.mul(value, slope(kind, loadLanes(kept + at, lanes)));
        storeLanes(dz + at, value, lanes);
      }
      if (sums !== 0) storeLanes(sums + j * 4, f32x4.add(loadLanes(sums + j * 4, lanes), value), lanes);
    }
  }
}
