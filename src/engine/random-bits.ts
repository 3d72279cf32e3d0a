import type { Random } from '../base/random.ts';

/**
 * Dropout's random numbers by counting: the number of element i is a hash of i and of two key words, so nothing is
 * stored, the way back computes the same numbers again, and all devices have the same ones. Only the keys are drawn
 * from a `Random`, two words for each use: its state in a checkpoint is all that a resumed run needs.
 */
export interface DropoutDraw {
  keys: readonly [number, number];
  /** Elements whose 32-bit number is below this are dropped. */
  threshold: number;
  /** What the others are multiplied by: 1/(1 − p). */
  scale: number;
}

/** One use of dropout with probability p in (0, 1]. */
export function drawDropout(p: number, random: Random): DropoutDraw {
  return {
    keys: [random.uint32(), random.uint32()],
    threshold: Math.min(0xffffffff, Math.round(p * 0x100000000)),
    scale: p < 1 ? 1 / (1 - p) : 0,
  };
}

/** C. Wellons' low-bias integer hash (constants by T. Gilbert): every bit of x moves every bit of the result. */
function mixed(x: number): number {
  let h = x;
  h = Math.imul(h ^ (h >>> 16), 0x21f0aaad);
  h = Math.imul(h ^ (h >>> 15), 0x735a2d97);
  return h ^ (h >>> 15);
}

/** The 32-bit number of element i. The kernels' versions: simd/assembly/random-bits.ts and webgpu/wgsl.ts. */
export function randomBits(i: number, [a, b]: readonly [number, number]): number {
  return mixed((mixed(i ^ a) + b) | 0) >>> 0;
}

/** 0 for what is dropped, else the scale; `size` elements. */
export function dropoutMask(size: number, { keys, threshold, scale }: DropoutDraw): Float32Array {
  const mask = new Float32Array(size);
  for (let i = 0; i < size; i++) if (randomBits(i, keys) >= threshold) mask[i] = scale;
  return mask;
}
