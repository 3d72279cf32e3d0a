import type { Tensor, Tensor1D, Tensor3D } from '@tensorflow/tfjs-core';
import { type Dispatch, dispatch, emptyTensor } from './dispatch.ts';
import { GROUP_INDEX, groups, MAIN, read, u32, written } from './wgsl.ts';

const THREADS = 64;

const sizes = (q: Tensor3D, k: Tensor3D): Dispatch['params'] => [
  u32('batch', q.shape[0]),
  u32('queries', q.shape[1]),
  u32('keys', k.shape[1]),
  u32('size', q.shape[2]),
];

/** Some drivers overflow. */
const BOUNDED = 'fn bounded(x: f32) -> f32 { return tanh(clamp(x, -15.0, 15.0)); }';

const threads = (body: string) => `${BOUNDED}
@compute @workgroup_size(${THREADS})
${MAIN} {
  let n = (${GROUP_INDEX}) * ${THREADS}u + thread;
${body}
}`;

/** One thread a score. */
export function gpuAdditiveScores(q: Tensor3D, k: Tensor3D, v: Tensor1D): Tensor3D {
  const scores = emptyTensor([q.shape[0], q.shape[1], k.shape[1]]) as Tensor3D;
  dispatch({
    key: 'additive-scores',
    bindings: [read('q', q), read('k', k), read('v', v), written('scores', scores)],
    params: sizes(q, k),
    code: threads(`
  if (n >= params.batch * params.queries * params.keys) { return; }
  let query = (n / params.keys) * params.size;
  let key = (n / (params.keys * params.queries) * params.keys + n % params.keys) * params.size;
  var sum = 0.0;
  for (var a = 0u; a < params.size; a++) { sum += v[a] * bounded(q[query + a] + k[key + a]); }
  scores[n] = sum;`),
    workgroups: groups(Math.ceil(scores.size / THREADS)),
  });
  return scores;
}

/** Four dispatches: a thread for each value of dq, of dk, and of dv in each text; the texts are added last. */
export function gpuAdditiveScoresBackward(q: Tensor3D, k: Tensor3D, v: Tensor1D, ds: Tensor3D): Tensor[] {
  const [batch, , size] = q.shape;
  const slope = (query: string, key: string, score: string) => `
    let value = bounded(q[(${query}) * params.size + a] + k[(${key}) * params.size + a]);
    sum += ds[${score}] * (1.0 - value * value);`;
  const dq = emptyTensor(q.shape);
  const dk = emptyTensor(k.shape);
  const dv = emptyTensor(v.shape);
  const inputs = [read('q', q), read('k', k), read('v', v), read('ds', ds)];
  dispatch({
    key: 'additive-scores-queries',
    bindings: [...inputs, written('dq', dq)],
    params: sizes(q, k),
    code: threads(`
  if (n >= params.batch * params.queries * params.size) { return; }
  let a = n % params.size;
  let row = n / params.size;
  let b = row / params.queries;
  var sum = 0.0;
  for (var j = 0u; j < params.keys; j++) {${slope('row', 'b * params.keys + j', 'row * params.keys + j')}
  }
  dq[n] = sum * v[a];`),
    workgroups: groups(Math.ceil(q.size / THREADS)),
  });
  dispatch({
    key: 'additive-scores-keys',
    bindings: [...inputs, written('dk', dk)],
    params: sizes(q, k),
    code: threads(`
  if (n >= params.batch * params.keys * params.size) { return; }
  let a = n % params.size;
  let row = n / params.size;
  let b = row / params.keys;
  let j = row % params.keys;
  var sum = 0.0;
  for (var i = 0u; i < params.queries; i++) {
    let query = b * params.queries + i;${slope('query', 'row', 'query * params.keys + j')}
  }
  dk[n] = sum * v[a];`),
    workgroups: groups(Math.ceil(k.size / THREADS)),
  });
  const parts = emptyTensor([batch, size]);
  dispatch({
    key: 'additive-scores-vector',
    bindings: [read('q', q), read('k', k), read('ds', ds), written('parts', parts)],
    params: sizes(q, k),
    code: threads(`
  if (n >= params.batch * params.size) { return; }
  let a = n % params.size;
  let b = n / params.size;
  var sum = 0.0;
  for (var i = b * params.queries; i < (b + 1u) * params.queries; i++) {
    for (var j = 0u; j < params.keys; j++) {
      sum += ds[i * params.keys + j]
        * bounded(q[i * params.size + a] + k[(b * params.keys + j) * params.size + a]);
    }
  }
  parts[n] = sum;`),
    workgroups: groups(Math.ceil((batch * size) / THREADS)),
  });
  dispatch({
    key: 'additive-scores-vector-sum',
    bindings: [read('parts', parts), written('dv', dv)],
    params: sizes(q, k),
    code: threads(`
  if (n >= params.size) { return; }
  var sum = 0.0;
  for (var b = 0u; b < params.batch; b++) { sum += parts[b * params.size + n]; }
  dv[n] = sum;`),
    workgroups: groups(Math.ceil(size / THREADS)),
  });
  parts.dispose();
  return [dq, dk, dv];
}
