import { multiply, pack, packedBytes } from './gemm';
import { loadLanes, madd, storeLanes } from './lanes';
import { total } from './layer-norm';
import { dropFactors } from './random-bits';
import { softmaxAgain, softmaxRow } from './softmax';

/**
 * Scaled dot-product attention, head by head. q, k, v are views: rows of all heads side by side, `qs`, `ks`, `vs`
 * bytes apart, so that they may lie in one tensor. Probabilities stand in a room of one head that is used again;
 * only the greatest score of each row and 1 / its sum are kept for the way back.
 */

/** Bytes of the room: probabilities, dropped probabilities (on the way back: their gradients), and a packed matrix. */
export function attentionRoom(tq: usize, tk: usize, d: usize): usize {
  const long = tq > tk ? tq : tk;
  const packed = max<usize>(packedBytes(d, long), packedBytes(long, d));
  return 2 * square(tq, tk) + packed;
}

function square(tq: usize, tk: usize): usize {
  return (tq * tk * 4 + 15) & ~15;
}

/** Keys that text b has. */
function keysOf(ends: usize, b: usize, tk: usize): usize {
  return ends === 0 ? tk : <usize>load<i32>(ends + b * 4);
}

/** p [tq, n] = the probabilities of one head times the factors of dropout, whose elements count from `first`. */
function dropRows(
  tq: usize,
  n: usize,
  tk: usize,
  first: usize,
  from: usize,
  to: usize,
  keyA: u32,
  keyB: u32,
  threshold: u32,
  scale: f32,
): void {
  for (let i: usize = 0; i < tq; i++) {
    for (let j: usize = 0; j < n; j += 4) {
      const factors = dropFactors(<u32>(first + i * tk + j), keyA, keyB, threshold, scale);
      const at = (i * n + j) * 4;
      storeLanes(to + at, f32x4.mul(loadLanes(from + at, n - j), factors), n - j);
    }
  }
}

export function attentionForward(
  batch: usize,
  heads: usize,
  tq: usize,
  tk: usize,
  d: usize,
  q: usize,
  qs: usize,
  k: usize,
  ks: usize,
  v: usize,
  vs: usize,
  ends: usize,
  counts: usize,
  causal: bool,
  scale: f32,
  keyA: u32,
  keyB: u32,
  threshold: u32,
  dropScale: f32,
  out: usize,
  kept: usize,
  room: usize,
): void {
  const packed = room + 2 * square(tq, tk);
  const os = heads * d * 4;
  for (let b: usize = 0; b < batch; b++) {
    const n = keysOf(ends, b, tk);
    const mask = counts === 0 ? 0 : counts + b * tk * 4;
    for (let h: usize = 0; h < heads; h++) {
      const head = h * d * 4;
      const row = (b * heads + h) * tq;
      pack(d, n, k + b * tk * ks + head, 4, ks, packed);
      multiply(tq, n, d, q + b * tq * qs + head, qs, 4, packed, room, n * 4, false);
      for (let i: usize = 0; i < tq; i++) {
        const last = causal && i + 1 < n ? i + 1 : n;
        const at = room + i * n * 4;
        softmaxRow(at, at, last, mask, scale, kept + (row + i) * 8);
        memory.fill(at + last * 4, 0, (n - last) * 4);
      }
      if (threshold !== 0) dropRows(tq, n, tk, row * tk, room, room, keyA, keyB, threshold, dropScale);
      pack(n, d, v + b * tk * vs + head, vs, 4, packed);
      multiply(tq, d, n, room, n * 4, 4, packed, out + b * tq * os + head, os, false);
    }
  }
}

/** dq, dk, dv: views with strides of their own. */
export function attentionBackward(
  batch: usize,
  heads: usize,
  tq: usize,
  tk: usize,
  d: usize,
  q: usize,
  qs: usize,
  k: usize,
  ks: usize,
  v: usize,
  vs: usize,
  ends: usize,
  counts: usize,
  causal: bool,
  scale: f32,
  keyA: u32,
  keyB: u32,
  threshold: u32,
  dropScale: f32,
  out: usize,
  kept: usize,
  dOut: usize,
  room: usize,
  dq: usize,
  dqs: usize,
  dk: usize,
  dks: usize,
  dv: usize,
  dvs: usize,
): void {
  const p = room;
  const dp = room + square(tq, tk);
  const packed = room + 2 * square(tq, tk);
  const os = heads * d * 4;
  for (let b: usize = 0; b < batch; b++) {
    const n = keysOf(ends, b, tk);
    const mask = counts === 0 ? 0 : counts + b * tk * 4;
    for (let h: usize = 0; h < heads; h++) {
      const head = h * d * 4;
      const row = (b * heads + h) * tq;
      const qHere = q + b * tq * qs + head;
      const kHere = k + b * tk * ks + head;
      const outHere = b * tq * os + head;
      pack(d, n, kHere, 4, ks, packed);
      multiply(tq, n, d, qHere, qs, 4, packed, p, n * 4, false);
      for (let i: usize = 0; i < tq; i++) {
        const last = causal && i + 1 < n ? i + 1 : n;
        const at = p + i * n * 4;
        softmaxAgain(at, at, last, mask, scale, kept + (row + i) * 8);
        memory.fill(at + last * 4, 0, (n - last) * 4);
      }
      // dV = (dropped P)ᵀ · dO
      let used = p;
      if (threshold !== 0) {
        used = dp;
        dropRows(tq, n, tk, row * tk, p, used, keyA, keyB, threshold, dropScale);
      }
      pack(tq, d, dOut + outHere, os, 4, packed);
      multiply(n, d, tq, used, 4, n * 4, packed, dv + b * tk * dvs + head, dvs, false);
      // dP = dO · Vᵀ
      pack(d, n, v + b * tk * vs + head, 4, vs, packed);
      multiply(tq, n, d, dOut + outHere, os, 4, packed, dp, n * 4, false);
      if (threshold !== 0) dropRows(tq, n, tk, row * tk, dp, dp, keyA, keyB, threshold, dropScale);
      // dS = scale · P · (dP − Σ dO · O)
      for (let i: usize = 0; i < tq; i++) {
        const at = outHere + i * os;
        let sum = f32x4.splat(0);
        for (let j: usize = 0; j < d; j += 4)
          sum = madd(loadLanes(out + at + j * 4, d - j), loadLanes(dOut + at + j * 4, d - j), sum);
        const along = f32x4.splat(total(sum));
        for (let j: usize = 0; j < n; j += 4) {
          const here = (i * n + j) * 4;
          const rest = f32x4.sub(loadLanes(dp + here, n - j), along);
          const value = f32x4.mul(f32x4.mul(loadLanes(p + here, n - j), f32x4.splat(scale)), rest);
          storeLanes(dp + here, value, n - j);
        }
      }
      pack(n, d, kHere, ks, 4, packed);
      multiply(tq, d, n, dp, n * 4, 4, packed, dq + b * tq * dqs + head, dqs, false);
      pack(tq, d, qHere, qs, 4, packed);
      multiply(n, d, tq, dp, 4, n * 4, packed, dk + b * tk * dks + head, dks, false);
      for (let j = n; j < tk; j++) {
        memory.fill(dk + (b * tk + j) * dks + head, 0, d * 4);
        memory.fill(dv + (b * tk + j) * dvs + head, 0, d * 4);
      }
    }
  }
}
