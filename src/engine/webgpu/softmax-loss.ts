import type { Tensor, Tensor1D, Tensor2D } from '@tensorflow/tfjs-core';
import type { SoftmaxLossInput } from '../softmax-loss.ts';
import { dispatch, emptyTensor } from './dispatch.ts';
import { GROUP_INDEX, groups, IS_NAN, MAIN, NAN, read, u32, written } from './wgsl.ts';

const THREADS = 64;

/**
 * Two dispatches: a workgroup a row for the logarithm of its sum (each thread goes through its part of the classes
 * once, correcting its sum as greater logits come), then one workgroup for the loss. Without reduction the second is
 * left out. `rows` [3, N] (+ 1): logarithms of sums, weights, losses; last the sum of the weights.
 */
export function gpuSoftmaxLoss({
  logits,
  labels,
  ignoreIndex,
  weight,
  reduction,
}: SoftmaxLossInput & { labels: Tensor1D }): { loss: Tensor; rows: Tensor } {
  const [count, classes] = logits.shape;
  const rows = emptyTensor([3 * count + 1]);
  const single = reduction === 'none' ? emptyTensor([count]) : null;
  dispatch({
    key: `softmax-loss-${weight !== null}-${single !== null}`,
    bindings: [
      read('x', logits),
      read('labels', labels, 'i32'),
      ...(weight ? [read('weight', weight)] : []),
      written('rows', rows),
      ...(single ? [written('single', single)] : []),
    ],
    params: [u32('count', count), u32('classes', classes), u32('ignored', ignoreIndex >>> 0)],
    code: () => `${IS_NAN}
var<workgroup> parts: array<vec2<f32>, ${THREADS}>;
@compute @workgroup_size(${THREADS})
${MAIN} {
  let row = ${GROUP_INDEX};
  if (row >= params.count) { return; }
  let at = row * params.classes;
  let label = labels[row];
  let counts = label != bitcast<i32>(params.ignored);
  var most = -3e38;
  var sum = 0.0;
  // The greatest of the logits' bits without their signs: those of NaN are above all numbers'.
  var bits = 0u;
  if (counts) {
    for (var j = thread; j < params.classes; j += ${THREADS}u) {
      let value = x[at + j];
      bits = max(bits, bitcast<u32>(value) & 0x7fffffffu);
      if (value > most) { sum = sum * exp(most - value) + 1.0; most = value; }
      else { sum += exp(value - most); }
    }
  }
  parts[thread] = vec2<f32>(most, select(sum, bitcast<f32>(bits), isNaN(bitcast<f32>(bits))));
  workgroupBarrier();
  if (thread == 0u) {
    for (var i = 1u; i < ${THREADS}u; i++) { most = max(most, parts[i].x); }
    sum = 0.0;
    for (var i = 0u; i < ${THREADS}u; i++) { sum += parts[i].y * exp(parts[i].x - most); }
    // Neither exp nor log of NaN need be NaN on a GPU.
    let rest = select(log(sum), sum, isNaN(sum));
    let logSum = most + rest;
    var weightOfRow = 0.0;
    var loss = 0.0;
    if (counts) {
      weightOfRow = ${weight ? 'weight[label]' : '1.0'};
      // Differences first: great logits lose no digits.
      loss = weightOfRow * ((most - x[at + u32(label)]) + rest);
      if (label < 0 || u32(label) >= params.classes) { loss = ${NAN('params.classes')}; }
    }
    rows[row] = logSum;
    rows[params.count + row] = weightOfRow;
    rows[2u * params.count + row] = loss;
    ${single ? 'single[row] = loss;' : ''}
  }
}`,
    workgroups: groups(count),
  });
  return { loss: single ?? reduced(rows, count, reduction === 'mean'), rows };
}

function reduced(rows: Tensor, count: number, mean: boolean): Tensor {
  const loss = emptyTensor([]);
  dispatch({
    key: `softmax-loss-sum-${mean}`,
    bindings: [written('rows', rows), written('loss', loss)],
    params: [u32('count', count)],
    code: () => `
var<workgroup> parts: array<vec2<f32>, ${THREADS}>;
@compute @workgroup_size(${THREADS})
fn main(@builtin(local_invocation_index) thread: u32) {
  var sum = vec2<f32>(0.0);
  for (var i = thread; i < params.count; i += ${THREADS}u) {
    sum += vec2<f32>(rows[2u * params.count + i], rows[params.count + i]);
  }
  parts[thread] = sum;
  workgroupBarrier();
  if (thread == 0u) {
    var all = vec2<f32>(0.0);
    for (var i = 0u; i < ${THREADS}u; i++) { all += parts[i]; }
    rows[3u * params.count] = all.y;
    ${
      mean
        ? `// 0 / 0 is not always NaN on a GPU.
    loss[0] = select(all.x / all.y, ${NAN('params.count')}, all.y == 0.0);`
        : 'loss[0] = all.x;'
    }
  }
}`,
    workgroups: [1],
  });
  return loss;
}

/** One dispatch: weight · dy · (softmax − hot), zeros for rows that do not count. */
export function gpuSoftmaxLossBackward(
  logits: Tensor2D,
  labels: Tensor1D,
  rows: Tensor,
  dy: Tensor,
  reduction: SoftmaxLossInput['reduction'],
): Tensor {
  const [count, classes] = logits.shape;
  const dx = emptyTensor([count, classes]);
  const slope =
    reduction === 'none' ? 'dy[row]' : reduction === 'mean' ? 'dy[0] / rows[3u * params.count]' : 'dy[0]';
  dispatch({
    key: `softmax-loss-backward-${reduction}`,
    bindings: [
      read('x', logits),
      read('labels', labels, 'i32'),
      read('rows', rows),
      read('dy', dy),
      written('dx', dx),
    ],
    params: [u32('count', count), u32('classes', classes)],
    code: () => `${IS_NAN}
@compute @workgroup_size(${THREADS})
${MAIN} {
  let row = ${GROUP_INDEX};
  if (row >= params.count) { return; }
  let at = row * params.classes;
  let weight = rows[params.count + row];
  let logSum = rows[row];
  let label = u32(max(labels[row], 0));
  // NaN times whatever exp makes of NaN.
  let slope = select(${slope} * weight, logSum, isNaN(logSum));
  for (var j = thread; j < params.classes; j += ${THREADS}u) {
    var value = 0.0;
    if (weight != 0.0) { value = slope * (exp(x[at + j] - logSum) - select(0.0, 1.0, j == label)); }
    dx[at + j] = value;
  }
}`,
    workgroups: groups(count),
  });
  return dx;
}
