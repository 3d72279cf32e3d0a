import type { Tensor } from '@tensorflow/tfjs-core';
import { dispatch, emptyTensor } from './dispatch.ts';

/** Columns of a workgroup side by side, and how many threads share the rows of each. */
const COLUMNS = 16;
const LANES = 16;

/**
 * The sum over all rows: values [N, C], of any shape with so many values → [C], as gradients of biases want it. Each
 * thread adds every 16th row, then one adds up the lanes: a fixed order, one dispatch, no transpose.
 */
export function columnSums(values: Tensor, columns: number): Tensor {
  const out = emptyTensor([columns]);
  dispatch({
    key: 'column-sums',
    bindings: [
      { name: 'values', tensor: values, type: 'f32', access: 'read' },
      { name: 'out', tensor: out, type: 'f32', access: 'read_write' },
    ],
    params: [
      { name: 'rows', type: 'u32', value: values.size / columns },
      { name: 'columns', type: 'u32', value: columns },
    ],
    code: () => `
var<workgroup> partial: array<f32, ${COLUMNS * LANES}>;
@compute @workgroup_size(${COLUMNS}, ${LANES})
fn main(@builtin(workgroup_id) wg: vec3<u32>, @builtin(local_invocation_id) id: vec3<u32>) {
  let column = wg.x * ${COLUMNS}u + id.x;
  var sum = 0.0;
  if (column < params.columns) {
    for (var row = id.y; row < params.rows; row += ${LANES}u) { sum += values[row * params.columns + column]; }
  }
  partial[id.y * ${COLUMNS}u + id.x] = sum;
  workgroupBarrier();
  if (id.y == 0u && column < params.columns) {
    for (var lane = 1u; lane < ${LANES}u; lane++) { sum += partial[lane * ${COLUMNS}u + id.x]; }
    out[column] = sum;
  }
}`,
    workgroups: [Math.ceil(columns / COLUMNS)],
  });
  return out;
}
