import { loadLanes, madd, storeLanes } from './lanes';

/**
 * torch.optim.Adam and AdamW over one weight, in place. stepSize = lr / (1 − β₁ᵗ), root = √(1 − β₂ᵗ);
 * l2 is added to the gradient, kept = 1 − lr · decay multiplies the weight.
 */
export function adam(
  size: usize,
  param: usize,
  grad: usize,
  m: usize,
  v: usize,
  scale: f32,
  beta1: f32,
  beta2: f32,
  eps: f32,
  stepSize: f32,
  root: f32,
  l2: f32,
  kept: f32,
): void {
  const inverseRoot = f32x4.splat(1 / root);
  for (let i: usize = 0; i < size; i += 4) {
    const lanes = size - i;
    const at = i * 4;
    const p = loadLanes(param + at, lanes);
    const g = madd(p, f32x4.splat(l2), f32x4.mul(loadLanes(grad + at, lanes), f32x4.splat(scale)));
    const first = madd(f32x4.splat(1 - beta1), g, f32x4.mul(f32x4.splat(beta1), loadLanes(m + at, lanes)));
    const square = f32x4.mul(g, g);
    const second = madd(
      f32x4.splat(1 - beta2),
      square,
      f32x4.mul(f32x4.splat(beta2), loadLanes(v + at, lanes)),
    );
    const denominator = madd(f32x4.sqrt(second), inverseRoot, f32x4.splat(eps));
    const change = f32x4.mul(f32x4.splat(-stepSize), f32x4.div(first, denominator));
    storeLanes(m + at, first, lanes);
    storeLanes(v + at, second, lanes);
    storeLanes(param + at, madd(p, f32x4.splat(kept), change), lanes);
  }
}

/** torch.optim.SGD over one weight, in place; `buffer` 0: no momentum. */
export function sgd(
  size: usize,
  param: usize,
  grad: usize,
  buffer: usize,
  scale: f32,
  lr: f32,
  momentum: f32,
  fresh: f32,
  nesterov: bool,
  l2: f32,
): void {
  for (let i: usize = 0; i < size; i += 4) {
    const lanes = size - i;
    const at = i * 4;
    const p = loadLanes(param + at, lanes);
    let g = madd(p, f32x4.splat(l2), f32x4.mul(loadLanes(grad + at, lanes), f32x4.splat(scale)));
    if (buffer !== 0) {
      const past = loadLanes(buffer + at, lanes);
      const next = madd(f32x4.splat(momentum), past, f32x4.mul(f32x4.splat(fresh), g));
      storeLanes(buffer + at, next, lanes);
      g = nesterov ? madd(f32x4.splat(momentum), next, g) : next;
    }
    storeLanes(param + at, madd(f32x4.splat(-lr), g, p), lanes);
  }
}

/** Σ x², in double precision over blocks of 4,096. */
export function sumOfSquares(size: usize, x: usize): f64 {
  let total: f64 = 0;
  for (let block: usize = 0; block < size; block += 4096) {
    const end = size - block < 4096 ? size : block + 4096;
    let sum = f32x4.splat(0);
    for (let i = block; i < end; i += 4) {
      const value = loadLanes(x + i * 4, end - i);
      sum = madd(value, value, sum);
    }
    total +=
      <f64>f32x4.extract_lane(sum, 0) +
      <f64>f32x4.extract_lane(sum, 1) +
      <f64>f32x4.extract_lane(sum, 2) +
      <f64>f32x4.extract_lane(sum, 3);
  }
  return total;
}
