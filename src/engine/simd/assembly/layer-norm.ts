import { loadLanes, madd, storeLanes } from './lanes';
import { dropFactors } from './random-bits';

/** The four lanes added up. */
export function total(x: v128): f32 {
  return (
    f32x4.extract_lane(x, 0) +
    f32x4.extract_lane(x, 1) +
    (f32x4.extract_lane(x, 2) + f32x4.extract_lane(x, 3))
  );
}

/** x with the lanes from `lanes` on set to zero. */
export function onlyLanes(x: v128, lanes: usize): v128 {
  if (lanes >= 4) return x;
  return v128.and(x, i32x4.lt_s(i32x4(0, 1, 2, 3), i32x4.splat(<i32>lanes)));
}

/**
 * LN(residual + dropout(x)) · weight + bias over rows of `size`; residual 0: none; scale 1 and threshold 0: nothing
 * is dropped. normal [rows, size] and inverse [rows] are kept for the way back.
 */
export function layerNormForward(
  rows: usize,
  size: usize,
  x: usize,
  residual: usize,
  weight: usize,
  bias: usize,
  eps: f32,
  keyA: u32,
  keyB: u32,
  threshold: u32,
  scale: f32,
  y: usize,
  normal: usize,
  inverse: usize,
): void {
  const drops = threshold !== 0;
  for (let row: usize = 0; row < rows; row++) {
    const from = row * size * 4;
    let sum = f32x4.splat(0);
    for (let j: usize = 0; j < size; j += 4) {
      const lanes = size - j;
      const at = from + j * 4;
      let value = loadLanes(x + at, lanes);
      if (drops) value = f32x4.mul(value, dropFactors(<u32>(row * size + j), keyA, keyB, threshold, scale));
      if (residual !== 0) value = f32x4.add(value, loadLanes(residual + at, lanes));
      storeLanes(normal + at, value, lanes);
      sum = f32x4.add(sum, value);
    }
    const mean = f32x4.splat(total(sum) / <f32>size);
    let squares = f32x4.splat(0);
    for (let j: usize = 0; j < size; j += 4) {
      const lanes = size - j;
      const centred = onlyLanes(f32x4.sub(loadLanes(normal + from + j * 4, lanes), mean), lanes);
      squares = madd(centred, centred, squares);
    }
    const scaleOfRow = <f32>1 / <f32>Math.sqrt(<f64>(total(squares) / <f32>size + eps));
    const factor = f32x4.splat(scaleOfRow);
    for (let j: usize = 0; j < size; j += 4) {
      const lanes = size - j;
      const at = from + j * 4;
      const value = f32x4.mul(f32x4.sub(loadLanes(normal + at, lanes), mean), factor);
      storeLanes(normal + at, value, lanes);
      const result = madd(value, loadLanes(weight + j * 4, lanes), loadLanes(bias + j * 4, lanes));
      storeLanes(y + at, result, lanes);
    }
    store<f32>(inverse + row * 4, scaleOfRow);
  }
}

/** dx 0: the same as dSum, as nothing was dropped. dWeight and dBias come in as zeros. */
export function layerNormBackward(
  rows: usize,
  size: usize,
  dy: usize,
  normal: usize,
  inverse: usize,
  weight: usize,
  keyA: u32,
  keyB: u32,
  threshold: u32,
  scale: f32,
  dSum: usize,
  dx: usize,
  dWeight: usize,
  dBias: usize,
): void {
  for (let row: usize = 0; row < rows; row++) {
    const from = row * size * 4;
    let plainSum = f32x4.splat(0);
    let alongSum = f32x4.splat(0);
    for (let j: usize = 0; j < size; j += 4) {
      const lanes = size - j;
      const at = from + j * 4;
      const slope = loadLanes(dy + at, lanes);
      const value = loadLanes(normal + at, lanes);
      const scaled = f32x4.mul(slope, loadLanes(weight + j * 4, lanes));
      plainSum = f32x4.add(plainSum, scaled);
      alongSum = madd(scaled, value, alongSum);
      storeLanes(dWeight + j * 4, madd(slope, value, loadLanes(dWeight + j * 4, lanes)), lanes);
      storeLanes(dBias + j * 4, f32x4.add(slope, loadLanes(dBias + j * 4, lanes)), lanes);
    }
    const plain = f32x4.splat(total(plainSum) / <f32>size);
    const along = f32x4.splat(-total(alongSum) / <f32>size);
    const factor = f32x4.splat(load<f32>(inverse + row * 4));
    for (let j: usize = 0; j < size; j += 4) {
      const lanes = size - j;
      const at = from + j * 4;
      const scaled = f32x4.mul(loadLanes(dy + at, lanes), loadLanes(weight + j * 4, lanes));
      const rest = madd(loadLanes(normal + at, lanes), along, f32x4.sub(scaled, plain));
      const value = f32x4.mul(factor, rest);
      storeLanes(dSum + at, value, lanes);
      if (dx !== 0) {
        const factors = dropFactors(<u32>(row * size + j), keyA, keyB, threshold, scale);
        storeLanes(dx + at, f32x4.mul(value, factors), lanes);
      }
    }
  }
}
