/** Four values at a time, and what is left over at the end of a row. */

/** a · b + c; rounded once where the machine can do it in one instruction. */
export function madd(a: v128, b: v128, c: v128): v128 {
  if (isDefined(RELAXED)) return f32x4.relaxed_madd(a, b, c);
  return f32x4.add(f32x4.mul(a, b), c);
}

/** The first `lanes` (1 to 4) values at p; the others are zero. */
export function loadLanes(p: usize, lanes: usize): v128 {
  if (lanes >= 4) return v128.load(p);
  let x = v128.load32_zero(p);
  if (lanes > 1) x = v128.load_lane<f32>(p + 4, x, 1);
  if (lanes > 2) x = v128.load_lane<f32>(p + 8, x, 2);
  return x;
}

/** Writes the first `lanes` (1 to 4) values of x to p. */
export function storeLanes(p: usize, x: v128, lanes: usize): void {
  if (lanes >= 4) {
    v128.store(p, x);
    return;
  }
  v128.store_lane<f32>(p, x, 0);
  if (lanes > 1) v128.store_lane<f32>(p + 4, x, 1);
  if (lanes > 2) v128.store_lane<f32>(p + 8, x, 2);
}

/** e^x to about 1 ulp (Cephes expf): 2^n times a polynomial of the rest, |rest| ≤ ln 2 / 2. */
export function exp4(x: v128): v128 {
  const bounded = f32x4.max(f32x4.min(x, f32x4.splat(88.37626)), f32x4.splat(-87.33654));
  const n = f32x4.nearest(f32x4.mul(bounded, f32x4.splat(1.442695041)));
  let r = madd(n, f32x4.splat(-0.693359375), bounded);
  r = madd(n, f32x4.splat(2.1219444e-4), r);
  let p = madd(f32x4.splat(1.98756915e-4), r, f32x4.splat(1.3981999507e-3));
  p = madd(p, r, f32x4.splat(8.3334519073e-3));
  p = madd(p, r, f32x4.splat(4.1665795894e-2));
  p = madd(p, r, f32x4.splat(1.6666665459e-1));
  p = madd(p, r, f32x4.splat(5.0000001201e-1));
  p = madd(p, f32x4.mul(r, r), f32x4.add(r, f32x4.splat(1)));
  const power = i32x4.shl(i32x4.add(i32x4.trunc_sat_f32x4_s(n), i32x4.splat(127)), 23);
  return f32x4.mul(p, power);
}

export function sigmoid4(x: v128): v128 {
  const one = f32x4.splat(1);
  return f32x4.div(one, f32x4.add(one, exp4(f32x4.neg(x))));
}

/** tanh x to a few ulp: an odd rational function; beyond ±7.9 it is 1 in single precision. NaN stays NaN. */
export function tanh4(value: v128): v128 {
  const x = f32x4.max(f32x4.min(value, f32x4.splat(7.905311108)), f32x4.splat(-7.905311108));
  const s = f32x4.mul(x, x);
  let p = madd(f32x4.splat(-2.76076847742355e-16), s, f32x4.splat(2.00018790482477e-13));
  p = madd(p, s, f32x4.splat(-8.60467152213735e-11));
  p = madd(p, s, f32x4.splat(5.12229709037114e-8));
  p = madd(p, s, f32x4.splat(1.48572235717979e-5));
  p = madd(p, s, f32x4.splat(6.37261928875436e-4));
  p = madd(p, s, f32x4.splat(4.89352455891786e-3));
  let q = madd(f32x4.splat(1.19825839466702e-6), s, f32x4.splat(1.18534705686654e-4));
  q = madd(q, s, f32x4.splat(2.268434632439e-3));
  q = madd(q, s, f32x4.splat(4.89352518554385e-3));
  return f32x4.div(f32x4.mul(x, p), q);
}
