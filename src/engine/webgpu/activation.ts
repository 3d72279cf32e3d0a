import type { Tensor } from '@tensorflow/tfjs-core';
import type { Activation } from '../activation.ts';
import { dispatch, emptyTensor } from './dispatch.ts';
import { GROUP_INDEX, groups, MAIN, read, u32, written } from './wgsl.ts';

const THREADS = 64;

/**
 * Φ(x) by formula 7.1.26 of Abramowitz & Stegun, |error| ≤ 1e-7, written for the tail so that nothing cancels;
 * tanh clamped, as some drivers overflow.
 */
const FUNCTIONS: Record<Activation, string> = {
  gelu: `
fn tail(x: f32) -> f32 {
  let t = 1.0 / (1.0 + 0.3275911 * 0.70710678118 * abs(x));
  let poly = ((((1.061405429 * t - 1.453152027) * t + 1.421413741) * t - 0.284496736) * t + 0.254829592) * t;
  return 0.5 * poly * exp(-0.5 * x * x);
}
fn share(x: f32) -> f32 { return select(tail(x), 1.0 - tail(x), x >= 0.0); }
fn value(x: f32) -> f32 { return x * share(x); }
fn slope(x: f32) -> f32 { return share(x) + x * 0.3989422804 * exp(-0.5 * x * x); }`,
  relu: `
fn value(x: f32) -> f32 { return select(x, 0.0, x < 0.0); }
fn slope(y: f32) -> f32 { return select(0.0, 1.0, y > 0.0); }`,
  tanh: `
fn value(x: f32) -> f32 { return tanh(clamp(x, -15.0, 15.0)); }
fn slope(y: f32) -> f32 { return 1.0 - y * y; }`,
};

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
    code: () => `${FUNCTIONS[kind]}${main('y[i] = value(x[i]);')}`,
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
    code: () => `${FUNCTIONS[kind]}${main('dx[i] = dy[i] * slope(kept[i]);')}`,
    workgroups: groups(Math.ceil(dy.size / THREADS)),
  });
  return dx as T;
}
