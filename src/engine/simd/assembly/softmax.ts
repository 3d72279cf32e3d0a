import { exp4, loadLanes, madd, storeLanes } from './lanes';
import { onlyLanes, total } from './layer-norm';

function greatest(x: v128): f32 {
  const low = max<f32>(f32x4.extract_lane(x, 0), f32x4.extract_lane(x, 1));
  return max<f32>(low, max<f32>(f32x4.extract_lane(x, 2), f32x4.extract_lane(x, 3)));
}

const LOW: f32 = -1e30;

/** 1-bits where keys j to j + 3 may be seen; `counts` 0: all. */
function seen(j: usize, keys: usize, counts: usize): v128 {
  const inside = i32x4.lt_s(i32x4.add(i32x4.splat(<i32>j), i32x4(0, 1, 2, 3)), i32x4.splat(<i32>keys));
  if (counts === 0) return inside;
  return v128.and(inside, i32x4.ne(loadLanes(counts + j * 4, keys - j), i32x4.splat(0)));
}

/**
 * to = softmax(scale · x) over the first `keys` values that count; a row where none counts is zeros.
 * @param kept where the greatest value and 1 / the sum go, for `softmaxAgain`; 0: nowhere. Not the logarithm of the
 *   sum: added to a great value it would round, and probabilities would come out greater than 1.
 */
export function softmaxRow(x: usize, to: usize, keys: usize, counts: usize, scale: f32, kept: usize): void {
  const factor = f32x4.splat(scale);
  const low = f32x4.splat(LOW);
  let most = low;
  for (let j: usize = 0; j < keys; j += 4) {
    const value = f32x4.mul(loadLanes(x + j * 4, keys - j), factor);
    const here = seen(j, keys, counts);
    most = f32x4.max(most, v128.bitselect(value, low, here));
    storeLanes(to + j * 4, v128.bitselect(value, low, here), keys - j);
  }
  const peak = greatest(most);
  if (peak === LOW) {
    memory.fill(to, 0, keys * 4);
    if (kept !== 0) memory.fill(kept, 0, 8);
    return;
  }
  const shift = f32x4.splat(peak);
  let sum = f32x4.splat(0);
  for (let j: usize = 0; j < keys; j += 4) {
    const p = v128.and(exp4(f32x4.sub(loadLanes(to + j * 4, keys - j), shift)), seen(j, keys, counts));
    storeLanes(to + j * 4, p, keys - j);
    sum = f32x4.add(sum, p);
  }
  const part: f32 = 1 / total(sum);
  const share = f32x4.splat(part);
  for (let j: usize = 0; j < keys; j += 4)
    storeLanes(to + j * 4, f32x4.mul(loadLanes(to + j * 4, keys - j), share), keys - j);
  if (kept === 0) return;
  store<f32>(kept, peak);
  store<f32>(kept + 4, part);
}

/** The same probabilities again, bit by bit, from what was kept. */
export function softmaxAgain(x: usize, to: usize, keys: usize, counts: usize, scale: f32, kept: usize): void {
  const factor = f32x4.splat(scale);
  const shift = f32x4.splat(load<f32>(kept));
  const share = f32x4.splat(load<f32>(kept + 4));
  for (let j: usize = 0; j < keys; j += 4) {
    const p = exp4(f32x4.sub(f32x4.mul(loadLanes(x + j * 4, keys - j), factor), shift));
    storeLanes(to + j * 4, v128.and(f32x4.mul(p, share), seen(j, keys, counts)), keys - j);
  }
}

/** Masked softmax of x [batch · rows, keys] (rows of one text follow each other, `heads` times `rows / heads` queries). */
export function softmaxRows(
  batch: usize,
  rows: usize,
  keys: usize,
  heads: usize,
  ends: usize,
  counts: usize,
  causal: bool,
  scale: f32,
  x: usize,
  to: usize,
): void {
  const queries = rows / heads;
  for (let b: usize = 0; b < batch; b++) {
    const end = ends === 0 ? keys : <usize>load<i32>(ends + b * 4);
    const mask = counts === 0 ? 0 : counts + b * keys * 4;
    for (let r: usize = 0; r < rows; r++) {
      const at = (b * rows + r) * keys * 4;
      const i = r % queries;
      const last = causal && i + 1 < end ? i + 1 : end;
      softmaxRow(x + at, to + at, last, mask, scale, 0);
      memory.fill(to + at + last * 4, 0, (keys - last) * 4);
    }
  }
}

/** dx = scale · p · (dp − Σ dp · p). */
export function softmaxRowsBackward(
  rows: usize,
  keys: usize,
  scale: f32,
  p: usize,
  dp: usize,
  dx: usize,
): void {
  for (let r: usize = 0; r < rows; r++) {
    const at = r * keys * 4;
    let sum = f32x4.splat(0);
    for (let j: usize = 0; j < keys; j += 4) {
      const lanes = keys - j;
      sum = madd(loadLanes(p + at + j * 4, lanes), loadLanes(dp + at + j * 4, lanes), sum);
    }
    const along = f32x4.splat(total(sum));
    for (let j: usize = 0; j < keys; j += 4) {
      const lanes = keys - j;
      const rest = f32x4.sub(loadLanes(dp + at + j * 4, lanes), along);
      const value = f32x4.mul(f32x4.mul(rest, f32x4.splat(scale)), loadLanes(p + at + j * 4, lanes));
      storeLanes(dx + at + j * 4, onlyLanes(value, lanes), lanes);
    }
  }
}
