import { type Tensor, tensor1d, tidy } from '@tensorflow/tfjs-core';
import type { AttentionPlan } from '../attention/types.ts';
import { dispatch, emptyTensor } from './dispatch.ts';
import { f32, GROUP_INDEX, groups, MAIN, read, u32, written } from './wgsl.ts';

/** One thread a row: rows of attention are short, and there are many. */
const THREADS = 64;

/** softmax(scale · scores) over the keys that may be seen: scores [B, H, Tq, Tk] of any form of that size. */
export function gpuMaskedSoftmax<T extends Tensor>(plan: AttentionPlan, scores: T): T {
  const { heads, queries, keys, mask, causal, scale } = plan;
  return tidy(() => {
    const p = emptyTensor(scores.shape);
    const rows = scores.size / keys;
    dispatch({
      key: `masked-softmax-${mask !== null}-${causal}`,
      bindings: [
        read('x', scores),
        written('p', p),
        ...(mask ? [read('mask', tensor1d(mask.counts, 'int32'), 'i32')] : []),
      ],
      params: [
        u32('rows', rows),
        u32('keys', keys),
        u32('queries', queries),
        u32('rowsOfText', heads * queries),
        f32('scale', scale),
      ],
      code: () => `
fn seen(row: u32, j: u32) -> bool {
  return ${[causal ? 'j <= row % params.queries' : '', mask ? 'mask[(row / params.rowsOfText) * params.keys + j] != 0' : ''].filter(Boolean).join(' && ') || 'true'};
}
@compute @workgroup_size(${THREADS})
${MAIN} {
  let row = (${GROUP_INDEX}) * ${THREADS}u + thread;
  if (row >= params.rows) { return; }
  let at = row * params.keys;
  var most = -1e30;
  for (var j = 0u; j < params.keys; j++) { if (seen(row, j)) { most = max(most, x[at + j] * params.scale); } }
  var sum = 0.0;
  for (var j = 0u; j < params.keys; j++) {
    var value = 0.0;
    if (seen(row, j)) { value = exp(x[at + j] * params.scale - most); }
    p[at + j] = value;
    sum += value;
  }
  let share = select(0.0, 1.0 / sum, sum > 0.0);
  for (var j = 0u; j < params.keys; j++) { p[at + j] *= share; }
}`,
      workgroups: groups(Math.ceil(rows / THREADS)),
    });
    return p as T;
  });
}

/** scale · p · (dp − Σ dp · p) for each row. */
export function gpuSoftmaxBackward<T extends Tensor>(p: T, dp: Tensor, keys: number, scale: number): T {
  const dx = emptyTensor(p.shape);
  const rows = p.size / keys;
  dispatch({
    key: 'softmax-backward',
    bindings: [read('p', p), read('dp', dp), written('dx', dx)],
    params: [u32('rows', rows), u32('keys', keys), f32('scale', scale)],
    code: () => `
@compute @workgroup_size(${THREADS})
${MAIN} {
  let row = (${GROUP_INDEX}) * ${THREADS}u + thread;
  if (row >= params.rows) { return; }
  let at = row * params.keys;
  var along = 0.0;
  for (var j = 0u; j < params.keys; j++) { along += p[at + j] * dp[at + j]; }
  for (var j = 0u; j < params.keys; j++) { dx[at + j] = params.scale * p[at + j] * (dp[at + j] - along); }
}`,
    workgroups: groups(Math.ceil(rows / THREADS)),
  });
  return dx as T;
}
