import type { Tensor, Tensor3D } from '@tensorflow/tfjs-core';
import type { DropoutDraw } from '../random-bits.ts';

/** Scaled dot-product attention: softmax(scale · q·kᵀ) · v for each head, over the keys that count. */
export interface AttentionOptions {
  heads: number;
  /** [B · Tk], row-major: 0 where a key is padding; null: all count. A query that may see no key gets zeros. */
  keyMask?: Uint8Array | null;
  /** Query i sees keys 0…i only. */
  causal?: boolean;
  /** Left out: 1/√(width of a head). */
  scale?: number;
  /** Drops probabilities. */
  draw?: DropoutDraw | null;
}

/**
 * Rows of a tensor that hold the heads side by side, [B, T, …]: row t of text b begins `offset` values into
 * row b·T + t, rows being `stride` values apart. Queries, keys and values may lie in one tensor.
 */
export interface HeadView {
  tensor: Tensor;
  offset: number;
  stride: number;
}

/** Sizes and settings of one call, everything filled in. */
export interface AttentionPlan {
  batch: number;
  heads: number;
  queries: number;
  keys: number;
  /** Width of a head. */
  width: number;
  mask: KeyMask | null;
  causal: boolean;
  scale: number;
  draw: DropoutDraw | null;
}

export interface KeyMask {
  /** [B · Tk]: 0 or 1. */
  counts: Int32Array;
  /** [B]: keys from here on do not count. */
  ends: Int32Array;
}

export interface Views {
  q: HeadView;
  k: HeadView;
  v: HeadView;
}

/** One way of computing it with kernels; none stores probabilities. */
export interface AttentionKernels {
  /** out [B, Tq, H·D], and what the way back needs of each row's sum, in a form of its own: [2 · B · H · Tq]. */
  forward(plan: AttentionPlan, views: Views): { out: Tensor3D; sums: Tensor };
  /** Writes the gradients into views of the same form. */
  backward(
    plan: AttentionPlan,
    views: Views,
    kept: { out: Tensor; sums: Tensor },
    dOut: Tensor,
    gradients: Views,
  ): void;
}

export function keyMaskOf(counts: Uint8Array, batch: number, keys: number): KeyMask {
  const ends = Int32Array.from({ length: batch }, (_, b) => {
    for (let j = keys; j > 0; j--) if (counts[b * keys + j - 1]) return j;
    return 0;
  });
  return { counts: Int32Array.from(counts, (count) => Number(count !== 0)), ends };
}

/** 1 for the first lengths[b] of `steps` keys. */
export function lengthsMask(lengths: Int32Array, steps: number): Uint8Array {
  const mask = new Uint8Array(lengths.length * steps);
  lengths.forEach((length, b) => mask.fill(1, b * steps, b * steps + Math.min(length, steps)));
  return mask;
}
