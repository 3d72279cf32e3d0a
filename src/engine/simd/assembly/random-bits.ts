/** Dropout's numbers, four at a time; see engine/random-bits.ts, which says the same in JavaScript. */

function mixed(x: v128): v128 {
  let h = v128.xor(x, i32x4.shr_u(x, 16));
  h = i32x4.mul(h, i32x4.splat(0x21f0aaad));
  h = v128.xor(h, i32x4.shr_u(h, 15));
  h = i32x4.mul(h, i32x4.splat(0x735a2d97));
  return v128.xor(h, i32x4.shr_u(h, 15));
}

/** The factors of elements i to i + 3: 0 or `scale`. */
export function dropFactors(i: u32, keyA: u32, keyB: u32, threshold: u32, scale: f32): v128 {
  const index = i32x4.add(i32x4.splat(<i32>i), i32x4(0, 1, 2, 3));
  const first = i32x4.add(mixed(v128.xor(index, i32x4.splat(<i32>keyA))), i32x4.splat(<i32>keyB));
  return v128.and(i32x4.ge_u(mixed(first), i32x4.splat(<i32>threshold)), f32x4.splat(scale));
}
