import type { Tensor } from '@tensorflow/tfjs-core';
import type { DropoutDraw } from '../random-bits.ts';
import type { Binding, Dispatch } from './dispatch.ts';

/** Pieces that the kernels share. */

export const read = (name: string, tensor: Tensor, type = 'f32'): Binding => ({
  name,
  tensor,
  type,
  access: 'read',
});
export const written = (name: string, tensor: Tensor, type = 'f32'): Binding => ({
  name,
  tensor,
  type,
  access: 'read_write',
});
export const u32 = (name: string, value: number) => ({ name, type: 'u32' as const, value });
export const f32 = (name: string, value: number) => ({ name, type: 'f32' as const, value });

/** More workgroups than this in one dimension are not allowed. */
const MAX_GROUPS = 65_535;

/** As many workgroups in two dimensions; `groupIndex` counts them through. */
export function groups(count: number): [number, number] {
  const rows = Math.max(1, Math.ceil(count / MAX_GROUPS));
  return [Math.max(1, Math.ceil(count / rows)), rows];
}

/** The parameters of the main function for kernels with one workgroup a row, or one thread an element. */
export const MAIN = `fn main(
  @builtin(workgroup_id) group: vec3<u32>,
  @builtin(num_workgroups) groupCount: vec3<u32>,
  @builtin(local_invocation_index) thread: u32,
)`;
export const GROUP_INDEX = 'group.x + group.y * groupCount.x';

/**
 * `isNaN(x)` by the bits of x: WGSL lets a compiler assume that there is no NaN, so x != x need not be true of it.
 * What min, max, clamp, exp, log and tanh make of NaN is anything; where they would hide it, it is passed on by this.
 */
export const IS_NAN = 'fn isNaN(x: f32) -> bool { return (bitcast<u32>(x) & 0x7fffffffu) > 0x7f800000u; }';

/** NaN made from some u32 that is not known before: a constant NaN is not allowed. */
export const NAN = (anything: string): string =>
  `bitcast<f32>(0x7fc00000u + u32(${anything} == 0xffffffffu))`;

/** `keptFactor(i)`: 0 or the scale, from the params of `dropoutParams`; engine/random-bits.ts in WGSL. */
export const DROPOUT = `
fn mixed(x: u32) -> u32 {
  var h = (x ^ (x >> 16u)) * 0x21f0aaadu;
  h = (h ^ (h >> 15u)) * 0x735a2d97u;
  return h ^ (h >> 15u);
}
fn keptFactor(i: u32) -> f32 {
  let bits = mixed(mixed(i ^ params.keyA) + params.keyB);
  return select(0.0, params.dropScale, bits >= params.threshold);
}`;

export function dropoutParams({ keys, threshold, scale }: DropoutDraw): Dispatch['params'] {
  return [u32('keyA', keys[0]), u32('keyB', keys[1]), u32('threshold', threshold), f32('dropScale', scale)];
}
