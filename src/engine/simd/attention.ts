import type { Tensor, Tensor3D } from '@tensorflow/tfjs-core';
import type { AttentionKernels, AttentionPlan, HeadView, Views } from '../attention/types.ts';
import { drawArguments } from '../dropout.ts';
import type { Simd } from './module.ts';

/** Head by head: two matrix products and a softmax in a room that every head uses anew. */
export function simdAttention(simd: Simd): AttentionKernels & { empty(shape: number[]): Tensor } {
  const empty = (shape: number[]) => simd.empty(shape as [number]) as Tensor;
  return {
    empty,
    forward(plan, views) {
      const { batch, heads, queries, width } = plan;
      const out = empty([batch, queries, heads * width]) as Tensor3D;
      const sums = empty([2 * batch * heads * queries]);
      const shape = shapeOf(plan);
      const room = roomFor(simd, plan);
      const outputs = [simd.pointer(out), simd.pointer(sums), room] as const;
      const mask = maskOf(simd, plan);
      simd.kernels.attentionForward(
        ...shape,
        ...pointers(simd, views),
        ...mask,
        ...drawArguments(plan.draw),
        ...outputs,
      );
      return { out, sums };
    },
    backward(plan, views, { out, sums }, dOut, gradients) {
      const shape = shapeOf(plan);
      const room = roomFor(simd, plan);
      const mask = maskOf(simd, plan);
      const kept = [simd.pointer(out), simd.pointer(sums), simd.pointer(dOut), room] as const;
      simd.kernels.attentionBackward(
        ...shape,
        ...pointers(simd, views),
        ...mask,
        ...drawArguments(plan.draw),
        ...kept,
        ...pointers(simd, gradients),
      );
    },
  };
}

function shapeOf({
  batch,
  heads,
  queries,
  keys,
  width,
}: AttentionPlan): [number, number, number, number, number] {
  return [batch, heads, queries, keys, width];
}

function pointers(simd: Simd, { q, k, v }: Views): [number, number, number, number, number, number] {
  const at = ({ tensor, offset }: HeadView) => simd.pointer(tensor) + offset * 4;
  return [at(q), q.stride * 4, at(k), k.stride * 4, at(v), v.stride * 4];
}

function roomFor(simd: Simd, { queries, keys, width }: AttentionPlan): number {
  return simd.room('attention', simd.kernels.attentionRoom(queries, keys, width));
}

export function maskOf(
  simd: Simd,
  { mask, causal, scale }: Pick<AttentionPlan, 'mask' | 'causal' | 'scale'>,
): [number, number, number, number] {
  const ends = mask ? simd.ints('ends', mask.ends) : 0;
  return [ends, mask ? simd.ints('counts', mask.counts) : 0, Number(causal), scale];
}
