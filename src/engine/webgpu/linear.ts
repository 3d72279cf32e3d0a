import type { Tensor, TensorInfo } from '@tensorflow/tfjs-core';
import { type Activation, keepsArgument } from '../activation.ts';
import type { LinearGradients, LinearInput, LinearResult, LinearTape } from '../linear.ts';
import { gpuActivateBackward } from './activation.ts';
import { ACTIVATION_CODE } from './activation-wgsl.ts';
import { dispatch, emptyTensor } from './dispatch.ts';
import { product } from './matmul.ts';
import { SUM_GROUP, sumOfColumns } from './sums.ts';
import { read, u32, written } from './wgsl.ts';

/** Seen as one matrix: no operation, so nothing to record. */
const matrix = ({ dataId, dtype }: TensorInfo, rows: number, columns: number): TensorInfo => ({
  dataId,
  dtype,
  shape: [1, rows, columns],
});

/** One dispatch. */
export function gpuLinear({ x, weight, bias, activation }: LinearInput, training: boolean): LinearResult {
  const [outputs, inputs] = weight.shape;
  const { result, argument } = product(
    {
      a: matrix(x, x.size / inputs, inputs),
      b: matrix(weight, outputs, inputs),
      transposeA: false,
      transposeB: true,
      bias,
      activation,
      keepsArgument: training && activation !== null && keepsArgument(activation),
    },
    () => emptyTensor([...x.shape.slice(0, -1), outputs]),
  );
  return { y: result, argument };
}

/** Two dispatches, three with an activation: slopes and the bias's sums, then the products. */
export function gpuLinearBackward({ dy, x, weight, kept, activation, biased }: LinearTape): LinearGradients {
  const [outputs, inputs] = weight.shape;
  const rows = x.size / inputs;
  let dz = dy;
  let dBias: Tensor | null = null;
  if (activation && kept) {
    if (biased) ({ dz, sums: dBias } = slopesAndSums(activation, kept, dy, outputs));
    else dz = gpuActivateBackward(activation, kept, dy);
  }
  const together = biased && !activation;
  const back = matrix(dz, rows, outputs);
  const { result: dWeight, sums } = product(
    { a: back, b: matrix(x, rows, inputs), transposeA: true, transposeB: false, sums: together },
    () => emptyTensor(weight.shape),
  );
  const { result: dx } = product(
    { a: back, b: matrix(weight, outputs, inputs), transposeA: false, transposeB: false },
    () => emptyTensor(x.shape),
  );
  if (dz !== dy) dz.dispose();
  return { dx, dWeight, dBias: together ? sums : dBias };
}

/** dz = dy · f′ and the sums of its columns in one dispatch. */
function slopesAndSums(
  activation: Activation,
  kept: Tensor,
  dy: Tensor,
  columns: number,
): { dz: Tensor; sums: Tensor } {
  const dz = emptyTensor(dy.shape);
  const sums = emptyTensor([columns]);
  dispatch({
    key: `slopes-and-sums-${activation}`,
    bindings: [read('kept', kept), read('dy', dy), written('dz', dz), written('sums', sums)],
    params: [u32('rows', dy.size / columns), u32('columns', columns)],
    code: () => `
${ACTIVATION_CODE[activation]}
${sumOfColumns('sums', 'dy[at] * slope(kept[at])', 'dz[at] = term;')}`,
    workgroups: [Math.ceil(columns / SUM_GROUP)],
  });
  return { dz, sums };
}
