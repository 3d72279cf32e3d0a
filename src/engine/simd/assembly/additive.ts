import { loadLanes, madd, storeLanes, tanh4 } from './lanes';
import { onlyLanes, total } from './layer-norm';

/** Keys that query i is compared with: all, or those up to its own place. */
function keysOf(i: usize, tk: usize, causal: i32): usize {
  return causal && i + 1 < tk ? i + 1 : tk;
}

/**
 * scores [B, Tq, Tk] = v · tanh(q + k): q [B, Tq, A], k [B, Tk, A], v [A]. Nothing of B · Tq · Tk · A is stored. Where
 * causal, keys after the query score 0.
 */
export function additiveScores(
  batch: usize,
  tq: usize,
  tk: usize,
  size: usize,
  causal: i32,
  q: usize,
  k: usize,
  v: usize,
  scores: usize,
): void {
  const row = size * 4;
  for (let b: usize = 0; b < batch; b++) {
    for (let i: usize = 0; i < tq; i++) {
      const query = q + (b * tq + i) * row;
      const keys = keysOf(i, tk, causal);
      memory.fill(scores + ((b * tq + i) * tk + keys) * 4, 0, (tk - keys) * 4);
      for (let j: usize = 0; j < keys; j++) {
        const key = k + (b * tk + j) * row;
        let sum = f32x4.splat(0);
        for (let a: usize = 0; a < size; a += 4) {
          const lanes = size - a;
          const value = tanh4(f32x4.add(loadLanes(query + a * 4, lanes), loadLanes(key + a * 4, lanes)));
          sum = madd(onlyLanes(value, lanes), loadLanes(v + a * 4, lanes), sum);
        }
        store<f32>(scores + ((b * tq + i) * tk + j) * 4, total(sum));
      }
    }
  }
}

/** The hyperbolic tangents are computed again. dq, dk and dv come in as zeros. */
export function additiveScoresBackward(
  batch: usize,
  tq: usize,
  tk: usize,
  size: usize,
  causal: i32,
  q: usize,
  k: usize,
  v: usize,
  ds: usize,
  dq: usize,
  dk: usize,
  dv: usize,
): void {
  const row = size * 4;
  const one = f32x4.splat(1);
  for (let b: usize = 0; b < batch; b++) {
    for (let i: usize = 0; i < tq; i++) {
      const query = (b * tq + i) * row;
      const keys = keysOf(i, tk, causal);
      for (let j: usize = 0; j < keys; j++) {
        const key = (b * tk + j) * row;
        const slope = load<f32>(ds + ((b * tq + i) * tk + j) * 4);
        if (slope === 0) continue;
        const factor = f32x4.splat(slope);
        for (let a: usize = 0; a < size; a += 4) {
          const lanes = size - a;
          const at = a * 4;
          const value = tanh4(f32x4.add(loadLanes(q + query + at, lanes), loadLanes(k + key + at, lanes)));
          const weighted = f32x4.mul(factor, loadLanes(v + at, lanes));
          const inner = f32x4.mul(weighted, f32x4.sub(one, f32x4.mul(value, value)));
          storeLanes(dq + query + at, f32x4.add(loadLanes(dq + query + at, lanes), inner), lanes);
          storeLanes(dk + key + at, f32x4.add(loadLanes(dk + key + at, lanes), inner), lanes);
          storeLanes(dv + at, madd(factor, value, loadLanes(dv + at, lanes)), lanes);
        }
      }
    }
  }
}
