import type { Tensor } from '@tensorflow/tfjs-core';
import type { DropoutDraw } from '../random-bits.ts';
import { dispatch, emptyTensor } from './dispatch.ts';
import { DROPOUT, dropoutParams, GROUP_INDEX, groups, MAIN, read, u32, written } from './wgsl.ts';

const THREADS = 64;

/** x with some elements dropped, in one dispatch. */
export function gpuDropout<T extends Tensor>(x: T, draw: DropoutDraw): T {
  const result = emptyTensor(x.shape);
  dispatch({
    key: 'dropout',
    bindings: [read('x', x), written('result', result)],
    params: [u32('size', x.size), ...dropoutParams(draw)],
    code: () => `${DROPOUT}
@compute @workgroup_size(${THREADS})
${MAIN} {
  let i = (${GROUP_INDEX}) * ${THREADS}u + thread;
  if (i < params.size) { result[i] = x[i] * keptFactor(i); }
}`,
    workgroups: groups(Math.ceil(x.size / THREADS)),
  });
  return result as T;
}
