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
  return exp4(f32x4.mul(f32x4.mul(x, x), f32x4.splat(-0.5)));
}

/** y = f(x); kind 0 GELU, 1 ReLU, 2 tanh. */
export function activate(kind: i32, size: usize, x: usize, y: usize): void {
  const zero = f32x4.splat(0);
  for (let i: usize = 0; i < size; i += 4) {
    const lanes = size - i;
    const value = loadLanes(x + i * 4, lanes);
    let result: v128;
    if (kind === 0) result = f32x4.mul(value, share(value, bellOf(value)));
    else if (kind === 1) result = f32x4.max(value, zero);
    else result = tanh4(value);
    storeLanes(y + i * 4, result, lanes);
  }
}

/** dx = dy · f′; `kept` holds the argument for GELU, the value for the others. */
export function activateBackward(kind: i32, size: usize, kept: usize, dy: usize, dx: usize): void {
  const one = f32x4.splat(1);
  for (let i: usize = 0; i < size; i += 4) {
    const lanes = size - i;
    const value = loadLanes(kept + i * 4, lanes);
    let slope: v128;
    if (kind === 0) {
      const bell = bellOf(value);
      slope = madd(f32x4.mul(value, f32x4.splat(0.3989422804)), bell, share(value, bell));
    } else if (kind === 1) slope = v128.and(one, f32x4.gt(value, f32x4.splat(0)));
    else slope = f32x4.sub(one, f32x4.mul(value, value));
    storeLanes(dx + i * 4, f32x4.mul(loadLanes(dy + i * 4, lanes), slope), lanes);
  }
}
