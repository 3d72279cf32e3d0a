import { reshape, type Tensor } from '@tensorflow/tfjs-core';
import { type Binding, dispatch, emptyTensor } from './dispatch.ts';

/** The weights of both directions as one tensor, and their gradients apart again: one dispatch each. */

const THREADS = 64;

function move(parts: readonly Tensor[], whole: Tensor, together: boolean): void {
  const binding = (name: string, tensor: Tensor, written: boolean): Binding => ({
    name,
    tensor,
    type: 'f32',
    access: written ? 'read_write' : 'read',
  });
  const choose = (line: (d: number) => string) =>
    parts.map((_, d) => `if (id.y == ${d}u) { ${line(d)} }`).join(' else ');
  const at = 'whole[id.y * params.size + i]';
  dispatch({
    key: `stack-${parts.length}-${together}`,
    bindings: [
      ...parts.map((part, d) => binding(`part${d}`, part, !together)),
      binding('whole', whole, together),
    ],
    params: [{ name: 'size', type: 'u32', value: whole.size / parts.length }],
    code: () => `
@compute @workgroup_size(${THREADS})
fn main(@builtin(global_invocation_id) id: vec3<u32>, @builtin(num_workgroups) count: vec3<u32>) {
  for (var i = id.x; i < params.size; i += count.x * ${THREADS}u) {
    ${choose((d) => (together ? `${at} = part${d}[i];` : `part${d}[i] = ${at};`))}
  }
}`,
    workgroups: [Math.min(65_535, Math.ceil(whole.size / parts.length / THREADS)), parts.length],
  });
}

/** D tensors of the same shape S → [D, ...S]; a single one is only seen under its new shape. */
export function stacked(parts: readonly Tensor[]): Tensor {
  const [first] = parts;
  if (!first) throw new Error('nothing to stack');
  if (parts.length === 1) return reshape(first, [1, ...first.shape]);
  const whole = emptyTensor([parts.length, ...first.shape]);
  move(parts, whole, true);
  return whole;
}

/** A tensor of D parts, one after the other, → D tensors of the given shape. */
export function unstacked(whole: Tensor, count: number, shape: number[]): Tensor[] {
  if (count === 1) return [reshape(whole, shape)];
  const parts = Array.from({ length: count }, () => emptyTensor(shape));
  move(parts, whole, false);
  return parts;
}
