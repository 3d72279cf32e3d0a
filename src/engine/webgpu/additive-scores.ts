import type { Tensor, Tensor1D, Tensor3D } from '@tensorflow/tfjs-core';
import { TANH } from './activation-wgsl.ts';
import { type Dispatch, dispatch, emptyTensor } from './dispatch.ts';
import { columnSums } from './sums.ts';
import { GROUP_INDEX, groups, MAIN, read, u32, written } from './wgsl.ts';

const THREADS = 64;

const sizes = (q: Tensor3D, k: Tensor3D, causal: boolean): Dispatch['params'] => [
  u32('batch', q.shape[0]),
  u32('queries', q.shape[1]),
  u32('keys', k.shape[1]),
  u32('size', q.shape[2]),
  u32('causal', Number(causal)),
];

/** Keys that query i is compared with are those before `seen(i)`. */
const SEEN = `fn seen(i: u32) -> u32 { return select(params.keys, min(params.keys, i + 1u), params.causal == 1u); }`;

const threads = (body: string) => `${TANH}
${SEEN}
@compute @workgroup_size(${THREADS})
${MAIN} {
  let n = (${GROUP_INDEX}) * ${THREADS}u + thread;
${body}
}`;

/** One thread a score. */
export function gpuAdditiveScores(q: Tensor3D, k: Tensor3D, v: Tensor1D, causal: boolean): Tensor3D {
  const scores = emptyTensor([q.shape[0], q.shape[1], k.shape[1]]) as Tensor3D;
  dispatch({
    key: 'additive-scores',
    bindings: [read('q', q), read('k', k), read('v', v), written('scores', scores)],
    params: sizes(q, k, causal),
    code: () =>
      threads(`
  if (n >= params.batch * params.queries * params.keys) { return; }
  let row = n / params.keys;
  let j = n % params.keys;
  var sum = 0.0;
  if (j < seen(row % params.queries)) {
    let query = row * params.size;
    let key = (row / params.queries * params.keys + j) * params.size;
    for (var a = 0u; a < params.size; a++) { sum += v[a] * bounded(q[query + a] + k[key + a]); }
  }
  scores[n] = sum;`),
    workgroups: groups(Math.ceil(scores.size / THREADS)),
  });
  return scores;
}

/**
 * Three dispatches: a thread for each value of dq, which sums its share of dv by the way; one for each value of dk;
 * and the sum of the shares of dv.
 */
export function gpuAdditiveScoresBackward(
  q: Tensor3D,
  k: Tensor3D,
  v: Tensor1D,
  ds: Tensor3D,
  causal: boolean,
): Tensor[] {
  const size = q.shape[2];
  const dq = emptyTensor(q.shape);
  const dk = emptyTensor(k.shape);
  const shares = emptyTensor(q.shape);
  const inputs = [read('q', q), read('k', k), read('v', v), read('ds', ds)];
  dispatch({
    key: 'additive-scores-queries',
    bindings: [...inputs, written('dq', dq), written('shares', shares)],
    params: sizes(q, k, causal),
    code: () =>
      threads(`
  if (n >= params.batch * params.queries * params.size) { return; }
  let a = n % params.size;
  let row = n / params.size;
  let first = row / params.queries * params.keys;
  let end = seen(row % params.queries);
  var sum = 0.0;
  var share = 0.0;
  for (var j = 0u; j < end; j++) {
    let slope = ds[row * params.keys + j];
    let value = bounded(q[n] + k[(first + j) * params.size + a]);
    sum += slope * (1.0 - value * value);
    share += slope * value;
  }
  dq[n] = sum * v[a];
  shares[n] = share;`),
    workgroups: groups(Math.ceil(q.size / THREADS)),
  });
  dispatch({
    key: 'additive-scores-keys',
    bindings: [...inputs, written('dk', dk)],
    params: sizes(q, k, causal),
    code: () =>
      threads(`
  if (n >= params.batch * params.keys * params.size) { return; }
  let a = n % params.size;
  let row = n / params.size;
  let j = row % params.keys;
  let first = row / params.keys * params.queries;
  var sum = 0.0;
  for (var i = select(0u, j, params.causal == 1u); i < params.queries; i++) {
    let query = first + i;
    let value = bounded(q[query * params.size + a] + k[n]);
    sum += ds[query * params.keys + j] * (1.0 - value * value);
  }
  dk[n] = sum * v[a];`),
    workgroups: groups(Math.ceil(k.size / THREADS)),
  });
  const dv = columnSums(shares, size);
  shares.dispose();
  return [dq, dk, dv];
}
