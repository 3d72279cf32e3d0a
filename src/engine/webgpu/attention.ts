import { type Tensor, tensor1d, type Tensor3D, tidy } from '@tensorflow/tfjs-core';
import type { AttentionKernels, AttentionPlan, HeadView, Views } from '../attention/types.ts';
import { type Binding, type Dispatch, dispatch, emptyTensor } from './dispatch.ts';
import { DROPOUT, dropoutParams, f32, GROUP_INDEX, groups, MAIN, read, u32, written } from './wgsl.ts';

/**
 * Attention without probabilities in memory: a thread holds one query (backward also: one key) in registers and goes
 * through all keys (queries); the softmax is corrected as greater scores come (Milakov & Gimelshein 2018, Dao et al.
 * 2022). No barriers, no atomics: every sum has one order.
 */
const THREADS = 64;
/** Wider heads do not fit in registers. */
const WIDEST = 64;

export function gpuAttentionFits({ width, batch, heads, queries, keys }: AttentionPlan): boolean {
  // The number of an element of P must be a u32: dropout counts with it.
  return width % 4 === 0 && width <= WIDEST && batch * heads * queries * keys < 2 ** 32;
}

export const gpuAttention: AttentionKernels & { empty(shape: number[]): Tensor } = {
  empty: emptyTensor,

  forward(plan, views) {
    const { batch, heads, queries, width } = plan;
    const out = emptyTensor([batch, queries, heads * width]) as Tensor3D;
    // The second half is for Σ dO · O on the way back: no more than eight buffers may be bound.
    const logSum = emptyTensor([2 * batch * heads * queries]);
    run(
      plan,
      'forward',
      queries,
      () => FORWARD(plan),
      [...inputs(views), written('out', out, 'vec4<f32>'), written('logSum', logSum)],
      views,
      null,
    );
    return { out, sums: logSum };
  },

  backward(plan, views, { out, sums: logSum }, dOut, gradients) {
    const { queries, keys } = plan;
    const oneTensor = gradients.q.tensor === gradients.k.tensor;
    const target = (name: string, { tensor }: HeadView) => written(name, tensor, 'vec4<f32>');
    run(
      plan,
      'queries',
      queries,
      () => QUERIES(plan),
      [
        ...inputs(views),
        read('out', out, 'vec4<f32>'),
        read('dOut', dOut, 'vec4<f32>'),
        written('logSum', logSum),
        target('dq', gradients.q),
      ],
      views,
      gradients,
    );
    run(
      plan,
      `keys-${oneTensor}`,
      keys,
      () => KEYS(plan, oneTensor),
      [
        ...inputs(views),
        read('dOut', dOut, 'vec4<f32>'),
        read('logSum', logSum),
        // One buffer may not be bound twice for writing.
        ...(oneTensor ? [target('dk', gradients.k)] : [target('dk', gradients.k), target('dv', gradients.v)]),
      ],
      views,
      gradients,
    );
  },
};

function inputs({ q, k, v }: Views): Binding[] {
  const views = { q, k, v };
  return Object.entries(views).map(([name, { tensor }]) => read(name, tensor, 'vec4<f32>'));
}

function run(
  plan: AttentionPlan,
  name: string,
  rows: number,
  code: () => string,
  bindings: Binding[],
  views: Views,
  gradients: Views | null,
): void {
  const { batch, heads, queries, keys, width, mask, causal, scale, draw } = plan;
  const count = batch * heads * rows;
  tidy(() => {
    const call: Dispatch = {
      key: `attention-${name}-${width}-${mask !== null}-${causal}-${draw !== null}`,
      bindings: [...bindings, ...(mask ? [read('mask', maskTensor(mask.ends, mask.counts), 'i32')] : [])],
      params: [
        u32('count', count),
        u32('batch', batch),
        u32('heads', heads),
        u32('queries', queries),
        u32('keys', keys),
        f32('scale', scale),
        ...viewParams('q', views.q),
        ...viewParams('k', views.k),
        ...viewParams('v', views.v),
        ...(gradients
          ? [
              ...viewParams('dq', gradients.q),
              ...viewParams('dk', gradients.k),
              ...viewParams('dv', gradients.v),
            ]
          : []),
        ...(draw ? dropoutParams(draw) : []),
      ],
      code: () => `${draw ? DROPOUT : ''}
const WIDTH = ${width / 4}u;
fn keysOf(b: u32) -> u32 { return ${mask ? 'min(params.keys, u32(mask[b]))' : 'params.keys'}; }
fn counts(b: u32, j: u32) -> bool { return ${mask ? 'mask[params.batch + b * params.keys + j] != 0' : 'true'}; }
@compute @workgroup_size(${THREADS})
${MAIN} {
  let n = (${GROUP_INDEX}) * ${THREADS}u + thread;
  if (n >= params.count) { return; }
${code()}
}`,
      workgroups: groups(Math.ceil(count / THREADS)),
    };
    dispatch(call);
  });
}

/** Where each text's keys end, then the mask: one buffer, as there are few to bind. */
function maskTensor(ends: Int32Array, counts: Int32Array): Tensor {
  const values = new Int32Array(ends.length + counts.length);
  values.set(ends);
  values.set(counts, ends.length);
  return tensor1d(values, 'int32');
}

/** In units of four values. */
const viewParams = (name: string, { offset, stride }: HeadView) => [
  u32(`${name}Offset`, offset / 4),
  u32(`${name}Stride`, stride / 4),
];

const at = (name: string, row: string) =>
  `params.${name}Offset + (${row}) * params.${name}Stride + head * WIDTH`;
const registers = (name: string) => `var ${name}: array<vec4<f32>, ${'WIDTH'}>;`;
const each = (body: string) => `for (var d = 0u; d < WIDTH; d++) { ${body} }`;
/**
 * The same written out, a line for each `d`: a software adapter gathers registers that a variable chooses lane by lane.
 * On the way back, which holds three and four times as many, it gains nothing.
 */
const eachOf =
  ({ width }: AttentionPlan) =>
  (body: string) =>
    Array.from({ length: width / 4 }, (_, d) => body.replace(/\bd\b/g, `${d}u`)).join('\n    ');

/** Which text, head and row thread n has. */
const place = (rows: string) => `
  let row = n % params.${rows};
  let head = (n / params.${rows}) % params.heads;
  let b = n / (params.${rows} * params.heads);`;

const FORWARD = (plan: AttentionPlan, { causal, draw } = plan, each = eachOf(plan)) => `${place('queries')}
  ${registers('query')} ${registers('sum')}
  let first = ${at('q', 'b * params.queries + row')};
  ${each('query[d] = q[first + d] * params.scale; sum[d] = vec4<f32>(0.0);')}
  let end = ${causal ? 'min(keysOf(b), row + 1u)' : 'keysOf(b)'};
  var most = -1e30;
  var weight = 0.0;
  for (var j = 0u; j < end; j++) {
    if (!counts(b, j)) { continue; }
    let key = ${at('k', 'b * params.keys + j')};
    var score = 0.0;
    ${each('score += dot(query[d], k[key + d]);')}
    if (score > most) {
      let shrink = exp(most - score);
      weight *= shrink;
      ${each('sum[d] *= shrink;')}
      most = score;
    }
    let p = exp(score - most);
    weight += p;
    let used = p${draw ? ' * keptFactor(n * params.keys + j)' : ''};
    let value = ${at('v', 'b * params.keys + j')};
    ${each('sum[d] += used * v[value + d];')}
  }
  let share = select(0.0, 1.0 / weight, weight > 0.0);
  let to = ((b * params.queries + row) * params.heads + head) * WIDTH;
  ${each('out[to + d] = sum[d] * share;')}
  logSum[n] = select(1e30, most + log(weight), weight > 0.0);`;

/** The gradient of a query, and Σ dO · O, which the keys need too: in the second half of `logSum`. */
const QUERIES = ({ causal, draw }: AttentionPlan) => `${place('queries')}
  ${registers('query')} ${registers('slope')} ${registers('sum')}
  let first = ${at('q', 'b * params.queries + row')};
  let o = ((b * params.queries + row) * params.heads + head) * WIDTH;
  var product = 0.0;
  ${each(`query[d] = q[first + d] * params.scale; slope[d] = dOut[o + d]; sum[d] = vec4<f32>(0.0);
    product += dot(slope[d], out[o + d]);`)}
  logSum[params.count + n] = product;
  let logs = logSum[n];
  let end = ${causal ? 'min(keysOf(b), row + 1u)' : 'keysOf(b)'};
  for (var j = 0u; j < end; j++) {
    if (!counts(b, j)) { continue; }
    let key = ${at('k', 'b * params.keys + j')};
    let value = ${at('v', 'b * params.keys + j')};
    var score = 0.0;
    var dp = 0.0;
    ${each('score += dot(query[d], k[key + d]); dp += dot(slope[d], v[value + d]);')}
    ${draw ? 'dp *= keptFactor(n * params.keys + j);' : ''}
    let ds = exp(score - logs) * (dp - product) * params.scale;
    ${each('sum[d] += ds * k[key + d];')}
  }
  let to = ${at('dq', 'b * params.queries + row')};
  ${each('dq[to + d] = sum[d];')}`;

/** The gradients of a key and its value. */
const KEYS = ({ causal, draw }: AttentionPlan, oneTensor: boolean) => `${place('keys')}
  ${registers('key')} ${registers('value')} ${registers('keySum')} ${registers('valueSum')}
  let first = ${at('k', 'b * params.keys + row')};
  let fromValue = ${at('v', 'b * params.keys + row')};
  ${each(`key[d] = k[first + d] * params.scale; value[d] = v[fromValue + d];
    keySum[d] = vec4<f32>(0.0); valueSum[d] = vec4<f32>(0.0);`)}
  if (row < keysOf(b) && counts(b, row)) {
    for (var i = ${causal ? 'row' : '0u'}; i < params.queries; i++) {
      let query = ${at('q', 'b * params.queries + i')};
      let o = ((b * params.queries + i) * params.heads + head) * WIDTH;
      let m = (b * params.heads + head) * params.queries + i;
      var score = 0.0;
      var dp = 0.0;
      ${each('score += dot(key[d], q[query + d]); dp += dot(value[d], dOut[o + d]);')}
      let p = exp(score - logSum[m]);
      ${draw ? 'let kept = keptFactor(m * params.keys + row); dp *= kept;' : ''}
      let used = p${draw ? ' * kept' : ''};
      let ds = p * (dp - logSum[params.batch * params.heads * params.queries + m]) * params.scale;
      ${each('keySum[d] += ds * q[query + d]; valueSum[d] += used * dOut[o + d];')}
    }
  }
  let to = ${at('dk', 'b * params.keys + row')};
  let toValue = ${at('dv', 'b * params.keys + row')};
  ${each(`dk[to + d] = keySum[d]; ${oneTensor ? 'dk' : 'dv'}[toValue + d] = valueSum[d];`)}`;
