import { exp4, loadLanes, madd, storeLanes, tanh4 } from './lanes';

/**
 * Φ(x) by formula 7.1.26 of Abramowitz & Stegun, |error| ≤ 1e-7, written for the tail so that nothing cancels.
 * `bell` is e^(−x²/2).
 */
function share(x: v128, bell: v128): v128 {
  const one = f32x4.splat(1);
  const t = f32x4.div(one, madd(f32x4.splat(0.3275911 * 0.70710678118), f32x4.abs(x), one));
  let p = madd(f32x4.splat(1.061405429), t, f32x4.splat(-1.453152027));
  p = madd(p, t, f32x4.splat(1.421413741));
  p = madd(p, t, f32x4.splat(-0.284496736));
  p = madd(p, t, f32x4.splat(0.254829592));
  const tail = f32x4.mul(f32x4.mul(f32x4.mul(p, t), f32x4.splat(0.5)), bell);
  return v128.bitselect(tail, f32x4.sub(one, tail), f32x4.lt(x, f32x4.splat(0)));
}

function bellOf(x: v128): v128 {
  const argument = f32x4.mul(f32x4.mul(x, x), f32x4.splat(-0.5));
  // Zero where exp4 stays at its smallest value: times a great x that would be no small number.
  return v128.andnot(exp4(argument), f32x4.lt(argument, f32x4.splat(-87.3)));
}

/** f(x); kind 0 GELU, 1 ReLU, 2 tanh. */
export function activated(kind: i32, x: v128): v128 {
  if (kind === 0) return f32x4.mul(x, share(x, bellOf(x)));
  if (kind === 1) return f32x4.max(x, f32x4.splat(0));
  return tanh4(x);
}

/** f′ from what is kept: the argument for GELU, the value for the others. */
export function slope(kind: i32, kept: v128): v128 {
  const one = f32x4.splat(1);
  if (kind === 0) {
    const bell = bellOf(kept);
    return madd(f32x4.mul(kept, f32x4.splat(0.3989422804)), bell, share(kept, bell));
  }
  if (kind === 1) return v128.andnot(one, f32x4.le(kept, f32x4.splat(0)));
  return f32x4.sub(one, f32x4.mul(kept, kept));
}

/** y = f(x). */
export function activate(kind: i32, size: usize, x: usize, y: usize): void {
  for (let i: usize = 0; i < size; i += 4) {
    const lanes = size - i;
    storeLanes(y + i * 4, activated(kind, loadLanes(x + i * 4, lanes)), lanes);
  }
}

/** dx = dy · f′. */
export function activateBackward(kind: i32, size: usize, kept: usize, dy: usize, dx: usize): void {
  for (let i: usize = 0; i < size; i += 4) {
    const lanes = size - i;
    const factor = slope(kind, loadLanes(kept + i * 4, lanes));
    storeLanes(dx + i * 4, f32x4.mul(loadLanes(dy + i * 4, lanes), factor), lanes);
  }
}
