import type { Tensor, Tensor1D } from '@tensorflow/tfjs-core';
import type { LayerNormGradients, LayerNormInput, LayerNormResult } from '../layer-norm.ts';
import type { DropoutDraw } from '../random-bits.ts';
import { dispatch, emptyTensor } from './dispatch.ts';
import { DROPOUT, dropoutParams, f32, GROUP_INDEX, groups, MAIN, read, u32, written } from './wgsl.ts';

/**
 * One workgroup a row. Sums over a row take one barrier: each thread leaves its part, then every thread adds all
 * parts, in the same order everywhere; so threads are few.
 */
const THREADS = 16;

const totals = (name: string, type: 'f32' | 'vec2<f32>' = 'f32') => `
var<workgroup> ${name}Parts: array<${type}, ${THREADS}>;
fn ${name}Total(part: ${type}, thread: u32) -> ${type} {
  ${name}Parts[thread] = part;
  workgroupBarrier();
  var sum = ${type}();
  for (var i = 0u; i < ${THREADS}u; i++) { sum += ${name}Parts[i]; }
  return sum;
}`;

/** LN(residual + dropout(x)) in one dispatch. */
export function gpuLayerNorm({
  x,
  weight,
  bias,
  eps,
  residual = null,
  draw = null,
}: LayerNormInput): LayerNormResult {
  const size = weight.shape[0];
  const rows = x.size / size;
  const y = emptyTensor(x.shape);
  const normal = emptyTensor([rows, size]);
  const inverse = emptyTensor([rows]);
  const branch = draw ? 'x[at + j] * keptFactor(at + j)' : 'x[at + j]';
  dispatch({
    key: `layer-norm-${residual !== null}-${draw !== null}`,
    bindings: [
      read('x', x),
      ...(residual ? [read('residual', residual)] : []),
      read('weight', weight),
      read('bias', bias),
      written('y', y),
      written('normal', normal),
      written('inverse', inverse),
    ],
    params: [u32('rows', rows), u32('size', size), f32('eps', eps), ...(draw ? dropoutParams(draw) : [])],
    code: () => `${draw ? DROPOUT : ''}${totals('mean')}${totals('square')}
@compute @workgroup_size(${THREADS})
${MAIN} {
  let row = ${GROUP_INDEX};
  if (row >= params.rows) { return; }
  let at = row * params.size;
  var part = 0.0;
  for (var j = thread; j < params.size; j += ${THREADS}u) {
    let sum = ${residual ? 'residual[at + j] + ' : ''}${branch};
    normal[at + j] = sum;
    part += sum;
  }
  let mean = meanTotal(part, thread) / f32(params.size);
  part = 0.0;
  for (var j = thread; j < params.size; j += ${THREADS}u) {
    let centred = normal[at + j] - mean;
    part += centred * centred;
  }
  let scale = inverseSqrt(squareTotal(part, thread) / f32(params.size) + params.eps);
  for (var j = thread; j < params.size; j += ${THREADS}u) {
    let value = (normal[at + j] - mean) * scale;
    normal[at + j] = value;
    y[at + j] = value * weight[j] + bias[j];
  }
  if (thread == 0u) { inverse[row] = scale; }
}`,
    workgroups: groups(rows),
  });
  return { y, normal, inverse };
}

/** Two dispatches: the gradients of the rows, and those of weight and bias. */
export function gpuLayerNormBackward(
  dy: Tensor,
  { normal, inverse }: Omit<LayerNormResult, 'y'>,
  weight: Tensor1D,
  draw: DropoutDraw | null,
): LayerNormGradients {
  const size = weight.shape[0];
  const rows = dy.size / size;
  const dSum = emptyTensor([rows, size]);
  const dx = draw ? emptyTensor([rows, size]) : dSum;
  dispatch({
    key: `layer-norm-backward-${draw !== null}`,
    bindings: [
      read('dy', dy),
      read('normal', normal),
      read('inverse', inverse),
      read('weight', weight),
      written('dSum', dSum),
      ...(draw ? [written('dx', dx)] : []),
    ],
    params: [u32('rows', rows), u32('size', size), ...(draw ? dropoutParams(draw) : [])],
    code: () => `${draw ? DROPOUT : ''}${totals('both', 'vec2<f32>')}
@compute @workgroup_size(${THREADS})
${MAIN} {
  let row = ${GROUP_INDEX};
  if (row >= params.rows) { return; }
  let at = row * params.size;
  var parts = vec2<f32>(0.0);
  for (var j = thread; j < params.size; j += ${THREADS}u) {
    let scaled = dy[at + j] * weight[j];
    parts += scaled * vec2<f32>(1.0, normal[at + j]);
  }
  let means = bothTotal(parts, thread) / f32(params.size);
  let scale = inverse[row];
  for (var j = thread; j < params.size; j += ${THREADS}u) {
    let value = scale * (dy[at + j] * weight[j] - means.x - normal[at + j] * means.y);
    dSum[at + j] = value;
    ${draw ? 'dx[at + j] = value * keptFactor(at + j);' : ''}
  }
}`,
    workgroups: groups(rows),
  });
  return { dSum, dx, ...parameterGradients(dy, normal, rows, size) };
}

/** Σ dy · normal and Σ dy over the rows: 16 columns a workgroup, 16 threads a column, added in a fixed order. */
function parameterGradients(
  dy: Tensor,
  normal: Tensor,
  rows: number,
  size: number,
): Pick<LayerNormGradients, 'dWeight' | 'dBias'> {
  const dWeight = emptyTensor([size]);
  const dBias = emptyTensor([size]);
  dispatch({
    key: 'layer-norm-parameters',
    bindings: [read('dy', dy), read('normal', normal), written('dWeight', dWeight), written('dBias', dBias)],
    params: [u32('rows', rows), u32('size', size)],
    code: () => `
var<workgroup> parts: array<vec2<f32>, 256>;
@compute @workgroup_size(256)
${MAIN} {
  let column = group.x * 16u + thread % 16u;
  var sum = vec2<f32>(0.0);
  if (column < params.size) {
    for (var row = thread / 16u; row < params.rows; row += 16u) {
      let at = row * params.size + column;
      sum += dy[at] * vec2<f32>(normal[at], 1.0);
    }
  }
  parts[thread] = sum;
  workgroupBarrier();
  if (thread < 16u && column < params.size) {
    var total = vec2<f32>(0.0);
    for (var i = 0u; i < 16u; i++) { total += parts[i * 16u + thread]; }
    dWeight[column] = total.x;
    dBias[column] = total.y;
  }
}`,
    workgroups: [Math.ceil(size / 16)],
  });
  return { dWeight, dBias };
}
