import { exp4, loadLanes, madd, storeLanes } from './lanes';
import { onlyLanes, total } from './layer-norm';

/**
 * Cross-entropy of each row: logSum, the row's weight (0 where the label is ignored; such a row is not read), and
 * weight · loss. `weights` 0: all classes weigh 1.
 */
export function crossEntropyForward(
  rows: usize,
  classes: usize,
  x: usize,
  labels: usize,
  ignored: i32,
  weights: usize,
  logSum: usize,
  rowWeights: usize,
  losses: usize,
): void {
  for (let row: usize = 0; row < rows; row++) {
    const label = load<i32>(labels + row * 4);
    const at = x + row * classes * 4;
    let weight: f32 = 0;
    let loss: f32 = 0;
    let logs: f32 = 0;
    if (label !== ignored) {
      let most = load<f32>(at);
      for (let j: usize = 1; j < classes; j++) most = max<f32>(most, load<f32>(at + j * 4));
      const shift = f32x4.splat(most);
      let sum = f32x4.splat(0);
      for (let j: usize = 0; j < classes; j += 4) {
        const lanes = classes - j;
        sum = f32x4.add(sum, onlyLanes(exp4(f32x4.sub(loadLanes(at + j * 4, lanes), shift)), lanes));
      }
      const rest = <f32>Math.log(<f64>total(sum));
      weight = weights === 0 ? 1 : load<f32>(weights + <usize>label * 4);
      loss = weight * (most - load<f32>(at + <usize>label * 4) + rest);
      logs = most + rest;
    }
    store<f32>(logSum + row * 4, logs);
    store<f32>(rowWeights + row * 4, weight);
    store<f32>(losses + row * 4, loss);
  }
}

/** dx = share · (softmax − hot); rows whose share is 0 get zeros. */
export function crossEntropyBackward(
  rows: usize,
  classes: usize,
  x: usize,
  labels: usize,
  logSum: usize,
  shares: usize,
  dx: usize,
): void {
  for (let row: usize = 0; row < rows; row++) {
    const at = row * classes * 4;
    const share = load<f32>(shares + row * 4);
    if (share === 0) {
      memory.fill(dx + at, 0, classes * 4);
      continue;
    }
    const shift = f32x4.splat(load<f32>(logSum + row * 4));
    const factor = f32x4.splat(share);
    for (let j: usize = 0; j < classes; j += 4) {
      const lanes = classes - j;
      const p = exp4(f32x4.sub(loadLanes(x + at + j * 4, lanes), shift));
      storeLanes(dx + at + j * 4, f32x4.mul(p, factor), lanes);
    }
    const hot = dx + at + <usize>load<i32>(labels + row * 4) * 4;
    store<f32>(hot, load<f32>(hot) - share);
  }
}

/** Σ x in double precision, in order. */
export function sum(size: usize, x: usize): f64 {
  let all: f64 = 0;
  for (let i: usize = 0; i < size; i++) all += <f64>load<f32>(x + i * 4);
  return all;
}

/**
 * log(1 + u) for u in (0, 1]: 2·artanh(u / (2 + u)) as a series; the argument is at most 1/3, where eight terms are
 * enough for single precision.
 */
function log1p4(u: v128): v128 {
  const z = f32x4.div(u, f32x4.add(u, f32x4.splat(2)));
  const s = f32x4.mul(z, z);
  let p = f32x4.splat(1.0 / 15.0);
  p = madd(p, s, f32x4.splat(1.0 / 13.0));
  p = madd(p, s, f32x4.splat(1.0 / 11.0));
  p = madd(p, s, f32x4.splat(1.0 / 9.0));
  p = madd(p, s, f32x4.splat(1.0 / 7.0));
  p = madd(p, s, f32x4.splat(1.0 / 5.0));
  p = madd(p, s, f32x4.splat(1.0 / 3.0));
  p = madd(p, s, f32x4.splat(1));
  return f32x4.mul(f32x4.mul(p, z), f32x4.splat(2));
}

/**
 * Binary cross-entropy with logits of each element, and its slope. posWeight [classes] and weight may be 0: none;
 * weight has `weightRows` rows (1: one for all rows).
 */
export function bce(
  rows: usize,
  classes: usize,
  x: usize,
  targets: usize,
  posWeight: usize,
  weight: usize,
  weightRows: usize,
  losses: usize,
  slopes: usize,
): void {
  const one = f32x4.splat(1);
  const zero = f32x4.splat(0);
  for (let row: usize = 0; row < rows; row++) {
    for (let j: usize = 0; j < classes; j += 4) {
      const lanes = classes - j;
      const at = (row * classes + j) * 4;
      const value = loadLanes(x + at, lanes);
      const target = loadLanes(targets + at, lanes);
      const negative = f32x4.sub(one, target);
      let positive = one;
      if (posWeight !== 0) positive = madd(f32x4.sub(loadLanes(posWeight + j * 4, lanes), one), target, one);
      const small = exp4(f32x4.neg(f32x4.abs(value)));
      const logs = f32x4.add(log1p4(small), f32x4.max(f32x4.neg(value), zero));
      // σ(−x), from e^−|x| so that neither side overflows.
      const least = f32x4.div(small, f32x4.add(one, small));
      const below = v128.bitselect(f32x4.sub(one, least), least, f32x4.lt(value, zero));
      let loss = madd(negative, value, f32x4.mul(positive, logs));
      let slope = f32x4.sub(negative, f32x4.mul(positive, below));
      if (weight !== 0) {
        const w = loadLanes(weight + ((weightRows === 1 ? 0 : row * classes) + j) * 4, lanes);
        loss = f32x4.mul(loss, w);
        slope = f32x4.mul(slope, w);
      }
      storeLanes(losses + at, loss, lanes);
      storeLanes(slopes + at, slope, lanes);
    }
  }
}
