import { plainRecurrent } from './recurrent/plain.ts';
import type { RecurrentInput, RecurrentOutput } from './recurrent/types.ts';
import { simd } from './simd/module.ts';
import { simdRecurrent } from './simd/recurrent.ts';
import { onWebGpu } from './webgpu/dispatch.ts';
import { gpuRecurrent } from './webgpu/layer.ts';

export type {
  CellKind,
  RecurrentFunction,
  RecurrentInput,
  RecurrentOutput,
  RecurrentWeights,
} from './recurrent/types.ts';
export { GATES } from './recurrent/types.ts';

/** One recurrent layer in one direction, with its gradient, by the fastest way this backend has. */
export function recurrent(input: RecurrentInput): RecurrentOutput {
  const kernels = simd();
  if (kernels) return simdRecurrent(kernels, input);
  return (onWebGpu() ? gpuRecurrent(input) : null) ?? plainRecurrent(input);
}
