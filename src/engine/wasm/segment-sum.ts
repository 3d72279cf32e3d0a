import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm';
import type { TensorInfo } from '@tensorflow/tfjs-core';
import { allocate, floats, ints } from './heap.ts';

interface SegmentSumArgs {
  inputs: { x: TensorInfo; segmentIds: TensorInfo };
  backend: BackendWasm;
  attrs: { numSegments: number };
}

/**
 * out[s] = Σ x[i] over all i with segmentIds[i] = s; x [N, …], segmentIds [N] → [numSegments, …].
 * Ids outside of [0, numSegments) are left out, as in TensorFlow. Rows are added in order, so the result is
 * always the same.
 */
export function unsortedSegmentSum({ inputs, backend, attrs }: SegmentSumArgs): TensorInfo {
  const { x, segmentIds } = inputs;
  const rest = x.shape.slice(segmentIds.shape.length);
  const width = rest.reduce((product, size) => product * size, 1);
  const out = allocate(backend, [attrs.numSegments, ...rest]);
  const from = floats(backend, x);
  const ids = ints(backend, segmentIds);
  const to = floats(backend, out).fill(0);
  for (let i = 0; i < ids.length; i++) {
    const id = ids[i] as number;
    if (id < 0 || id >= attrs.numSegments) continue;
    const source = i * width;
    const target = id * width;
    for (let j = 0; j < width; j++)
      to[target + j] = (to[target + j] as number) + (from[source + j] as number);
  }
  return out;
}
