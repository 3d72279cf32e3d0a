import type { Tensor } from '@tensorflow/tfjs-core';
import type { Activation } from '../activation.ts';
import { ACTIVATION_CODE } from './activation-wgsl.ts';
import { dispatch, emptyTensor } from './dispatch.ts';
import { GROUP_INDEX, groups, MAIN, read, u32, written } from './wgsl.ts';

const THREADS = 64;

const main = (body: string) => `
@compute @workgroup_size(${THREADS})
${MAIN} {
  let i = (${GROUP_INDEX}) * ${THREADS}u + thread;
  if (i < params.size) { ${body} }
}`;

export function gpuActivate<T extends Tensor>(kind: Activation, x: T): T {
  const y = emptyTensor(x.shape);
  dispatch({
    key: `activate-${kind}`,
    bindings: [read('x', x), written('y', y)],
    params: [u32('size', x.size)],
    code: () => `${ACTIVATION_CODE[kind]}${main('y[i] = value(x[i]);')}`,
    workgroups: groups(Math.ceil(x.size / THREADS)),
  });
  return y as T;
}

export function gpuActivateBackward<T extends Tensor>(kind: Activation, kept: Tensor, dy: T): T {
  const dx = emptyTensor(dy.shape);
  dispatch({
    key: `activate-backward-${kind}`,
    bindings: [read('kept', kept), read('dy', dy), written('dx', dx)],
    params: [u32('size', dy.size)],
    code: () => `${ACTIVATION_CODE[kind]}${main('dx[i] = dy[i] * slope(kept[i]);')}`,
    workgroups: groups(Math.ceil(dy.size / THREADS)),
  });
  return dx as T;
}
