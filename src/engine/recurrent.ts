import { concat, type Tensor3D } from '@tensorflow/tfjs-core';
import { plainRecurrent } from './recurrent/plain.ts';
import type { LayerInput, LayerOutput, RecurrentInput, RecurrentOutput } from './recurrent/types.ts';
import { simd } from './simd/module.ts';
import { simdRecurrent } from './simd/recurrent.ts';
import { onWebGpu } from './webgpu/dispatch.ts';
import { gpuLayer } from './webgpu/layer.ts';

export type {
  CellKind,
  LayerInput,
  LayerOutput,
  RecurrentFunction,
  RecurrentInput,
  RecurrentOutput,
  RecurrentWeights,
  StackFunction,
} from './recurrent/types.ts';
export { GATES } from './recurrent/types.ts';

/** One recurrent layer in all its directions, with its gradient, by the fastest way this backend has. */
export function recurrentLayer(input: LayerInput): LayerOutput {
  if (onWebGpu()) return gpuLayer(input, false);
  const { cell, x, weights, lengths } = input;
  const outputs = weights.map((own, direction) =>
    recurrent({ cell, x, weights: own, lengths, reverse: direction === 1 }),
  );
  const [only] = outputs;
  return {
    output:
      outputs.length === 1 && only
        ? only.output
        : concat(outputs.map(({ output }) => output) as Tensor3D[], 2),
    hidden: outputs.map(({ hidden }) => hidden),
    cell: outputs.flatMap(({ cell: last }) => (last ? [last] : [])),
  };
}

/** One recurrent layer in one direction. */
export function recurrent(input: RecurrentInput): RecurrentOutput {
  const kernels = simd();
  if (kernels) return simdRecurrent(kernels, input);
  if (!onWebGpu()) return plainRecurrent(input);
  const { output, hidden, cell } = gpuLayer({ ...input, weights: [input.weights] }, input.reverse);
  const [last] = hidden;
  if (!last) throw new Error('a layer without a direction');
  return cell[0] ? { output, hidden: last, cell: cell[0] } : { output, hidden: last };
}
