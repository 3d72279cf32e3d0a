import type { Tensor } from '@tensorflow/tfjs-core';
import { dispatch, emptyTensor } from './dispatch.ts';
import { read, u32, written } from './wgsl.ts';

/** Columns of a workgroup side by side, and how many threads share the rows of each. */
export const SUM_GROUP = 16;
const LANES = 16;

/**
 * A kernel for the sums over all rows of [rows, columns]: each thread adds every 16th row, then one adds up the
 * lanes: a fixed order, no transpose.
 *
 * @param value of the term at `at`
 * @param also what else is done with each `term`
 */
export const sumOfColumns = (out: string, value: string, also = ''): string => `
var<workgroup> partial: array<f32, ${SUM_GROUP * LANES}>;
@compute @workgroup_size(${SUM_GROUP}, ${LANES})
fn main(@builtin(workgroup_id) wg: vec3<u32>, @builtin(local_invocation_id) id: vec3<u32>) {
  let column = wg.x * ${SUM_GROUP}u + id.x;
  var sum = 0.0;
  if (column < params.columns) {
    for (var row = id.y; row < params.rows; row += ${LANES}u) {
      let at = row * params.columns + column;
      let term = ${value};
      ${also}
      sum += term;
    }
  }
  partial[id.y * ${SUM_GROUP}u + id.x] = sum;
  workgroupBarrier();
  if (id.y == 0u && column < params.columns) {
    for (var lane = 1u; lane < ${LANES}u; lane++) { sum += partial[lane * ${SUM_GROUP}u + id.x]; }
    ${out}[column] = sum;
  }
}`;

/**
 * The sum over all rows: values [N, C], of any shape with so many values → [C], as gradients of biases want it, in one
 * dispatch.
 */
export function columnSums(values: Tensor, columns: number): Tensor {
  const out = emptyTensor([columns]);
  dispatch({
    key: 'column-sums',
    bindings: [read('values', values), written('sums', out)],
    params: [u32('rows', values.size / columns), u32('columns', columns)],
    code: () => sumOfColumns('sums', 'values[at]'),
    workgroups: [Math.ceil(columns / SUM_GROUP)],
  });
  return out;
}
